import { catalogue } from '../catalogue/registry.ts';
import { needsOf } from '../doctor/needs.ts';
import { hostsDiffer, renderSudoers } from '../doctor/sudoers.ts';
import { suggest } from '../yaml/nearest.ts';
import { exitStatus, UsageError } from './exit-status.ts';
import { chooseHosts } from './hosts.ts';
import { refuseIssues, soundInstance } from './instance.ts';
import type { GlobalOptions } from './program.ts';

export interface SudoersOptions {
  readonly host?: string;
  /** Only the rules of this login user. */
  readonly user?: string;
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
  try {
    process.stdout.write(renderSudoers(mine));
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
  if (!quiet && hostsDiffer(mine)) {
    process.stderr.write(
      'teiki: the hosts need different rules; `--host NAME` prints those of one host alone\n',
    );
  }
  return exitStatus.nothingNeedsAttention;
}
