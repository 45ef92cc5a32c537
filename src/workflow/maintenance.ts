import { actionReference } from './actions.ts';
import { networkStep } from './network.ts';
import { pins } from './pins.ts';
import { type Secrets, secretsOf } from './secrets.ts';
import { recordsGroup, runsOn, type WorkflowSource } from './source.ts';
import { header, indent, literal, mapping, scalar, secretValues } from './text.ts';

const results = '${{ runner.temp }}/teiki-results';

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
  '      mode: { type: string, default: "", description: plan or apply }',
  '      reason: { type: string, default: "", description: Why it is run by hand }',
  '      environment: { type: string, default: "", description: Its approval opens the window }',
  '      timeout-minutes: { type: number, default: 60, description: Of each shard }',
];

function declared({ all }: Secrets): readonly string[] {
  return mapping('secrets', Object.fromEntries(all.map((name) => [name, '{ required: false }'])));
}

function planJob(source: WorkflowSource, secrets: Secrets): readonly string[] {
  const asked = ['runbook', 'hosts', 'steps', 'mode', 'reason'];
  const given = {
    directory: scalar(source.directory),
    ...Object.fromEntries(asked.map((name) => [name, `\${{ inputs.${name} }}`])),
  };
  return [
    'plan:',
    `  ${runsOn(source)}`,
    '  timeout-minutes: 10',
    '  permissions:',
    '    contents: read',
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
    '# Only the names of those that are set.',
    'secrets: >-',
    ...names.map((name) => `  \${{ secrets.${name} && ${literal(name)} }}`),
  ];
}

function runJob(source: WorkflowSource, secrets: Secrets): readonly string[] {
  const { directory, actions, config } = source;
  const shard = {
    directory: scalar(directory),
    plan: '${{ needs.plan.outputs.plan }}',
    shard: '${{ matrix.shard }}',
  };
  return [
    'run:',
    '  name: run ${{ matrix.name }}',
    '  needs: plan',
    "  if: needs.plan.outputs.due == 'true'",
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
    ...checkout({ keepsToken: readsRecordsBranch(source) }),
    ...indent(4, networkStep(config.network)),
    `    - uses: ${actionReference(actions, 'run')}`,
    ...indent(6, mapping('with', shard)),
    ...indent(6, mapping('env', secretValues([...secrets.hosts, ...secrets.pseudonyms]))),
    '    # Also when the run has failed or was cancelled: what was gathered is recorded.',
    '    - if: always()',
    `      uses: ${pins.uploadArtifact}`,
    '      with:',
    '        # With the attempt, for names are unique in a run and a shard may be run again.',
    '        name: teiki-result-${{ matrix.shard }}-${{ github.run_attempt }}',
    `        path: ${results}`,
    '        if-no-files-found: ignore',
  ];
}

function concludeJob(source: WorkflowSource, secrets: Secrets): readonly string[] {
  const { directory, actions } = source;
  const given = {
    directory: scalar(directory),
    plan: '${{ needs.plan.outputs.plan }}',
    results,
  };
  return [
    'conclude:',
    '  needs: [plan, run]',
    '  # A run that failed or was cancelled leaves a record too; one that was not due has none.',
    "  if: always() && needs.plan.outputs.due == 'true'",
    `  ${runsOn(source)}`,
    '  timeout-minutes: 15',
    '  permissions:',
    '    contents: write',
    '    issues: write',
    ...indent(2, recordsGroup),
    '  steps:',
    ...checkout({ keepsToken: true }),
    `    - uses: ${pins.downloadArtifact}`,
    '      with:',
    '        pattern: teiki-result-*',
    `        path: ${results}`,
    `    - uses: ${actionReference(actions, 'conclude')}`,
    ...indent(6, mapping('with', given)),
    ...indent(6, mapping('env', secretValues([...secrets.notify, ...secrets.pseudonyms]))),
  ];
}

/** Earlier records, which checks compare with, are then on a branch that is fetched. */
function readsRecordsBranch({ config }: WorkflowSource): boolean {
  return config.records.branch !== undefined;
}

/** The token stays in the working copy only where git fetches or pushes with it. */
export function checkout({ keepsToken }: { readonly keepsToken: boolean }): readonly string[] {
  return [
    `    - uses: ${pins.checkout}`,
    '      with:',
    `        persist-credentials: ${keepsToken}`,
  ];
}
