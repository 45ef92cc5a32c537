import type { Host } from './host.ts';

/** A small Debian package of the lab's own. */
export interface LabPackage {
  readonly name: string;
  readonly version: string;
  /** By absolute path; those in `/etc` are conffiles, those that start with `#!` are executable. */
  readonly files?: Readonly<Record<string, string>>;
  /** `postinst`, `prerm` … : `sh` without its first line. */
  readonly scripts?: Readonly<Record<string, string>>;
  /** More fields of its control file: `Depends`, `Conflicts`, `Architecture` … */
  readonly fields?: Readonly<Record<string, string>>;
}

export type ArchiveKind = 'security' | 'release';

const labels = { security: 'Debian-Security', release: 'Debian' } as const;

/** Where an archive of the lab lies on its host; the suite is the folder's name. */
export function archiveFolder(kind: ArchiveKind): string {
  return `/srv/archives/lab${kind === 'security' ? '-security' : ''}`;
}

/**
 * Gives a host package archives of the lab's own, in files, and takes the distribution's away:
 * `security` has the label and suite of one, `release` those of the distribution. Both are empty.
 */
export async function useLabArchives(host: Host): Promise<void> {
  const line = (kind: ArchiveKind) => `deb [trusted=yes] file:${archiveFolder(kind)} ./\n`;
  await host.must('rm -f /etc/apt/sources.list.d/*');
  await host.write('/etc/apt/sources.list', line('security') + line('release'));
  await fill(host, 'security', []);
  await publish(host, 'release', []);
}

/**
 * Replaces what an archive has, as real ones keep only the newest version, and refreshes the lists
 * of the host.
 */
export async function publish(
  host: Host,
  kind: ArchiveKind,
  packages: readonly LabPackage[],
): Promise<void> {
  await fill(host, kind, packages);
  await host.must('apt-get update -q -o APT::Update::Error-Mode=any');
}

async function fill(host: Host, kind: ArchiveKind, packages: readonly LabPackage[]): Promise<void> {
  const folder = archiveFolder(kind);
  await host.must('rm -rf "$1" && mkdir -p "$1"', { args: [folder] });
  for (const one of packages) await build(host, one, folder);
  await host.must(index, { args: [folder, labels[kind]] });
}

/** Installs a package with dpkg, as one that no archive has (any more). */
export async function installPackage(host: Host, one: LabPackage): Promise<void> {
  const file = await build(host, one, '/srv/installed');
  await host.must('dpkg -i "$1"', { args: [file] });
}

/** Builds the package on the host; returns its path. */
export async function build(host: Host, one: LabPackage, folder: string): Promise<string> {
  const { name, version, files = {}, scripts = {}, fields = {} } = one;
  const tree = `/srv/build/${name}`;
  const control = {
    Package: name,
    Version: version,
    Architecture: 'all',
    Maintainer: 'Lab <lab@example.com>',
    Description: 'a package of the lab',
    ...fields,
  };
  await host.must('rm -rf "$1" && mkdir -p "$1/DEBIAN" "$2"', { args: [tree, folder] });
  for (const [path, text] of Object.entries(files))
    await host.write(tree + path, text, { mode: text.startsWith('#!') ? 0o755 : 0o644 });
  for (const [script, text] of Object.entries(scripts))
    await host.write(`${tree}/DEBIAN/${script}`, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  const conffiles = Object.keys(files).filter((path) => path.startsWith('/etc/'));
  if (conffiles.length > 0)
    await host.write(`${tree}/DEBIAN/conffiles`, `${conffiles.join('\n')}\n`);
  const text = Object.entries(control).map(([field, value]) => `${field}: ${value}\n`);
  await host.write(`${tree}/DEBIAN/control`, text.join(''));
  const file = `${folder}/${name}_${version.replaceAll(':', '%3a')}_${control.Architecture}.deb`;
  await host.must('dpkg-deb --build "$1" "$2"', { args: [tree, file] });
  return file;
}

/** Index files as apt-ftparchive makes them, for `$1` with the label `$2`. */
const index = `
cd "$1" || exit
: >Packages
for deb in *.deb; do
  [ -e "$deb" ] || continue
  { dpkg-deb -f "$deb"
    printf 'Filename: ./%s\\nSize: %s\\nSHA256: %s\\n\\n' "$deb" "$(stat -c %s "$deb")" "$(sha256sum "$deb" | cut -d' ' -f1)"
  } >>Packages
done
{ printf 'Origin: Debian\\nLabel: %s\\nSuite: %s\\nCodename: %s\\nVersion: 12\\nDate: %s\\nSHA256:\\n' \\
    "$2" "\${1##*/}" "\${1##*/}" "$(date -uR)"
  printf ' %s %s Packages\\n' "$(sha256sum Packages | cut -d' ' -f1)" "$(stat -c %s Packages)"
} >Release`;

/** A service of the lab that answers on 127.0.0.1 with what its package says, and its unit. */
export function webService(version: string, program: string): LabPackage {
  return {
    name: 'acme-web',
    version,
    fields: { Depends: 'python3' },
    files: {
      '/usr/lib/acme/web': program,
      '/lib/systemd/system/acme-web.service': `[Service]\nExecStart=/usr/lib/acme/web\n[Install]\nWantedBy=multi-user.target\n`,
    },
    scripts: {
      postinst:
        'systemctl daemon-reload; systemctl enable -q acme-web; systemctl restart acme-web || true',
    },
  };
}

/** A program for {@link webService} that answers every request with this status and text. */
export function answering(status: number, text: string, port = 8123): string {
  return `#!/usr/bin/python3
from http.server import BaseHTTPRequestHandler, HTTPServer
class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(${status})
        self.end_headers()
        self.wfile.write(b${JSON.stringify(text)})
HTTPServer(("127.0.0.1", ${port}), Handler).serve_forever()
`;
}

/** The version that is installed, or nothing. */
export async function versionOf(host: Host, name: string): Promise<string> {
  const { stdout } = await host.run(`dpkg-query -W -f '\${Version}' "$1" 2>/dev/null`, {
    args: [name],
  });
  return stdout.trim();
}

/** Takes packages away, whatever state they are in. */
export async function purgePackages(host: Host, names: readonly string[]): Promise<void> {
  await host.must(
    'apt-mark unhold "$@" >/dev/null 2>&1; dpkg --force-all --purge "$@" >/dev/null 2>&1; dpkg --configure -a',
    { args: [...names] },
  );
}
