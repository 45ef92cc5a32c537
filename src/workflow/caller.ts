import type { Runbook } from '../runbook/model.ts';
import { type Secrets, secretsOf } from './secrets.ts';
import { reusableWorkflow, type WorkflowSource } from './source.ts';
import { header, indent, literal, mapping, plainScalar, secretValues } from './text.ts';

/** GitHub ends a hosted job after six hours. */
const longestMinutes = 360;

/** The workflow of one runbook: when it ticks, what a person may ask of it, and the call. */
export function callerOf(runbook: Runbook, cron: string, source: WorkflowSource): string {
  const { config, directory, fleet } = source;
  const lines = [
    ...header([`${directory}/${runbook.path}`, `${directory}/config.yml`]),
    `name: ${plainScalar(runbook.title[config.locale])}`,
    '',
    'on:',
    '  schedule:',
    ...indent(4, explained(runbook, cron)),
    `    - cron: ${JSON.stringify(cron)}`,
    `      timezone: ${config.timezone}`,
    '  workflow_dispatch:',
    ...inputs,
    '',
    'permissions: {}',
    '',
    '# One run of a runbook at a time, none is dropped; plans change nothing and need not wait.',
    'concurrency:',
    `  group: teiki-${runbook.id}\${{ inputs.mode == 'plan' && '-plan' || '' }}`,
    '  queue: max',
    '',
    'jobs:',
    '  maintenance:',
    `    uses: ./.github/workflows/${reusableWorkflow}`,
    '    permissions:',
    '      actions: write',
    '      contents: write',
    '      issues: write',
    ...indent(4, mapping('with', given(runbook, source))),
    ...indent(4, passed(secretsOf(config, fleet, [runbook]))),
  ];
  return `${lines.join('\n')}\n`;
}

/** Why the cron line is not just the window in other words. */
function explained({ window }: Runbook, cron: string): readonly string[] {
  const { every, on, months, at } = window;
  const day = on === undefined ? '' : ` on ${typeof on === 'number' ? `day ${on}` : on}`;
  const year = months === undefined ? '' : ` of months ${months.join(', ')}`;
  const isMoved = Number(cron.split(' ')[0]) !== Number(at.split(':')[1]);
  const tick = isMoved ? ', ticked at an odd minute soon after' : '';
  return [
    `# Every ${every}${day}${year} at ${at}${tick}.`,
    ...(typeof on === 'string' && on.includes(' ')
      ? ['# cron knows no such day: by the local date the plan ends the ticks that are not meant.']
      : []),
  ];
}

const inputs = [
  '    inputs:',
  '      hosts: { type: string, description: "Only these hosts or groups, separated by commas" }',
  '      steps: { type: string, description: "Only these steps, separated by commas" }',
  '      mode: { type: choice, options: [plan, marked, apply], default: plan, description: "plan: show what would be changed; marked: change what is marked, as by schedule; apply: change it all" }',
  '      reason: { type: string, description: Why it is run by hand }',
  '      override: { type: string, description: "Emergency, with apply: why level 2 and 3 go without notice and approval" }',
];

function given(runbook: Runbook, { config }: WorkflowSource): Readonly<Record<string, string>> {
  const minutes = runbook.level === 1 ? runbook.window.minutes + 30 : longestMinutes;
  return {
    runbook: runbook.id,
    hosts: '${{ inputs.hosts }}',
    steps: '${{ inputs.steps }}',
    mode: '${{ inputs.mode }}',
    reason: '${{ inputs.reason }}',
    override: '${{ inputs.override }}',
    ...(config.environment !== undefined &&
      runbook.level > 1 && { environment: approval(runbook, config.environment) }),
    ...(runbook.level > 1 && { 'wait-minutes': String(longestMinutes - 10) }),
    'timeout-minutes': String(Math.min(longestMinutes, minutes)),
  };
}

/** Only what changes hosts asks for the approval: a scheduled run does when a step says so. */
function approval({ steps }: Runbook, environment: string): string {
  const applies = steps.some(({ apply, then }) => apply || then?.apply === true);
  const condition = applies ? "inputs.mode != 'plan'" : "inputs.mode == 'apply'";
  return `\${{ ${condition} && ${literal(environment)} || '' }}`;
}

function passed({ all }: Secrets): readonly string[] {
  return mapping('secrets', secretValues(all));
}
