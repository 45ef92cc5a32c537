import { byTime } from '../record/compare.ts';
import { recordPaths } from '../record/paths.ts';
import type { MaintenanceRecord } from '../record/record.ts';
import { localDate } from '../text/format.ts';
import { type Block, heading, type Inline, joined, link, list, text } from '../text/markdown.ts';
import { phrase } from './inline.ts';

/** Where the numbers of a report come from: each set of records has a heading in `sources.md`. */
export class Sources {
  readonly #sets = new Map<string, readonly MaintenanceRecord[]>();
  readonly #names = new Map<string, string>();

  /** A link from a number to the records that it is of; plain text when there are none. */
  link(records: Iterable<MaintenanceRecord>, shown: string): Inline {
    const set = [...new Set(records)].sort(byTime);
    if (set.length === 0) return text(shown);
    const key = set.map((record) => recordPaths(record).json).join('\n');
    let name = this.#names.get(key);
    if (name === undefined) {
      name = `S${this.#names.size + 1}`;
      this.#names.set(key, name);
      this.#sets.set(name, set);
    }
    return link(`sources.md#${name.toLowerCase()}`, shown);
  }

  blocks(): Block[] {
    return [...this.#sets].flatMap(([name, records]) => [
      heading(2, text(name)),
      list(
        [...Map.groupBy(records, ({ run }) => run.runbook)].map(([runbook, own]) => [
          phrase(`${runbook} (n = ${own.length}): `),
          ...joined(
            own.map((record) => [recordLink(record)]),
            ', ',
          ),
        ]),
      ),
    ]);
  }
}

/** To the page of a record, from a report's folder. */
export function recordLink(record: MaintenanceRecord, shown?: string): Inline {
  const date = localDate(record.run.startedAt, record.timeZone);
  return link(`../../${recordPaths(record).markdown}`, shown ?? date);
}
