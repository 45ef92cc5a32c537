import { readdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execute } from './exec.ts';
import { labCgroup, labFolder, namespacePrefix, rootLink } from './names.ts';

const killSeconds = 10;

/**
 * Removes everything that a lab made, by its names alone, so that it also works after a crash.
 * Mounts and loop devices need no care: they live in namespaces that end with the processes.
 */
export async function destroy(number: number): Promise<void> {
  await destroyCgroup(await labCgroup(number));
  const namespaces = await readdir('/run/netns').catch(() => []);
  for (const name of namespaces) {
    if (name.startsWith(namespacePrefix(number))) await deleteNamespace(name);
  }
  // Goes with its peer in the switch, but only some time after the namespace's last user.
  await execute('ip', ['link', 'delete', rootLink(number)]);
  await rm(labFolder(number), { recursive: true, force: true });
}

/** Deletes a named network namespace; one that is gone already is no error. */
export async function deleteNamespace(name: string): Promise<void> {
  await execute('ip', ['netns', 'delete', name]);
}

/**
 * Kills every process of a control group and removes the group with all below it.
 *
 * @throws Error when a process survives for ten seconds.
 */
export async function destroyCgroup(folder: string): Promise<void> {
  const deadline = Date.now() + killSeconds * 1000;
  while (await isPopulated(folder)) {
    if (Date.now() > deadline) throw new Error(`Processes survive in ${folder}`);
    await killAll(folder);
    await sleep(10);
  }
  await removeTree(folder);
}

async function isPopulated(folder: string): Promise<boolean> {
  const events = await readFile(join(folder, 'cgroup.events'), 'utf8').catch(() => '');
  return events.includes('populated 1');
}

async function killAll(folder: string): Promise<void> {
  try {
    await writeFile(join(folder, 'cgroup.kill'), '1');
  } catch {
    // Kernels before 5.14 lack it; a frozen process dies only when thawed.
    await writeFile(join(folder, 'cgroup.freeze'), '0').catch(() => {});
    const processes = await readFile(join(folder, 'cgroup.procs'), 'utf8').catch(() => '');
    for (const pid of processes.split('\n').filter((line) => Number(line) > 0)) {
      await execute('kill', ['-KILL', pid]);
    }
    for (const child of await childGroups(folder)) await killAll(child);
  }
}

async function removeTree(folder: string): Promise<void> {
  for (const child of await childGroups(folder)) await removeTree(child);
  await rmdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
}

async function childGroups(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name));
}
