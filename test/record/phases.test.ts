import { expect, test } from 'vitest';
import { renderMarkdown } from '../../src/record/render-markdown.ts';
import { host, messages, record, run, step } from './fixtures.ts';

const phases = [
  {
    name: 'used',
    startedAt: '2026-11-25T17:00:00.000Z',
    endedAt: '2026-11-25T17:00:12.400Z',
    failed: false,
  },
  {
    name: 'a: strange; name #1',
    startedAt: '2026-11-25T17:00:12.400Z',
    endedAt: '2026-11-25T17:00:12.500Z',
    failed: true,
  },
];
const page = (facts: unknown) =>
  renderMarkdown(
    record(run([host('app1')], [step('app1', 'logs.disk-usage', { facts })])),
    undefined,
    {
      locale: 'ja',
      messages,
    },
  );

test('the phases of a task are a Gantt chart in local time, wide enough to be seen', () => {
  expect(page({ plan: 'x', after: { phases } })).toContain(`### 経過

\`\`\`mermaid
gantt
    title app1 ログディスク容量確認 (Asia/Tokyo)
    dateFormat YYYY-MM-DDTHH:mm:ss.SSS
    axisFormat %H:%M:%S
    ディスク使用率 12.4 s :done, 2026-11-26T02:00:00.000, 2026-11-26T02:00:12.400
    a strange name 1 0.1 s :crit, 2026-11-26T02:00:12.400, 2026-11-26T02:00:12.525
\`\`\``);
});

test.each([
  ['none', { after: {} }],
  ['an empty list', { after: { phases: [] } }],
  ['those of a plan, which are of an earlier time', { before: { phases } }],
  ['something else of that name', { after: { phases: [{ name: 1 }] } }],
  ['no facts', null],
])('%s: no chart', (_, facts) => {
  expect(page(facts)).not.toContain('mermaid');
});
