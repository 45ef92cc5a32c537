import { Unparsable } from '../define.ts';
import { type Contents, contents } from './manifest.ts';

const lists = { table: 'tables', sequence: 'sequences', extension: 'extensions' } as const;

/**
 * The lines that the queries of `contents-script.ts` print. Other lines are passed over.
 * @throws Unparsable when the last of them is missing: psql stopped before the end
 */
export function parseContents(text: string): Contents {
  const found: Record<string, unknown[]> = { tables: [], sequences: [], extensions: [] };
  const invalid: string[] = [];
  let objects: unknown;
  for (const line of text.split('\n')) {
    const [, word = '', json = ''] = /^([a-z]+) (\{.*\})$/.exec(line) ?? [];
    if (word in lists) found[lists[word as keyof typeof lists]]?.push(parse(json));
    if (word === 'invalid') invalid.push(String((parse(json) as { name?: unknown }).name));
    if (word === 'objects') objects = parse(json);
  }
  const read = contents.safeParse({ ...found, invalid, objects });
  if (!read.success) throw new Unparsable('what the database holds', text.slice(-300));
  return read.data;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new Unparsable('an object of JSON from psql', json.slice(0, 200));
  }
}
