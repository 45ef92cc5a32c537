import { actionReference } from './actions.ts';
import { networkStep } from './network.ts';
import { pins } from './pins.ts';
import type { Secrets } from './secrets.ts';
import { recordsGroup, runsOn, type WorkflowSource } from './source.ts';
import { checkout, keepRecord, readsRecordsBranch } from './steps.ts';
import { indent, mapping, scalar, secretValues } from './text.ts';

/** Where `run` leaves its result and `conclude` looks for all of them. */
const results = '${{ runner.temp }}/teiki-results';

export function runJob(source: WorkflowSource, secrets: Secrets): readonly string[] {
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
    ...environment(source),
    '  strategy:',
    '    # What one shard finds is no reason to stop another.',
    '    fail-fast: false',
    '    matrix: ${{ fromJSON(needs.plan.outputs.matrix) }}',
    '  steps:',
    ...checkout({ keepsToken: readsRecordsBranch(source) }),
    ...indent(4, networkStep(config.network)),
    `    - uses: ${actionReference(actions, 'run')}`,
    ...indent(6, mapping('with', shard)),
    ...indent(6, mapping('env', secretValues(forHosts(secrets)))),
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

/** What reaches hosts, and what steps do there, each name once. */
function forHosts({ hosts, steps, pseudonyms }: Secrets): readonly string[] {
  return [...new Set([...hosts, ...steps, ...pseudonyms])];
}

/** Asks for the approval; nothing is deployed, so that no deployment is listed. */
function environment({ config }: WorkflowSource): readonly string[] {
  if (config.environment === undefined) return [];
  return ['  environment:', '    name: ${{ inputs.environment }}', '    deployment: false'];
}

export function concludeJob(source: WorkflowSource, secrets: Secrets): readonly string[] {
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
    '    # To start what did not start by itself.',
    '    actions: write',
    '    contents: write',
    '    issues: write',
    ...indent(2, recordsGroup),
    '  steps:',
    ...checkout({ keepsToken: true }),
    `    - uses: ${pins.downloadArtifact}`,
    '      with:',
    '        pattern: teiki-result-*',
    `        path: ${results}`,
    '    - id: conclude',
    `      uses: ${actionReference(actions, 'conclude')}`,
    ...indent(6, mapping('with', given)),
    ...indent(6, mapping('env', secretValues([...secrets.notify, ...secrets.pseudonyms]))),
    ...keepRecord('conclude'),
  ];
}
