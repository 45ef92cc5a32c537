import { join } from 'node:path';
import { expect, it } from 'vitest';
import { glossary } from '../../src/report/glossary.ts';
import { markdown } from '../../src/text/markdown.ts';

it('docs/glossary.md has the terms in both languages', async () => {
  const both = `${markdown(glossary('en'))}\n${markdown(glossary('ja'))}`;
  await expect(both).toMatchFileSnapshot(join(import.meta.dirname, '../../docs/glossary.md'));
});
