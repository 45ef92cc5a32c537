import { expect, test } from 'vitest';
import type { Locale } from '../../src/core/message.ts';
import { renderMarkdown } from '../../src/record/render-markdown.ts';
import type { RunFinding, RunStep } from '../../src/record/run-result.ts';
import { diskStep, host, messages, record, run, step } from './fixtures.ts';

const use = 'logs.rotate-force';
const bad: RunFinding = {
  key: 'service',
  severity: 'critical',
  message: { id: `${use}/rotated`, args: { files: 4 } },
};
const override: RunFinding = {
  key: 'override',
  severity: 'note',
  message: { id: 'task/override', args: { level: 2, reason: 'CVE' } },
};
const task = (
  name: string,
  outcome: 'done' | 'planned' | 'rolled-back' | 'failed',
  findings: readonly RunFinding[] = [],
): RunStep => step(name, use, { task: { outcome, changes: [] }, findings: [...findings] });
const hosts = ['a', 'b', 'c'].map((name) => host(name));

function told(steps: readonly RunStep[], locale: Locale = 'ja'): string {
  const page = renderMarkdown(record(run(hosts, steps)), undefined, { locale, messages });
  return /^- \*\*(?:特記事項|Remarks)\*\*: (.*)$/m.exec(page)?.[1] ?? '';
}

test('what was wrong is told with the way back, and what was done with its hosts', () => {
  const steps = [task('a', 'done'), task('b', 'rolled-back', [bad]), task('c', 'done')];
  expect(told(steps)).toBe(
    'b: 4 個のファイルを回転 → ログクリーンアップ: 切り戻し / a、c: ログクリーンアップ: 実施',
  );
});

test('what was done in the same way on the same hosts is told in one breath', () => {
  const other = (name: string, outcome: 'done' | 'planned'): RunStep => ({
    ...task(name, outcome),
    step: 'backup.freshness',
    use: 'backup.freshness',
  });
  expect(told([task('a', 'done'), other('a', 'done'), task('b', 'done'), other('b', 'done')])).toBe(
    'a、b: ログクリーンアップ、バックアップファイル存在確認: 実施',
  );
  expect(told([task('a', 'done'), other('a', 'planned'), task('b', 'done')])).toBe(
    'a、b: ログクリーンアップ: 実施 / a: バックアップファイル存在確認: 計画のみ',
  );
  expect(told([task('a', 'done'), other('b', 'done')], 'en')).toMatch(/^a: .* \/ b: /);
});

test('a task that failed without a word is told all the same', () => {
  expect(told([task('a', 'failed'), task('b', 'failed', [bad])])).toBe(
    'b: 4 個のファイルを回転 → ログクリーンアップ: 失敗 / a: ログクリーンアップ: 失敗',
  );
});

test('why level 2 went without approval comes first, and once', () => {
  const steps = [task('a', 'done', [override]), task('b', 'done', [override])];
  expect(told(steps)).toBe(
    '通知と承認を省いて適用しました (レベル 2)。理由: `CVE` / a、b: ログクリーンアップ: 実施',
  );
});

test('a run of a few steps by hand does not tell of what it was not meant to look at', () => {
  const whole = record(run(hosts, [diskStep('a', 85, 1), task('a', 'planned')]));
  const again = { ...record(run([host('a')], [task('a', 'done')])), trigger: 'manual' as const };
  const page = (one: typeof whole) => renderMarkdown(one, whole, { locale: 'ja', messages });
  expect(page(again)).toContain('変化はありません');
  expect(page({ ...again, trigger: 'schedule' })).toContain('今回は判定できず');
});
