import { join } from 'node:path';
import { describeEntry } from '../src/cli/catalogue/describe.ts';
import { currentChecks } from './current-checks.ts';
import { exampleOf } from './docs/example.ts';
import { index } from './docs/index.ts';
import { observe } from './docs/observed.ts';
import { page } from './docs/page.ts';

const root = join(import.meta.dirname, '..');

/** The pages of the catalogue, by path. */
export function generateDocs(): Record<string, string> {
  const pages = currentChecks(root).map((check) => {
    const example = exampleOf(root, check);
    const entry = describeEntry(check, example);
    return { entry, text: page(entry, observe(check), example) };
  });
  return {
    'docs/catalogue/README.md': index(pages.map(({ entry }) => entry)),
    ...Object.fromEntries(
      pages.map(({ entry, text }) => [`docs/catalogue/${entry.id}.md`, text] as const),
    ),
  };
}
