import { actionReference } from './actions.ts';
import { checkout } from './maintenance.ts';
import { secretsOf } from './secrets.ts';
import { recordsGroup, runsOn, type WorkflowSource } from './source.ts';
import { header, indent, mapping, scalar, secretValues } from './text.ts';

/** The daily tick, and what people say on the issues. */
export function reconcileWorkflowText(source: WorkflowSource): string {
  const { config, directory, fleet, actions } = source;
  const secrets = secretsOf(config, fleet);
  const lines = [
    ...header([`${directory}/config.yml`]),
    'name: Maintenance issues',
    '',
    'on:',
    '  schedule:',
    '    - cron: "41 6 * * *"',
    `      timezone: ${config.timezone}`,
    '  issues:',
    '    types: [labeled, reopened, closed]',
    '  issue_comment:',
    '    types: [created]',
    '  workflow_dispatch:',
    '',
    'permissions: {}',
    '',
    'jobs:',
    '  reconcile:',
    ...indent(4, condition),
    `    ${runsOn(source)}`,
    '    timeout-minutes: 15',
    '    permissions:',
    '      # Runs again the steps that have open incidents, by starting their workflows.',
    '      actions: write',
    '      contents: write',
    '      issues: write',
    ...indent(4, recordsGroup),
    '    steps:',
    ...indent(2, checkout({ keepsToken: true })),
    `      - uses: ${actionReference(actions, 'reconcile')}`,
    ...indent(8, mapping('with', { directory: scalar(directory) })),
    ...indent(8, mapping('env', secretValues([...secrets.notify, ...secrets.pseudonyms]))),
  ];
  return `${lines.join('\n')}\n`;
}

/** Our own comments and labels are events of a bot; a comment that commands nothing is none of ours. */
const condition = [
  '# Not in forks; of issues only ours, and nothing that a bot (we too) has done.',
  'if: >-',
  "  github.event_name == 'workflow_dispatch' || (",
  '    !github.event.repository.fork && (',
  "      github.event_name == 'schedule' || (",
  "        contains(github.event.issue.labels.*.name, 'maintenance') &&",
  "        !github.event.issue.pull_request && github.event.sender.type != 'Bot'",
  '      )',
  '    )',
  '  )',
];
