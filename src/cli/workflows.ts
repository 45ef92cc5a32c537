import { existsSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { actionsOf, readActions, type TeikiActions } from '../workflow/actions.ts';
import { compareWorkflows, readWorkflows, writeWorkflows } from '../workflow/folder.ts';
import { generateWorkflows } from '../workflow/generate.ts';
import { impossibleSecrets, secretsOf } from '../workflow/secrets.ts';
import { reusableWorkflow } from '../workflow/source.ts';
import { exitStatus, UsageError } from './exit-status.ts';
import { soundInstance } from './instance.ts';
import type { GlobalOptions } from './program.ts';

const folder = join('.github', 'workflows');

/** `teiki workflows`: 1 with `--check` when a file differs from what it should be. */
export async function workflows(
  { check = false, actions }: { readonly check?: boolean; readonly actions?: string },
  { dir }: GlobalOptions,
): Promise<number> {
  const { config, fleet, runbooks } = await soundInstance(dir);
  refuseSecrets(impossibleSecrets(secretsOf(config, fleet, runbooks)));
  const there = await readWorkflows(folder);
  const wanted = generateWorkflows({
    config,
    fleet,
    runbooks,
    directory: directoryInRepository(dir),
    actions: whereActionsAre(actions, there.get(reusableWorkflow)),
  });
  const difference = compareWorkflows(there, wanted);
  const { missing, changed, stale, foreign } = difference;
  if (foreign.length > 0) {
    throw new UsageError(
      `${foreign.map((name) => join(folder, name)).join(', ')}: teiki needs this name, and has not written this file: rename or remove it`,
    );
  }
  const say = (what: string, names: readonly string[]): void => {
    for (const name of names) process.stdout.write(`${join(folder, name)}: ${what}\n`);
  };
  if (check) {
    say('is missing', missing);
    say('differs from the runbooks and the configuration', changed);
    say('belongs to a runbook that is gone or not enabled', stale);
    const differing = missing.length + changed.length + stale.length;
    if (differing === 0) return exitStatus.nothingNeedsAttention;
    process.stdout.write('run `teiki workflows` and commit what it writes\n');
    return exitStatus.needsAttention;
  }
  await writeWorkflows(folder, wanted, difference);
  say('written', [...missing, ...changed].toSorted());
  say('removed', stale);
  return exitStatus.nothingNeedsAttention;
}

/** @throws UsageError */
function whereActionsAre(option: string | undefined, current: string | undefined): TeikiActions {
  if (option !== undefined) {
    const given = readActions(option);
    if (given !== undefined) return given;
    throw new UsageError(
      `--actions: expected \`./\` or \`owner/teiki@<commit, 40 hex digits>\`, found ${JSON.stringify(option)}`,
    );
  }
  const kept = current === undefined ? undefined : actionsOf(current);
  if (kept !== undefined) return kept;
  if (existsSync(join('actions', 'plan', 'action.yml'))) return { kind: 'local' };
  throw new UsageError(
    'where are the actions of teiki? Say it once with `--actions owner/teiki@<commit, 40 hex digits>`',
  );
}

/** @throws UsageError */
function refuseSecrets(names: readonly string[]): void {
  if (names.length === 0) return;
  throw new UsageError(
    `GitHub has no secrets whose names begin with GITHUB_: rename ${names.join(', ')} in config.yml and fleet.yml`,
  );
}

/** @throws UsageError when the instance is outside of the repository */
function directoryInRepository(dir: string): string {
  const path = relative(process.cwd(), dir).split(sep).join('/');
  if (path === '..' || path.startsWith('../')) {
    throw new UsageError(`${dir}: run teiki at the root of the repository that holds the instance`);
  }
  return path === '' ? '.' : path;
}
