import { z } from 'zod';
import type { Finding } from '../../core/finding.ts';
import { shell } from '../../core/probe.ts';
import { sh } from '../../core/shell.ts';
import { defineCheck, Unparsable } from '../define.ts';

const messages = {
  missing: {
    ja: '切り戻しに要る {path} がありません',
    en: '{path}, which the way back needs, is not there',
  },
  'missing-remedy': {
    ja: '作業の前に用意するか、手順の artefacts を直してください: ls -ld {path}',
    en: 'Have it there before the work, or correct `artefacts` of the step: ls -ld {path}',
  },
  closed: {
    ja: '切り戻しに要る {path} があるかどうか、フォルダーの権限がなく分かりません',
    en: 'Whether {path} is there cannot be told, for its folder may not be entered',
  },
  'closed-remedy': {
    ja: '保守ユーザーがフォルダーに入れるようにしてください: namei -l {path}',
    en: 'Let the maintenance user enter the folder: namei -l {path}',
  },
  never: {
    ja: '切り戻しの訓練をした日が書かれていません',
    en: 'There is no day on which the way back was rehearsed',
  },
  'never-remedy': {
    ja: '切り戻しを試し、手順に日付を書いてください: rehearsedOn: {today}',
    en: 'Rehearse the way back, and write the day into the step: rehearsedOn: {today}',
  },
  overdue: {
    ja: '切り戻しの訓練から {days} 日たっています (目安は {limitDays} 日以内)',
    en: 'The way back was last rehearsed {days} days ago (it should be {limitDays} at most)',
  },
  future: {
    ja: '切り戻しの訓練の日付 {date} は先の日付です',
    en: 'The day of the rehearsal, {date}, is yet to come',
  },
} as const;

/** A pattern stands for any file that it matches; what cannot be looked at is neither there nor missing. */
const look = (artefacts: readonly string[]) => sh`
for pattern in ${artefacts}; do
  state=missing
  folder=\${pattern%/*}
  case $folder in *[*?[]*) folder=\${folder%%[*?[]*} folder=\${folder%/*} ;; esac
  if [ -d "$folder" ] && { [ ! -x "$folder" ] || [ ! -r "$folder" ]; }; then state=closed; fi
  IFS=
  for path in $pattern; do if [ -e "$path" ]; then state=there; fi; done
  unset IFS
  printf '%s %s\n' "$state" "$pattern"
done
echo done`;

export const check = defineCheck({
  id: 'maint.rollback-check',
  title: { ja: '切り戻し手順の確認', en: 'The way back' },
  description: {
    ja: '切り戻しに要るもの (artefacts: 元のパッケージ、Python 環境、設定の控えなど) がホストにあり、手順を 90 日以内に訓練したかを確かめます。ものがないとき、訓練の日付がないときは、同じ実行の中でレベル 2 以上の作業に進みません。期限切れは警告です。各作業が自分で用意する控えは、その作業が確かめます。',
    en: 'Whether what the way back needs (`artefacts`: packages of before, the Python environment, copies of configuration) is on the host, and whether it was rehearsed within 90 days. Without it, or without the day of a rehearsal, no later level 2 or 3 task of the run is applied; a rehearsal that is due again is a warning. What a task keeps for its own rollback is verified by that task.',
  },
  sources: ['https://sre.google/workbook/canarying-releases/', 'find(1)'],
  level: 1,
  precondition: true,
  params: z.strictObject({
    artefacts: z
      .array(
        z.string().regex(/^\/[A-Za-z0-9._/@:+*?-]*$/, {
          error: 'Expected an absolute path, or a pattern with * and ?',
        }),
      )
      .default([])
      .describe('Files and folders that the way back needs, as paths or patterns'),
    rehearsedOn: z.iso.date().optional().describe('The day of the last rehearsal'),
    maxAgeDays: z.int().positive().default(90).describe('A rehearsal is due again after this'),
  }),
  messages,
  measures: {
    rehearsal: { ja: '切り戻しの訓練からの日数', en: 'Days since the last rehearsal' },
  },
  probes: ({ artefacts }) => ({ files: shell(look(artefacts)) }),
  parse: ({ files: { stdout } }, { artefacts }) => {
    const states = [...stdout.matchAll(/^(there|missing|closed) (\/.*)$/gm)].map(
      ([, state = '', path = '']) => ({ path, state }),
    );
    if (states.length !== artefacts.length || !/^done$/m.test(stdout))
      throw new Unparsable('the state of each artefact', stdout.slice(0, 300));
    return { artefacts: states };
  },
  evaluate: ({ artefacts }, { rehearsedOn, maxAgeDays }, { now }) => {
    type Id = keyof typeof messages;
    const found = (
      key: string,
      severity: Finding['severity'],
      id: Id,
      args: Finding['message']['args'],
      remedy: Id,
    ): Finding<Id> => ({ key, severity, message: { id, args }, remedy: { id: remedy, args } });
    const today = now.toISOString().slice(0, 10);
    const findings = artefacts.flatMap(({ path, state }) => {
      if (state === 'missing')
        return [found(`file:${path}`, 'critical', 'missing', { path }, 'missing-remedy')];
      if (state === 'closed')
        return [found(`file:${path}`, 'unknown', 'closed', { path }, 'closed-remedy')];
      return [];
    });
    if (rehearsedOn === undefined) {
      const never = found('rehearsal', 'critical', 'never', { today }, 'never-remedy');
      return { findings: [...findings, never] };
    }
    const days = Math.floor((now.getTime() - Date.parse(rehearsedOn)) / 86_400_000);
    // A day of difference is that of the time zone.
    if (days < -1) {
      const args = { date: rehearsedOn, today };
      findings.push(found('rehearsal', 'critical', 'future', args, 'never-remedy'));
    } else if (days > maxAgeDays) {
      const args = { days, limitDays: maxAgeDays, today };
      findings.push(found('rehearsal', 'warning', 'overdue', args, 'never-remedy'));
    }
    const value = Math.max(0, days);
    return { findings, measurements: [{ name: 'rehearsal', value, unit: 'days' }] };
  },
});
