import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { task as rotation } from '../../src/catalogue/logs/rotate-force.ts';
import { tarArchive } from '../../src/demo/tar.ts';
import type { Host } from '../lab/host.ts';
import { grantRights } from '../lab/rights.ts';

const dump = readFileSync(join(import.meta.dirname, '../catalogue/backup/dumps/custom.dump'));

/** Not compressed, so that it has the same bytes wherever this runs. */
const names = ['uploads/logo.png', 'uploads/report.pdf', 'uploads/photo.jpg'];
const contents = names.map((name) => [name, Buffer.alloc(40_000, name)] as const);
const archive = gzipSync(await tarArchive(Object.fromEntries(contents), new Date(0)), { level: 0 });

export interface Backup {
  /** Local: `2026-11-23 02:03` */
  readonly at: string;
  /** The dump ends early, as when its process is killed. */
  readonly isCut?: boolean;
}

/** What the nightly job of a host leaves: a dump and an archive, each with its checksum. */
export async function backUp(host: Host, { at, isCut = false }: Backup): Promise<void> {
  const day = at.slice(0, 10).replaceAll('-', '');
  const files = {
    [`db_${day}.dump`]: isCut ? dump.subarray(0, Math.floor(dump.length * 0.6)) : dump,
    [`uploads_${day}.tar.gz`]: archive,
  };
  for (const [name, content] of Object.entries(files)) {
    await host.write(`/backup/mks/${name}`, content, { mode: 0o640, owner: 'root:mks-maint' });
    await host.must(
      'cd /backup/mks && sha256sum "$1" >"$1.sha256" && touch -d "$2" "$1" "$1.sha256"',
      { args: [name, `${at} +09:00`] },
    );
  }
}

/**
 * A host of the story. Its disks are small and hold nothing else, so that what is measured is the
 * same on every machine.
 */
export async function furnish(host: Host): Promise<void> {
  await host.must(`
    mkdir -p /backup/mks /var/log/mks-backend
    mount -t tmpfs -o size=16m /dev/vdb1 /backup/mks
    mount -t tmpfs -o size=64m,mode=755 /dev/vdc1 /var/log/mks-backend
    head -c 20000000 /dev/zero >/var/log/mks-backend/app.log
    chgrp mks-maint /backup/mks; chmod 750 /backup/mks`);
  await host.write(
    '/etc/logrotate.d/mks-backend',
    '/var/log/mks-backend/*.log {\n  rotate 14\n  compress\n}\n',
  );
  await grantRights(host, rotation.privileged(rotation.params.parse({})));
}

/** Logs fill the disk to 85%, none of them larger than the room that is left. */
export async function fillLogs(host: Host): Promise<void> {
  await host.must(`
    cd /var/log/mks-backend
    for name in app api auth batch mail queue web worker; do
      head -c 7120000 /dev/zero >"$name.log"
    done`);
}
