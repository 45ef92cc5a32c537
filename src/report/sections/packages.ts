import { compareText } from '../../record/json.ts';
import type { MaintenanceRecord } from '../../record/record.ts';
import type { RunStep } from '../../record/run-result.ts';
import { type Block, code, heading, paragraph, table, text } from '../../text/markdown.ts';
import type { Context } from '../section.ts';

const shownPackages = 60;
const packageTasks = new Set(['security.apply', 'system.apt-upgrade', 'system.pip-upgrade']);

/** A step that was to change something. */
export interface Done {
  readonly record: MaintenanceRecord;
  readonly step: RunStep;
}

interface Move extends Done {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** Each package once: the version at first, the one at last, and how often it was changed. */
export function packageBlocks({ say, sources }: Context, done: readonly Done[]): Block[] {
  const moves = done.filter(({ step }) => packageTasks.has(step.use)).flatMap(movesOf);
  const packages = [...Map.groupBy(moves, ({ name }) => name)].toSorted(([a], [b]) =>
    compareText(a, b),
  );
  if (packages.length === 0) return [];
  const rows = packages.slice(0, shownPackages).map(([name, own]) => [
    [code(name)],
    [code(own[0]?.from ?? '')],
    [code(own.at(-1)?.to ?? '')],
    [text(String(new Set(own.map(({ step }) => step.host)).size))],
    [
      sources.link(
        own.map(({ record }) => record),
        String(own.length),
      ),
    ],
  ]);
  const right = (title: string) => ({ title, align: 'right' as const });
  return [
    heading(3, text(say('changes/packages'))),
    table(
      [
        { title: say('column/package') },
        { title: say('column/version-before') },
        { title: say('column/version-after') },
        right(say('column/hosts')),
        right('n'),
      ],
      rows,
    ),
    ...(packages.length > shownPackages
      ? [paragraph(text(say('more', { n: packages.length - shownPackages })))]
      : []),
  ];
}

/** The changes that name a package: installed ones have no version before, removed ones none after. */
function movesOf({ record, step }: Done): Move[] {
  return (step.task?.changes ?? []).flatMap(({ args }): Move[] => {
    const name = args['package'] ?? args['name'];
    const { from = '', to = '' } = args;
    if (typeof name !== 'string' || (from === '' && to === '')) return [];
    return [{ record, step, name, from: String(from), to: String(to) }];
  });
}
