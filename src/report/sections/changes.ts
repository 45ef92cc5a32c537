import { inWords, titleOf } from '../../record/group.ts';
import { stableJson } from '../../record/json.ts';
import type { MaintenanceRecord } from '../../record/record.ts';
import type { QualifiedMessage, RunStep } from '../../record/run-result.ts';
import { heading, list, paragraph, table, text } from '../../text/markdown.ts';
import type { Context, Section } from '../section.ts';
import { recordsWithin } from '../select.ts';

const shownChanges = 40;
const packageTasks = new Set(['security.apply', 'system.apt-upgrade', 'system.pip-upgrade']);

interface Done {
  readonly record: MaintenanceRecord;
  readonly step: RunStep;
}

/** What was changed, by what, and which packages. */
export function changesSection({ input, words, say, sources }: Context): Section {
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
  const packages = changedPackages(done);
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
      ...(packages.length === 0
        ? []
        : [
            heading(3, text(say('changes/packages'))),
            list([
              ...packages.slice(0, shownChanges).map(({ message, own }) => [
                ...inWords(message, words),
                text(' — '),
                sources.link(
                  own.map(({ record }) => record),
                  say('hosts', { n: new Set(own.map(({ step }) => step.host)).size }),
                ),
              ]),
              ...(packages.length > shownChanges
                ? [[text(say('more', { n: packages.length - shownChanges }))]]
                : []),
            ]),
          ]),
    ],
  };
}

/** The same change on several hosts is one line. */
function changedPackages(done: readonly Done[]) {
  const all = new Map<string, { readonly message: QualifiedMessage; readonly own: Done[] }>();
  for (const one of done.filter(({ step }) => packageTasks.has(step.use))) {
    for (const message of one.step.task?.changes ?? []) {
      const key = stableJson(message);
      const known = all.get(key);
      if (known) known.own.push(one);
      else all.set(key, { message, own: [one] });
    }
  }
  return [...all.values()];
}
