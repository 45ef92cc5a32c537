import { titleOf } from '../../record/group.ts';
import { paragraph, table, text } from '../../text/markdown.ts';
import type { Context, Section } from '../section.ts';
import { recordsWithin } from '../select.ts';
import { type Done, packageBlocks } from './packages.ts';

/** What was changed, by what, and which packages. */
export function changesSection(context: Context): Section {
  const { input, words, say, sources } = context;
  const within = { from: input.period.from, to: input.until };
  const done = recordsWithin(input.records, within).flatMap((record) =>
    record.run.steps.flatMap((step): Done[] =>
      step.task === undefined || step.task.outcome === 'planned' ? [] : [{ record, step }],
    ),
  );
  if (done.length === 0) {
    return { title: say('section/changes'), blocks: [paragraph(text(say('changes/none')))] };
  }
  const rows = [...Map.groupBy(done, ({ step }) => step.use)].map(([use, own]) => {
    const n = (outcome: string) =>
      String(own.filter(({ step }) => step.task?.outcome === outcome).length);
    return [
      [text(titleOf(use, words))],
      [sources.link(new Set(own.map(({ record }) => record)), String(own.length))],
      [text(n('done'))],
      [text(n('no-op'))],
      [text(n('failed'))],
      [text(n('rolled-back'))],
    ];
  });
  const right = (title: string) => ({ title, align: 'right' as const });
  return {
    title: say('section/changes'),
    blocks: [
      table(
        [
          { title: say('column/task') },
          right('n'),
          right(say('task/done')),
          right(say('task/no-op')),
          right(say('task/failed')),
          right(say('task/rolled-back')),
        ],
        rows,
      ),
      ...packageBlocks(context, done),
    ],
  };
}
