import { join } from 'node:path';
import { describeEntry } from '../src/cli/catalogue/describe.ts';
import { currentEntries } from './current-checks.ts';
import { exampleOf } from './docs/example.ts';
import { index } from './docs/index.ts';
import { observe } from './docs/observed.ts';
import { observeTask } from './docs/observed-task.ts';
import { page } from './docs/page.ts';

const root = join(import.meta.dirname, '..');

/** The pages of the catalogue, by path. */
export function generateDocs(): Record<string, string> {
  const pages = currentEntries(root).map((found) => {
    const example = exampleOf(root, found);
    const entry = describeEntry(found, example);
    const observed = found.kind === 'task' ? observeTask(found) : observe(found);
    return { entry, text: page(entry, observed, example) };
  });
  return {
    'docs/catalogue/README.md': index(pages.map(({ entry }) => entry)),
    ...Object.fromEntries(
      pages.map(({ entry, text }) => [`docs/catalogue/${entry.id}.md`, text] as const),
    ),
  };
}
