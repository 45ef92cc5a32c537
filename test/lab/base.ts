import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type AptSource,
  chooseDistribution,
  type DistributionSources,
  parseDeb822,
  parseOneLine,
} from './apt-sources.ts';
import { execute } from './exec.ts';

/** Fixed, so that a fresh clone of the repository in another folder finds what is there. */
export const cacheFolder = '/var/cache/teiki-lab';

const recipeFolder = join(import.meta.dirname, 'base');
const recipeFiles = ['build.sh', 'configure.sh', 'dumps.sh', 'packages.txt'];
const unusedHours = 24;

/**
 * Returns the folder of the root file system that hosts are cloned from, building it if needed
 * (about a minute; otherwise a few milliseconds). Safe to call from several processes.
 *
 * @throws Error with the end of the build log when the build fails.
 */
export async function ensureBase(): Promise<string> {
  const sources = await readDistributionSources();
  const hash = await recipeHash(sources.release);
  const folder = join(cacheFolder, hash);
  if (!(await exists(folder))) await build(hash, sources);
  const now = new Date();
  await utimes(folder, now, now);
  await prune(hash);
  return folder;
}

async function build(hash: string, { release, pending }: DistributionSources): Promise<void> {
  await mkdir(cacheFolder, { recursive: true });
  const logFile = join(cacheFolder, `build-${hash}.log`);
  const log = openSync(logFile, 'a');
  // flock keeps the lock until the build ends, even if this process is killed before.
  const child = spawn(
    'flock',
    ['--close', join(cacheFolder, '.lock'), 'unshare', '--mount', '--pid', '--fork']
      .concat(['--kill-child', '--mount-proc', '--propagation', 'private', 'bash'])
      .concat([join(recipeFolder, 'build.sh'), cacheFolder, hash, release.suite, release.uri])
      .concat([release.components.join(',')]),
    { stdio: ['pipe', log, log], env: { ...process.env, ...(await proxy()) } },
  );
  closeSync(log);
  const ended = Promise.withResolvers<number | null>();
  child.on('error', ended.reject);
  child.on('close', ended.resolve);
  child.stdin?.on('error', () => {});
  child.stdin?.end(pending.map(oneLine).join('\n'));
  if ((await ended.promise) === 0) {
    await rm(logFile, { force: true });
    return;
  }
  const tail = (await readFile(logFile, 'utf8')).trimEnd().split('\n').slice(-15).join('\n');
  throw new Error(`The lab's root file system could not be built; see ${logFile}:\n${tail}`);
}

/** Removes the roots of older recipes, but not one that another checkout used today. */
async function prune(current: string): Promise<void> {
  for (const name of await readdir(cacheFolder)) {
    if (!/^[0-9a-f]{16}$/.test(name) || name === current) continue;
    const folder = join(cacheFolder, name);
    const used = await stat(folder).catch(() => undefined);
    if (!used || Date.now() - used.mtimeMs < unusedHours * 3_600_000) continue;
    await rm(folder, { recursive: true, force: true });
  }
}

async function recipeHash({ suite, components }: AptSource): Promise<string> {
  const hash = createHash('sha256').update(`${process.arch} ${suite} ${components.join(' ')}\n`);
  for (const file of recipeFiles) hash.update(await readFile(join(recipeFolder, file)));
  return hash.digest('hex').slice(0, 16);
}

export async function readDistributionSources(): Promise<DistributionSources> {
  const folder = '/etc/apt/sources.list.d';
  const names = await readdir(folder).catch(() => []);
  const read = (file: string) => readFile(file, 'utf8').catch(() => '');
  const sources = parseOneLine(await read('/etc/apt/sources.list'));
  for (const name of names) {
    if (name.endsWith('.list')) sources.push(...parseOneLine(await read(join(folder, name))));
    if (name.endsWith('.sources')) sources.push(...parseDeb822(await read(join(folder, name))));
  }
  const release = await read('/etc/os-release');
  const codename = /^VERSION_CODENAME="?([\w-]+)/m.exec(release)?.[1] ?? '';
  const chosen = chooseDistribution(sources, codename);
  if (!chosen) {
    throw new Error(`No source of the release suite "${codename}" in /etc/apt: add a deb line`);
  }
  const resolved = async (source: AptSource) => ({ ...source, uri: await plainUri(source.uri) });
  return {
    release: await resolved(chosen.release),
    pending: await Promise.all(chosen.pending.map(resolved)),
  };
}

/** Some images name a file of mirrors, which debootstrap does not understand: takes its first. */
async function plainUri(uri: string): Promise<string> {
  const file = /^mirror\+file:(?:\/\/)?(\/.*?)\/?$/.exec(uri)?.[1];
  if (file === undefined) return uri;
  return /^\s*(https?:\/\/\S+)/m.exec(await readFile(file, 'utf8'))?.[1] ?? uri;
}

function oneLine({ uri, suite, components }: AptSource): string {
  return `deb ${uri} ${suite} ${components.join(' ')}`;
}

/** The proxy that apt uses here, for the builder's own downloads. */
async function proxy(): Promise<NodeJS.ProcessEnv> {
  const { stdout } = await execute('apt-config', ['shell', 'PROXY', 'Acquire::http::Proxy']);
  const value = /^PROXY='(.+)'/m.exec(stdout)?.[1];
  return value === undefined ? {} : { http_proxy: value };
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

if (import.meta.main) {
  process.stdout.write(`${await ensureBase()}\n`);
}
