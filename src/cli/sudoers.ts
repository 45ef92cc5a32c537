import { catalogue } from '../catalogue/registry.ts';
import { helpersOf, renderHelpers } from '../doctor/helpers.ts';
import { type HostNeeds, needsOf } from '../doctor/needs.ts';
import { hostsDiffer, renderSudoers } from '../doctor/sudoers.ts';
import { suggest } from '../yaml/nearest.ts';
import { exitStatus, UsageError } from './exit-status.ts';
import { writeHelperFiles } from './helper-files.ts';
import { chooseHosts } from './hosts.ts';
import { refuseIssues, soundInstance } from './instance.ts';
import type { GlobalOptions } from './program.ts';

export interface SudoersOptions {
  readonly host?: string;
  /** Only the rules of this login user. */
  readonly user?: string;
  /** The root helpers instead of the rules: an installer on stdout, or files in this folder. */
  readonly helpers?: true | string;
}

/** `teiki sudoers` */
export async function sudoers(
  options: SudoersOptions,
  { dir, quiet }: GlobalOptions,
): Promise<number> {
  const instance = await soundInstance(dir);
  const { needs, issues } = needsOf(instance, catalogue);
  refuseIssues(issues);
  const { host } = options;
  const chosen = chooseHosts(needs, instance.fleet, host === undefined ? undefined : [host]);
  const users = [...new Set(chosen.map((one) => one.host.user))];
  if (options.user !== undefined && !users.includes(options.user)) {
    const hint = suggest(options.user, users, 'the login users');
    throw new UsageError(`no host is logged in to as \`${options.user}\`: ${hint ?? ''}`);
  }
  const mine = chosen.filter((one) => one.host.user === (options.user ?? one.host.user));
  const tell = (line: string) => quiet || process.stderr.write(`teiki: ${line}\n`);
  if (options.helpers !== undefined) await giveHelpers(mine, options.helpers, tell);
  else giveRules(mine, tell);
  return exitStatus.nothingNeedsAttention;
}

function giveRules(needs: readonly HostNeeds[], tell: (line: string) => void): void {
  try {
    process.stdout.write(renderSudoers(needs));
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
  if (hostsDiffer(needs))
    tell('the hosts need different rules; `--host NAME` prints those of one host alone');
  if (helpersOf(needs).length > 0)
    tell('some rules are for root helpers; `--helpers` prints the script that installs them');
}

async function giveHelpers(
  needs: readonly HostNeeds[],
  target: true | string,
  tell: (line: string) => void,
): Promise<void> {
  const helpers = helpersOf(needs).map(({ helper }) => helper);
  if (target === true) {
    process.stdout.write(renderHelpers(helpers));
    return;
  }
  const { written, removed } = await writeHelperFiles(target, helpers);
  process.stdout.write(written.map((name) => `${name}\n`).join(''));
  for (const name of removed) tell(`removed the older ${name}`);
}
