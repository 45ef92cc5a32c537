import { catalogue } from '../catalogue/registry.ts';
import { needsOf } from '../doctor/needs.ts';
import { renderRoles } from '../doctor/roles.ts';
import { exitStatus, UsageError } from './exit-status.ts';
import { refuseIssues, soundInstance } from './instance.ts';
import type { GlobalOptions } from './program.ts';

/** `teiki roles` */
export async function roles(_options: unknown, { dir }: GlobalOptions): Promise<number> {
  const instance = await soundInstance(dir);
  const { postgres } = instance.config.services;
  if (!postgres) throw new UsageError('config.yml has no `services.postgres`');
  const { needs, issues } = needsOf(instance, catalogue);
  refuseIssues(issues);
  process.stdout.write(renderRoles(postgres, needs));
  return exitStatus.nothingNeedsAttention;
}
