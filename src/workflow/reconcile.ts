import { actionReference } from './actions.ts';
import { networkStep } from './network.ts';
import { secretsOf } from './secrets.ts';
import {
  hasNotices,
  isEnabled,
  recheckCron,
  recordsGroup,
  runsOn,
  tickCron,
  type WorkflowSource,
} from './source.ts';
import { checkout, keepRecord } from './steps.ts';
import { header, indent, mapping, scalar, secretValues } from './text.ts';

/** The daily tick, and what people say on the issues. */
export function reconcileWorkflowText(source: WorkflowSource): string {
  const { config, directory, fleet, runbooks, actions } = source;
  const secrets = secretsOf(config, fleet, runbooks.filter(isEnabled));
  const { hosts, steps, notify, pseudonyms } = secrets;
  const needed = [...new Set([...hosts, ...steps, ...notify, ...pseudonyms])];
  const lines = [
    ...header([`${directory}/config.yml`]),
    'name: Maintenance issues',
    '',
    'on:',
    '  schedule:',
    `    - cron: ${JSON.stringify(recheckCron)}`,
    `      timezone: ${config.timezone}`,
    ...(hasNotices(source)
      ? [
          '    # Between, without reaching a host: notices, approvals, and windows that are near.',
          `    - cron: ${JSON.stringify(tickCron)}`,
          `      timezone: ${config.timezone}`,
        ]
      : []),
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
    '    timeout-minutes: 60',
    '    permissions:',
    '      # To start what did not start by itself.',
    '      actions: write',
    '      contents: write',
    '      issues: write',
    ...indent(4, recordsGroup),
    '    steps:',
    ...indent(2, checkout({ keepsToken: true })),
    ...indent(6, networkStep(config.network)),
    '      # Runs the steps again that have open incidents, so it reaches hosts as well.',
    '      - id: reconcile',
    `        uses: ${actionReference(actions, 'reconcile')}`,
    ...indent(8, mapping('with', { directory: scalar(directory) })),
    ...indent(8, mapping('env', secretValues(needed))),
    ...indent(2, keepRecord('reconcile')),
  ];
  return `${lines.join('\n')}\n`;
}

/** Comments that command nothing (`/approve`, `/waive`) are between people. */
const condition = [
  '# Not in forks; of issues only ours, of comments only commands, and nothing a bot (we too) did.',
  'if: >-',
  "  github.event_name == 'workflow_dispatch' || (",
  '    !github.event.repository.fork && (',
  "      github.event_name == 'schedule' || (",
  "        contains(github.event.issue.labels.*.name, 'maintenance') &&",
  '        !github.event.issue.pull_request &&',
  "        github.event.sender.type != 'Bot' &&",
  "        (github.event_name == 'issues' || contains(github.event.comment.body, '/'))",
  '      )',
  '    )',
  '  )',
];
