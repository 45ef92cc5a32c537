import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { destroy } from './destroy.ts';
import { execute } from './exec.ts';
import { labFolder, labsFolder, subnetOf } from './names.ts';

const highestNumber = 199;

/**
 * Claims a number for this process; names and subnet of the lab follow from it, so that labs of
 * parallel workers never meet. Cleans away what dead owners left before.
 *
 * @throws Error when every number is taken or its subnet is routed elsewhere.
 */
export async function claimNumber(): Promise<number> {
  await mkdir(labsFolder, { recursive: true });
  return withLock(async () => {
    await destroyStale();
    const taken = new Set(await readdir(labsFolder));
    for (let number = 0; number <= highestNumber; number++) {
      if (taken.has(String(number)) || (await isRouted(number))) continue;
      // The mark comes first and whole: whatever is made later has an owner.
      const draft = join(labsFolder, `.claim-${process.pid}`);
      await mkdir(draft, { recursive: true });
      await writeFile(join(draft, 'owner'), await identify(process.pid));
      await rename(draft, labFolder(number));
      return number;
    }
    throw new Error(`No lab number is free below ${labsFolder}`);
  });
}

/** Cleans away the labs whose owners are dead, also those of an earlier boot of the machine. */
export async function cleanStale(): Promise<void> {
  await mkdir(labsFolder, { recursive: true });
  await withLock(destroyStale);
}

async function destroyStale(): Promise<void> {
  for (const name of await readdir(labsFolder)) {
    if (name.startsWith('.claim-')) await rm(join(labsFolder, name), { recursive: true });
    if (!/^\d+$/.test(name)) continue;
    const owner = await readFile(join(labsFolder, name, 'owner'), 'utf8').catch(() => '');
    const pid = Number(owner.split(' ')[0]);
    if (owner !== '' && owner === (await identify(pid))) continue;
    await destroy(Number(name));
  }
}

/** Process id, its start time and the boot of the machine: together never used twice. */
async function identify(pid: number): Promise<string> {
  const statistics = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (statistics === undefined) return 'dead';
  // The command's name, in parentheses, may itself hold spaces; field 22 is the 20th after it.
  const startTicks = statistics.slice(statistics.lastIndexOf(')') + 2).split(' ')[19];
  const bootId = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
  return `${pid} ${startTicks} ${bootId.trim()}`;
}

async function isRouted(number: number): Promise<boolean> {
  const match = ['-4', 'route', 'show', 'match', `${subnetOf(number)}.0/24`];
  const { stdout } = await execute('ip', match);
  return stdout.split('\n').some((line) => line !== '' && !line.startsWith('default'));
}

/** The lock ends with the helper process, and that with its standard input: never orphaned. */
async function withLock<T>(action: () => Promise<T>): Promise<T> {
  const arguments_ = [join(labsFolder, '.lock'), 'sh', '-c', 'echo locked; exec cat'];
  const holder = spawn('flock', arguments_, { stdio: ['pipe', 'pipe', 'inherit'] });
  await Promise.race([
    once(holder.stdout, 'data'),
    once(holder, 'exit').then(() => Promise.reject(new Error(`Cannot lock ${labsFolder}`))),
  ]);
  try {
    return await action();
  } finally {
    const exit = once(holder, 'exit');
    holder.stdin.end();
    await exit;
  }
}
