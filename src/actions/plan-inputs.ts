import { count, json, matching, names, oneOf, optional, text, withDefault } from './inputs.ts';
import { modes, PlanDocument } from './plan-document.ts';

export const directoryInput = withDefault(
  matching('a folder of the repository', /^(?!\/|.*\.\.)[^\0]+$/, ([path]) => path),
  'maintenance',
);

export const planInputs = {
  runbook: text('the id of a runbook, such as `weekly-health`'),
  directory: directoryInput,
  hosts: optional(names('names of hosts or groups')),
  steps: optional(names('ids of steps')),
  mode: optional(oneOf(modes)),
  reason: optional(text('a sentence')),
  override: optional(text('a sentence')),
  shards: withDefault(count(1, 256), 256),
  'hosts-per-shard': withDefault(count(1, 10_000), 50),
  secrets: optional(names('names of the secrets that are set')),
  'github-token': optional(text('a token')),
};

export const planInput = json('the output `plan` of the action plan', PlanDocument);
