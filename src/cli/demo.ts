import { mkdir, mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { compareWithStory } from '../demo/comparison.ts';
import { startDemoFleet } from '../demo/fleet.ts';
import { writeInstance } from '../demo/instance.ts';
import { ending, introduction, localeOf } from '../demo/narration.ts';
import { plantedFaults } from '../demo/story.ts';
import { trustAuthority } from '../demo/trust.ts';
import { recordPaths } from '../record/paths.ts';
import { MaintenanceRecord } from '../record/record.ts';
import { exitStatus, UsageError } from './exit-status.ts';
import type { GlobalOptions } from './program.ts';
import { run } from './run.ts';

export interface DemoOptions {
  /** Where to put the demo; a new temporary folder by default. It stays, to be looked at. */
  readonly directory?: string;
}

/**
 * `teiki demo`: 0 when the run has found what was planted. The run is that of `teiki run`, on an
 * instance that is written for it.
 */
export async function demo(
  options: DemoOptions,
  { quiet }: Pick<GlobalOptions, 'quiet'>,
): Promise<number> {
  const locale = localeOf(process.env);
  const directory = await folderFor(options.directory);
  const instance = join(directory, 'instance');
  const tell = (text: string) => quiet || process.stderr.write(`${text}\n`);
  tell(introduction(locale));

  await using fleet = await startDemoFleet(join(directory, 'hosts'), new Date());
  using _trust = trustAuthority(fleet.authorityPem);
  await writeInstance(instance, fleet, locale);
  const status = await run('weekly-health', { record: true }, { dir: instance, quiet });

  const record = await theRecord(instance);
  const comparison = compareWithStory(record.run);
  const paths = recordPaths(record);
  const page = await readFile(join(instance, paths.markdown), 'utf8');
  tell(
    ending({
      locale,
      comparison,
      planted: plantedFaults.length,
      status,
      entry: page.slice(0, page.indexOf('\n\n')),
      instance,
      record: join(instance, paths.markdown),
      journal: join(instance, paths.journal),
      program: programName(),
    }),
  );
  const asPlanted = comparison.missed.length + comparison.unexpected.length === 0;
  return asPlanted ? exitStatus.nothingNeedsAttention : exitStatus.needsAttention;
}

/** @throws UsageError for a folder that is in use, or whose name the checks could not take */
async function folderFor(wanted: string | undefined): Promise<string> {
  const directory = resolve(wanted ?? tmpdir());
  if (!/^[\w/.@:+-]+$/.test(directory)) {
    throw new UsageError(
      `${directory}: the demo needs a folder whose path has only plain letters, digits and / . _ @ : + - (see --directory)`,
    );
  }
  if (wanted === undefined) return await mkdtemp(join(directory, 'teiki-demo-'));
  await mkdir(directory, { recursive: true });
  const entries = await readdir(directory);
  if (entries.length > 0) {
    throw new UsageError(`${directory} is not empty: name a folder that is, or a new one`);
  }
  return directory;
}

/** The one record of the instance: what is left of a run is what counts. */
async function theRecord(instance: string): Promise<MaintenanceRecord> {
  const folder = join(instance, 'records');
  const files = await readdir(folder, { recursive: true });
  const [file] = files.filter((name) => name.endsWith('.json'));
  if (file === undefined) throw new Error(`The run has left no record in ${folder}`);
  return MaintenanceRecord.parse(JSON.parse(await readFile(join(folder, file), 'utf8')));
}

/** How this program was called, as short as it can be typed here. */
function programName(): string {
  const here = (path: string) => {
    const short = relative(process.cwd(), path);
    return short.startsWith('..') ? path : short;
  };
  const node = here(process.execPath);
  return [node.startsWith('node_modules') ? node : 'node', here(process.argv[1] ?? '')].join(' ');
}
