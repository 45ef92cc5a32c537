import { actionReference } from './actions.ts';
import { pins } from './pins.ts';
import { runsOn, type WorkflowSource } from './source.ts';
import { header, indent, mapping, scalar } from './text.ts';

/** What a pull request changes in the maintenance. No secret, no network, no host. */
export function reviewWorkflowText(source: WorkflowSource): string {
  const { directory, actions } = source;
  const lines = [
    ...header([`${directory}/config.yml`]),
    'name: Maintenance review',
    '',
    'on:',
    '  # Not pull_request_target, which would give secrets to what nobody has reviewed.',
    '  pull_request:',
    '    # Any label: a job that is skipped for some would count as a check that has passed.',
    '    types: [opened, synchronize, reopened, labeled, unlabeled]',
    '    paths:',
    `      - ${JSON.stringify(`${directory}/**`)}`,
    `      - ${JSON.stringify(`!${directory}/records/**`)}`,
    '',
    'permissions: {}',
    '',
    'concurrency:',
    '  group: teiki-review-${{ github.event.pull_request.number }}',
    '  cancel-in-progress: true',
    '',
    'jobs:',
    '  review:',
    `    ${runsOn(source)}`,
    '    timeout-minutes: 15',
    '    permissions:',
    '      contents: read',
    '      # Who has set the label.',
    '      issues: read',
    '      pull-requests: write',
    '    steps:',
    `    - uses: ${pins.checkout}`,
    '      with:',
    '        # The merge and its parents: what the change is compared with needs no token then.',
    '        fetch-depth: 2',
    '        persist-credentials: false',
    '    - id: review',
    `      uses: ${actionReference(actions, 'review')}`,
    ...indent(6, mapping('with', { directory: scalar(directory) })),
    "    - if: always() && steps.review.outputs.report != ''",
    `      uses: ${pins.uploadArtifact}`,
    '      with:',
    '        name: teiki-review',
    '        path: ${{ steps.review.outputs.report }}',
    '        overwrite: true',
  ];
  return `${lines.join('\n')}\n`;
}
