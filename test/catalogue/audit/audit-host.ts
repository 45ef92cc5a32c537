import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { check as bruteforce } from '../../../src/catalogue/audit/bruteforce.ts';
import { check as suspicious } from '../../../src/catalogue/audit/suspicious-ips.ts';
import { shells } from '../../support/shells.ts';
import { type Environment, runProbe } from '../perf/run-probe.ts';

const root = mkdtempSync(join(tmpdir(), 'teiki-audit-'));
chmodSync(root, 0o755);
afterAll(() => rmSync(root, { recursive: true, force: true }));

const system = '/usr/sbin:/usr/bin:/sbin:/bin';

function pathWith(name: string, links: Readonly<Record<string, string>>): string {
  const folder = join(root, name);
  mkdirSync(folder);
  for (const [tool, target] of Object.entries(links)) symlinkSync(target, join(folder, tool));
  return folder;
}

/** Each shell with another awk; busybox with nothing but itself, as on Alpine. */
export const environments: readonly Environment[] = shells.flatMap(({ name, argv }) => {
  if (name === 'busybox ash') {
    const applets = spawnSync('/bin/busybox', ['--list'], { encoding: 'utf8' }).stdout;
    const links = applets.trim().split('\n');
    const path = pathWith('busybox', Object.fromEntries(links.map((one) => [one, '/bin/busybox'])));
    return [{ name: 'busybox alone', argv, path }];
  }
  const awk = name === 'bash' ? '/usr/bin/gawk' : '/usr/bin/mawk';
  if (!existsSync(awk)) return [{ name, argv, path: system }];
  return [{ name: `${name}, ${awk.slice(9)}`, argv, path: `${pathWith(name, { awk })}:${system}` }];
});

let count = 0;

/** A log of its own for each test. */
export function newLog(): string {
  count += 1;
  mkdirSync(join(root, `log${count}`));
  return join(root, `log${count}`, 'access.log');
}

export interface Line {
  /** Seconds before now. */
  readonly ago?: number;
  readonly address?: string;
  readonly user?: string;
  readonly request?: string;
  readonly status?: number;
  readonly bytes?: number;
  readonly agent?: string;
  readonly more?: string;
}

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** As `$time_local`, in the zone of the seed's team. */
export function timeLocal(ago: number): string {
  const iso = new Date(Date.now() - ago * 1000 + 9 * 3_600_000).toISOString();
  const month = months[Number(iso.slice(5, 7)) - 1];
  return `${iso.slice(8, 10)}/${month}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0900`;
}

export function line(one: Line = {}): string {
  const { ago = 0, address = '192.0.2.1', user = '-', status = 200, bytes = 12, more = '' } = one;
  const { request = 'GET / HTTP/1.1', agent = 'curl/7.88.1' } = one;
  return `${address} - ${user} [${timeLocal(ago)}] "${request}" ${status} ${bytes} "-" "${agent}"${more}\n`;
}

export const login = (one: Line = {}): string =>
  line({ request: 'POST /api/v1/auth/login HTTP/1.1', status: 401, ...one });

export function repeat(times: number, make: (index: number) => string): string {
  return Array.from({ length: times }, (_, index) => make(index)).join('');
}

/** What nginx 1.22 wrote, moved to the present. */
export function realLog(format: 'combined' | 'main' | 'json'): string {
  const now = new Date().toISOString().slice(0, 19);
  return readFileSync(join(import.meta.dirname, 'access-logs', `${format}.txt`), 'latin1')
    .replaceAll(/\[24\/Nov\/2026:[\d:]+ \+0000\]/g, `[${timeLocal(0)}]`)
    .replaceAll(/2026-11-24T[\d:]+\+00:00/g, `${now}+00:00`);
}

export function append(log: string, text: string): void {
  appendFileSync(log, Buffer.from(text, 'latin1'));
}

/** Sets the time of the last write. */
export function written(path: string, ago: number): void {
  const at = Date.now() / 1000 - ago;
  utimesSync(path, at, at);
}

const checks = { bruteforce, suspicious };
type Options = { readonly nobody?: boolean };

/** Runs an audit as the engine does: facts of earlier runs in, facts and findings out. */
export function audit<Name extends keyof typeof checks>(
  name: Name,
  environment: Environment,
  params: Readonly<Record<string, unknown>>,
  { earlier = [], ...options }: Options & { readonly earlier?: readonly unknown[] } = {},
) {
  const check = checks[name];
  const history = earlier.map((facts) => ({ at: new Date(), facts }));
  const parsed = check.params.parse(name === 'bruteforce' ? { ssh: false, ...params } : params);
  const probes = check.probes(parsed as never, { history });
  const outputs = Object.fromEntries(
    Object.entries(probes).map(([key, probe]) => [key, runProbe(environment, probe, options)]),
  );
  const facts = check.parse(outputs as never, parsed as never) as ReturnType<
    (typeof checks)[Name]['parse']
  >;
  const context = { now: new Date(), host: {} as never, history };
  const { findings } = check.evaluate(facts as never, parsed as never, context);
  const stderr = Object.values(outputs)
    .map((output) => output.stderr)
    .join('');
  const found = findings.map(({ severity, message }) => `${severity} ${message.id}`);
  return { facts, findings, found, stderr };
}
