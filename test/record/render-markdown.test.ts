import { describe, expect, test } from 'vitest';
import type { Locale } from '../../src/core/message.ts';
import { renderJournal } from '../../src/record/render-journal.ts';
import { renderMarkdown } from '../../src/record/render-markdown.ts';
import {
  before,
  diskStep,
  eventful,
  host,
  messages,
  quiet,
  record,
  run,
  step,
} from './fixtures.ts';

const page = (
  of = eventful,
  former = of === eventful ? before : undefined,
  locale: Locale = 'ja',
) => renderMarkdown(of, former, { locale, messages });

describe('golden pages', () => {
  test.each(['ja', 'en'] as const)('in %s', async (locale) => {
    await expect(page(eventful, before, locale)).toMatchFileSnapshot(
      `__snapshots__/eventful.${locale}.md`,
    );
    await expect(page(quiet, undefined, locale)).toMatchFileSnapshot(
      `__snapshots__/quiet.${locale}.md`,
    );
    const journal = renderJournal(
      2026,
      [eventful, before],
      [{ path: 'records/2026/11/2026-11-09-weekly-health-1-1.json', reason: 'cut' }],
      { locale, messages },
    );
    await expect(journal).toMatchFileSnapshot(`__snapshots__/journal.${locale}.md`);
  });

  test('200 hosts are a page that can be read', async () => {
    const names = Array.from({ length: 200 }, (_, index) => `web${index + 1}`);
    const steps = names.map((name, index) =>
      diskStep(name, index < 60 ? 85 : index < 130 ? 100 - (index % 19) : 40, 1_073_741_824),
    );
    const fleet = record(
      run(
        names.map((name) => host(name)),
        steps,
      ),
    );
    const text = page(fleet);
    expect(text.length).toBeLessThan(12_000);
    await expect(text).toMatchFileSnapshot('__snapshots__/fleet.ja.md');
  });
});

describe('the entry', () => {
  const lines = (text: string) => text.split('\n').slice(0, 6);

  test('has the form of the journal, line by line', () => {
    expect(lines(page(quiet))).toEqual([
      '## 2026-11-23 週次メンテナンス',
      '- **担当者**: SREチーム',
      '- **内容**: 週次システムヘルスチェック (ログディスク容量確認)',
      '- **結果**: 成功',
      '- **所要時間**: 00:30',
      '- **特記事項**: なし',
    ]);
  });

  test('says what was found and what was done', () => {
    const [disk] = eventful.run.steps;
    const task = eventful.run.steps[1];
    const mended = record(
      run(
        [host('app1')],
        [disk, task].flatMap((one) => one ?? []),
      ),
    );
    expect(lines(page(mended)).at(-1)).toBe(
      '- **特記事項**: ディスク使用率85% → ログクリーンアップ: 実施',
    );
  });

  test('says what was found and is mended, where the check has looked again', () => {
    const [, task] = eventful.run.steps;
    if (!task?.task) throw new Error('The second step is a task');
    const message = { id: 'logs.disk-usage/space', args: { path: '/var/log', used: 85 } };
    const mended = { ...task, task: { ...task.task, mended: [message] } };
    const steps = [diskStep(task.host, 31, 1), mended];
    expect(lines(page(record(run([host(task.host)], steps)))).at(-1)).toBe(
      '- **特記事項**: ディスク使用率85% → ログクリーンアップ: 実施',
    );
    const two = record(run([host(task.host), host('app9')], steps));
    expect(lines(page(two)).at(-1)).toBe(
      `- **特記事項**: ${task.host}: ディスク使用率85% → ログクリーンアップ: 実施`,
    );
  });

  test.each([
    ['day', '日次'],
    ['week', '週次'],
    ['month', '月次'],
    ['quarter', '四半期'],
    ['year', '年次'],
  ] as const)('names the cadence %s %s', (every, name) => {
    const runbook = { title: { ja: 'a', en: 'a' }, purpose: { ja: 'b', en: 'b' } };
    const one = record(quiet.run, {
      runbook: { ...runbook, level: 1, window: { every, at: '02:00', minutes: 1 } },
    });
    expect(lines(page(one))[0]).toBe(`## 2026-11-23 ${name}メンテナンス`);
  });

  test.each([
    [{ trigger: 'schedule', actor: 'bot' }, 'SREチーム'],
    [{ trigger: 'manual', actor: 'alice' }, 'alice'],
    [{ trigger: 'local' }, 'SREチーム'],
    [{ trigger: 'manual', actor: 'alice', approver: 'bob' }, 'alice (承認: bob)'],
  ] as const)('names the person of %j', (rest, name) => {
    expect(lines(page(record(quiet.run, rest)))[1]).toBe(`- **担当者**: ${name}`);
  });

  test.each([
    ['partial', [host('a'), host('b', false)], [step('a', 'x')], '一部失敗'],
    ['failed', [host('a', false)], [], '失敗'],
    ['not-run', [], [], '未実施'],
    ['succeeded', [host('a')], [diskStep('a', 99, 1)], '成功'],
  ] as const)('outcome %s', (outcome, hosts, steps, shown) => {
    const one = record(run(hosts, steps));
    expect(one.run.outcome).toBe(outcome);
    expect(lines(page(one))[3]).toBe(`- **結果**: ${shown}`);
  });

  test('is dated by the local day on which the run began', () => {
    const late = { startedAt: '2026-12-31T14:59:00Z', endedAt: '2026-12-31T15:30:00Z' };
    const early = { startedAt: '2026-12-31T15:00:00Z', endedAt: '2026-12-31T15:30:00Z' };
    expect(page(record({ ...quiet.run, ...late }))).toMatch(/^## 2026-12-31 /);
    expect(page(record({ ...quiet.run, ...early }))).toMatch(/^## 2027-01-01 /);
  });
});

test('the same record gives the same bytes, also after a way through JSON', () => {
  const copy: unknown = JSON.parse(JSON.stringify(eventful));
  expect(copy).toEqual(eventful);
  expect(page(structuredClone(eventful), before)).toBe(page());
});
