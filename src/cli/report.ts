import { readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readText } from '../config/files.ts';
import type { Config } from '../config/schema.ts';
import { writeFiles } from '../record/files.ts';
import { stableJson } from '../record/json.ts';
import { chartRenderer } from '../report/charts/render.ts';
import type { IncidentFile } from '../report/incident.ts';
import { lastPeriod, type Period, periodOf } from '../report/period.ts';
import { type ReportFile, report } from '../report/report.ts';
import { incidentsFrom, incidentsPath, keptIncidents } from '../run/report-incidents.ts';
import { reportInput, reportUntil } from '../run/report-input.ts';
import { readYaml } from '../yaml/source.ts';
import { validate } from '../yaml/validate.ts';
import { instantOf } from './due.ts';
import { exitStatus, UsageError } from './exit-status.ts';
import { refuseIssues, soundInstance } from './instance.ts';
import type { GlobalOptions } from './program.ts';

export interface ReportOptions {
  readonly at?: string;
  readonly stdout?: boolean;
  readonly offline?: boolean;
}

/** `teiki report quarter 2026-Q4`, `teiki report year 2026`. */
export async function reportCommand(
  kind: Period['kind'],
  key: string,
  { at, stdout = false, offline = false }: ReportOptions,
  { dir, quiet }: GlobalOptions,
): Promise<number> {
  const instance = await soundInstance(dir);
  const { config } = instance;
  const now = instantOf(at);
  const period =
    key === 'last' ? lastPeriod(kind, now, config.timezone) : wanted(kind, key, config);
  const until = reportUntil(period, now, config.timezone);
  if (until <= period.from) {
    throw new UsageError(`${key} has not begun: there is nothing to report on yet`);
  }
  const incidents = await incidentsOf(dir, config, until, offline);
  const prices = await pricesOf(dir);
  const input = await reportInput(instance, dir, { period, now, incidents, prices });
  const files = report(input, await chartRenderer());
  if (stdout) {
    process.stdout.write(files.find(({ path }) => path.endsWith('/report.md'))?.content ?? '');
  } else {
    const kept = incidents ? [{ path: incidentsPath, content: stableJson(incidents) }] : [];
    const written = [...files, ...kept];
    await write(dir, period, written);
    process.stdout.write(written.map(({ path }) => `${join(dir, path)}\n`).join(''));
  }
  if (!quiet && !incidents) console.error(noIncidents);
  for (const path of input.damaged) console.error(`teiki: ${join(dir, path)} is no record`);
  return input.damaged.length > 0 ? exitStatus.notJudged : exitStatus.nothingNeedsAttention;
}

const noIncidents =
  'teiki: incidents have never been read, so the report has no availability and no MTTR: ' +
  'set GITHUB_TOKEN and GITHUB_REPOSITORY (owner/name)';

function wanted(kind: Period['kind'], key: string, { timezone }: Config): Period {
  const period = periodOf(key, timezone);
  if (period?.kind === kind) return period;
  const example = kind === 'quarter' ? '2026-Q4' : '2026';
  throw new UsageError(`\`${key}\` is no ${kind}: write \`teiki report ${kind} ${example}\``);
}

/** From GitHub where a token is at hand, else as they were read last. */
async function incidentsOf(
  directory: string,
  { timezone }: Config,
  until: string,
  offline: boolean,
): Promise<IncidentFile | undefined> {
  const kept = await keptIncidents(directory).catch((error: unknown) => {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  });
  const { GITHUB_TOKEN: token = '', GITHUB_REPOSITORY: repository = '' } = process.env;
  const [owner = '', name = ''] = repository.split('/');
  if (offline || token === '' || owner === '' || name === '') return kept;
  const { GitHubClient } = await import('../github/client.ts');
  const { incidentIssues } = await import('../github/incident-issues.ts');
  const apiUrl = process.env['GITHUB_API_URL'] ?? 'https://api.github.com';
  const client = new GitHubClient({ token, repository: { owner, name }, apiUrl });
  return incidentsFrom(await incidentIssues(client), timezone, until, kept);
}

async function pricesOf(directory: string) {
  const path = join(directory, 'prices.yml');
  const { text, failure } = await readText(path);
  if (text === undefined && failure === 'ENOENT') return undefined;
  if (text === undefined) throw new UsageError(`cannot read ${path} (${failure})`);
  const { pricesSchema } = await import('../config/prices.ts');
  const source = readYaml(path, text);
  refuseIssues(source.issues);
  const { value, issues } = validate(pricesSchema, source, [], source.value ?? {});
  refuseIssues(issues);
  return value;
}

/** Charts that an earlier version of the report had do not stay behind. */
async function write(dir: string, { key }: Period, files: readonly ReportFile[]): Promise<void> {
  await writeFiles(
    dir,
    files.map((file) => ({ ...file, immutable: false })),
  );
  const folder = `reports/${key}`;
  const current = new Set(files.map(({ path }) => path));
  for (const name of await readdir(join(dir, folder))) {
    const path = join(folder, name);
    if (dirname(path) === folder && name.endsWith('.svg') && !current.has(path)) {
      await rm(join(dir, path));
    }
  }
}
