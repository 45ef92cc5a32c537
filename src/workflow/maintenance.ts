import { actionReference } from './actions.ts';
import { networkStep } from './network.ts';
import { pins } from './pins.ts';
import { type Secrets, secretsOf } from './secrets.ts';
import { recordsGroup, runsOn, type WorkflowSource } from './source.ts';
import { header, indent, mapping, scalar, secretValues } from './text.ts';

const results = '${{ runner.temp }}/teiki';

/** The reusable workflow: plan → run (a matrix of shards) → conclude. */
export function maintenanceWorkflow(source: WorkflowSource): string {
  const { directory } = source;
  const secrets = secretsOf(source.config, source.fleet);
  const lines = [
    ...header([`${directory}/config.yml`, `${directory}/fleet.yml`]),
    'name: Maintenance',
    '',
    'on:',
    '  workflow_call:',
    ...inputs,
    ...indent(4, declared(secrets)),
    '',
    'permissions: {}',
    '',
    'jobs:',
    ...indent(2, planJob(source)),
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
  '      mode: { type: string, default: "", description: "plan or apply; empty: as scheduled" }',
  '      reason: { type: string, default: "", description: Why it is run by hand }',
  '      environment: { type: string, default: "", description: Its approval opens the window }',
  '      timeout-minutes: { type: number, default: 60, description: Of each shard }',
];

function declared({ all }: Secrets): readonly string[] {
  return mapping('secrets', Object.fromEntries(all.map((name) => [name, '{ required: false }'])));
}

const request = {
  hosts: '${{ inputs.hosts }}',
  steps: '${{ inputs.steps }}',
  mode: '${{ inputs.mode }}',
  reason: '${{ inputs.reason }}',
};

function planJob(source: WorkflowSource): readonly string[] {
  const { directory, actions } = source;
  return [
    'plan:',
    `  ${runsOn(source)}`,
    '  timeout-minutes: 10',
    '  permissions:',
    '    contents: read',
    '  outputs:',
    '    configured: ${{ steps.plan.outputs.configured }}',
    '    matrix: ${{ steps.plan.outputs.matrix }}',
    '    window: ${{ steps.plan.outputs.window }}',
    '  steps:',
    ...checkout({ canPush: false }),
    '    - id: plan',
    `      uses: ${actionReference(actions, 'plan')}`,
    ...indent(
      6,
      mapping('with', {
        directory: scalar(directory),
        runbook: '${{ inputs.runbook }}',
        ...request,
      }),
    ),
  ];
}

function runJob(source: WorkflowSource, secrets: Secrets): readonly string[] {
  const { directory, actions, config } = source;
  const artifact = 'teiki-${{ github.run_attempt }}-${{ matrix.shard }}';
  const shard = {
    directory: scalar(directory),
    runbook: '${{ inputs.runbook }}',
    ...request,
    hosts: '${{ matrix.hosts }}',
    window: '${{ needs.plan.outputs.window }}',
    result: `${results}/\${{ matrix.shard }}.json`,
  };
  return [
    'run:',
    '  needs: plan',
    "  if: needs.plan.outputs.configured == 'true'",
    `  ${runsOn(source)}`,
    '  timeout-minutes: ${{ inputs.timeout-minutes }}',
    '  permissions:',
    '    contents: read',
    '  environment:',
    '    name: ${{ inputs.environment }}',
    '    deployment: false',
    '  strategy:',
    '    # What one shard finds is no reason to stop another.',
    '    fail-fast: false',
    '    matrix: ${{ fromJSON(needs.plan.outputs.matrix) }}',
    '  steps:',
    ...checkout({ canPush: false }),
    ...indent(4, networkStep(config.network)),
    `    - uses: ${actionReference(actions, 'run')}`,
    ...indent(6, mapping('with', shard)),
    ...indent(6, mapping('env', secretValues(secrets.hosts))),
    '    # Also when the run has failed or was cancelled: what was gathered is recorded.',
    '    - if: always()',
    `      uses: ${pins.uploadArtifact}`,
    '      with:',
    '        # With the attempt, for names are unique in a run and a shard may be run again.',
    `        name: ${artifact}`,
    `        path: ${results}`,
    '        if-no-files-found: ignore',
  ];
}

function concludeJob(source: WorkflowSource, secrets: Secrets): readonly string[] {
  const { directory, actions } = source;
  const given = {
    directory: scalar(directory),
    runbook: '${{ inputs.runbook }}',
    ...request,
    results,
  };
  const values = secretValues(secrets.notify);
  return [
    'conclude:',
    '  needs: [plan, run]',
    '  # A run that failed or was cancelled leaves a record too; an unconfigured one has none.',
    "  if: always() && needs.plan.outputs.configured != 'false'",
    `  ${runsOn(source)}`,
    '  timeout-minutes: 15',
    '  permissions:',
    '    contents: write',
    '    issues: write',
    ...indent(2, recordsGroup),
    '  steps:',
    ...checkout({ canPush: true }),
    `    - uses: ${pins.downloadArtifact}`,
    '      with:',
    '        pattern: teiki-*',
    `        path: ${results}`,
    `    - uses: ${actionReference(actions, 'conclude')}`,
    ...indent(6, mapping('with', given)),
    ...indent(6, mapping('env', values)),
  ];
}

/** The token stays in the working copy only where git pushes with it. */
export function checkout({ canPush }: { readonly canPush: boolean }): readonly string[] {
  return [`    - uses: ${pins.checkout}`, '      with:', `        persist-credentials: ${canPush}`];
}
