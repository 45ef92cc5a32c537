import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { decodeBytes } from '../../../src/core/bytes.ts';
import type { ShellOutput, ShellProbe } from '../../../src/core/probe.ts';
import { runInShell, type Shell, shells } from '../../support/shells.ts';

/** A shell and the tools that are on its PATH. */
export interface Environment extends Shell {
  readonly path: string;
}

const root = mkdtempSync(join(tmpdir(), 'teiki-tools-'));
chmodSync(root, 0o755);
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Of those that probes use; Debian's busybox has no nice. */
const applets = 'sh df grep find stat du sort head timeout sleep cat printf'.split(' ');

function busyboxTools(): string {
  const folder = join(root, 'bin');
  mkdirSync(folder, { recursive: true });
  for (const tool of applets) symlinkSync('/bin/busybox', join(folder, tool));
  return folder;
}

/** Every shell with the system's tools, and busybox on its own, as on Alpine. */
export const environments: readonly Environment[] = shells.flatMap((shell) => [
  { ...shell, path: '/usr/sbin:/usr/bin:/sbin:/bin' },
  ...(shell.name === 'busybox ash'
    ? [{ ...shell, name: 'busybox alone', path: busyboxTools() }]
    : []),
]);

const asNobody = ['/usr/bin/setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] as const;

/** Only root can become nobody; without that a test of missing rights proves nothing. */
export const canBecomeNobody =
  process.getuid?.() === 0 && spawnSync('setpriv', ['--version']).status === 0;

/** Runs a probe as the engine does: in a subshell without stdin; a sampling one `samples` times. */
export function runProbe(
  { argv, path }: Environment,
  probe: ShellProbe,
  { samples = 1, nobody = false }: { readonly samples?: number; readonly nobody?: boolean } = {},
): ShellOutput {
  const once = `(\n${probe.script.text}\n) </dev/null\n`;
  const script = Array.from({ length: samples }, () => once).join('sleep 1\n');
  const result = runInShell(nobody ? [...asNobody, ...argv] : argv, script, {
    env: { PATH: path },
  });
  return {
    stdout: decodeBytes(result.stdout),
    stderr: decodeBytes(result.stderr),
    exitStatus: result.exitStatus ?? -1,
    durationMs: 1,
  };
}
