import { expect, test } from 'vitest';
import { catalogue } from '../../src/catalogue/registry.ts';
import { loadInstance } from '../../src/config/instance.ts';
import { textOf } from '../../src/run/texts.ts';
import { renderMessage } from '../../src/text/render.ts';

// Of the catalogue nothing is loaded at first, and then what each test says.

test('knows its entries without loading them', () => {
  expect(catalogue.ids).toEqual([...catalogue.ids].sort());
  expect(catalogue.kindOf('tls.file-expiry')).toBe('check');
  expect(catalogue.kindOf('tls.renew')).toBe('task');
  expect(catalogue.kindOf('tls.revoke')).toBeUndefined();
});

test('says which call is missing when an entry is asked for too early', () => {
  expect(() => catalogue.get('user.none')).not.toThrow();
  expect(() => catalogue.get('http')).toThrow(
    "http is not loaded: `await catalogue.load(['http'])` comes first",
  );
});

test('loads for an instance what its runbooks use, and nothing else', async () => {
  const { runbooks } = await loadInstance('maintenance', { catalogue });
  const used = new Set(
    runbooks.flatMap(({ steps }) => steps.flatMap((step) => [step.use, step.then?.task])),
  );
  const isLoaded = (id: string) => {
    try {
      return catalogue.get(id) !== undefined;
    } catch {
      return false;
    }
  };
  expect(used.size).toBeGreaterThan(10);
  expect(catalogue.ids.filter(isLoaded)).toEqual(catalogue.ids.filter((id) => used.has(id)));
});

test('gives the words for what records name; an entry that is no more shows its ids', async () => {
  const texts = await textOf('Asia/Tokyo', ['http', 'logs.no-more']);
  const said = (id: string) => renderMessage({ id, args: { count: 2 } }, 'en', texts);
  expect(said('http')).toBe(catalogue.get('http')?.title.en);
  expect(said('logs.no-more/space')).toBe('logs.no-more/space (count: 2)');
});
