import { actionReference } from './actions.ts';
import { concludeJob, runJob } from './jobs.ts';
import { type Secrets, secretsOf } from './secrets.ts';
import { hasNotices, isEnabled, runsOn, type WorkflowSource } from './source.ts';
import { checkout, readsRecordsBranch } from './steps.ts';
import { header, indent, literal, mapping, scalar } from './text.ts';

/** The reusable workflow: plan → run (a matrix of shards) → conclude. */
export function maintenanceWorkflow(source: WorkflowSource): string {
  const { directory } = source;
  const secrets = secretsOf(source.config, source.fleet, source.runbooks.filter(isEnabled));
  const lines = [
    ...header([`${directory}/config.yml`, `${directory}/fleet.yml`]),
    'name: Maintenance',
    '',
    'on:',
    '  workflow_call:',
    ...inputs,
    ...(hasNotices(source) ? [waitInput] : []),
    ...(source.config.environment === undefined ? [] : [environmentInput]),
    ...indent(4, declared(secrets)),
    '',
    'permissions: {}',
    '',
    'jobs:',
    ...indent(2, planJob(source, secrets)),
    '',
    ...indent(2, runJob(source, secrets)),
    '',
    ...indent(2, concludeJob(source, secrets)),
  ];
  return `${lines.join('\n')}\n`;
}

const inputs = [
  '    inputs:',
  '      runbook: { type: string, required: true, description: Id of the runbook }',
  '      hosts: { type: string, default: "", description: Only these hosts or groups }',
  '      steps: { type: string, default: "", description: Only these steps }',
  '      mode: { type: string, default: "", description: "plan, marked or apply; empty by schedule, which is marked" }',
  '      reason: { type: string, default: "", description: Why it is run by hand }',
  '      override: { type: string, default: "", description: Why level 2 and 3 go without notice and approval }',
  '      timeout-minutes: { type: number, default: 60, description: Of each shard }',
];

const waitInput =
  '      wait-minutes: { type: number, default: 10, description: How long the plan may wait for the window }';

const environmentInput =
  '      environment: { type: string, default: "", description: Its approval opens the window }';

function declared({ all }: Secrets): readonly string[] {
  return mapping('secrets', Object.fromEntries(all.map((name) => [name, '{ required: false }'])));
}

function planJob(source: WorkflowSource, secrets: Secrets): readonly string[] {
  const asked = ['runbook', 'hosts', 'steps', 'mode', 'reason', 'override'];
  const given = {
    directory: scalar(source.directory),
    ...Object.fromEntries(asked.map((name) => [name, `\${{ inputs.${name} }}`])),
  };
  return [
    'plan:',
    `  ${runsOn(source)}`,
    ...(hasNotices(source)
      ? [
          '  # As long as a job may wait for a window to open.',
          '  timeout-minutes: ${{ inputs.wait-minutes }}',
          '  permissions:',
          '    actions: write',
          '    contents: read',
          '    issues: read',
        ]
      : ['  timeout-minutes: 10', '  permissions:', '    contents: read']),
    '  outputs:',
    '    due: ${{ steps.plan.outputs.due }}',
    '    matrix: ${{ steps.plan.outputs.matrix }}',
    '    plan: ${{ steps.plan.outputs.plan }}',
    '  steps:',
    ...checkout({ keepsToken: readsRecordsBranch(source) }),
    '    - id: plan',
    `      uses: ${actionReference(source.actions, 'plan')}`,
    ...indent(6, mapping('with', given)),
    ...indent(8, whichAreSet(secrets.hosts)),
  ];
}

/** The plan needs to know that secrets are there, not what they are. */
function whichAreSet(names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  return [
    "# Only the names of those that are set, as GitHub's own always is.",
    'secrets: >-',
    '  GITHUB_TOKEN',
    ...names.map((name) => `  \${{ secrets.${name} && ${literal(name)} }}`),
  ];
}
