import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '../catalogue/registry.ts';
import { loadInstance } from '../config/instance.ts';
import type { Locale } from '../core/message.ts';
import { suggest } from '../yaml/nearest.ts';
import { describeEntry } from './catalogue/describe.ts';
import { renderEntry, renderList } from './catalogue/render.ts';
import { exitStatus, UsageError } from './exit-status.ts';
import type { GlobalOptions } from './program.ts';
import { styleFor } from './terminal/style.ts';

export interface CatalogueOptions {
  readonly json?: boolean;
}

/** `teiki catalogue [id]`. Works without an instance. */
export async function catalogueCommand(
  id: string | undefined,
  { json }: CatalogueOptions,
  { dir }: GlobalOptions,
): Promise<number> {
  if (id !== undefined) refuseUnknown(id);
  const found = await catalogue.load(id === undefined ? catalogue.ids : [id]);
  const entries = found.map((entry) => describeEntry(entry));
  if (json) {
    const value = { schema: 'teiki.catalogue/1', entries };
    process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
    return exitStatus.nothingNeedsAttention;
  }
  const locale = await localeOf(dir);
  const view = { locale, style: styleFor(process.stdout), width: process.stdout.columns ?? 100 };
  const [only] = entries;
  process.stdout.write(
    id !== undefined && only ? renderEntry(only, view) : renderList(entries, view),
  );
  return exitStatus.nothingNeedsAttention;
}

/** @throws UsageError naming the nearest entry */
function refuseUnknown(id: string): void {
  if (catalogue.ids.includes(id)) return;
  const hint = suggest(id, catalogue.ids, 'the entries') ?? '`teiki catalogue` lists what there is';
  throw new UsageError(`the catalogue has no \`${id}\`: ${hint}`);
}

/** English where there is no instance, whose configuration would say. */
async function localeOf(directory: string): Promise<Locale> {
  if (!existsSync(join(directory, 'config.yml'))) return 'en';
  return (await loadInstance(directory, { catalogue })).config.locale;
}
