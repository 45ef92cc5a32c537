import { expect, it } from 'vitest';
import { z } from 'zod';
import { describeParameters } from '../../src/cli/catalogue/params.ts';
import { patternParts, placeholders } from '../../src/cli/catalogue/pattern.ts';
import { withInstance } from '../config/temporary-instance.ts';
import { teiki } from './capture.ts';

const nowhere = ['--dir', '/nonexistent'];

it('lists entries by domain, in English where there is no instance', async () => {
  const { status, stdout } = await teiki(...nowhere, 'catalogue');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^Logs\n {2}logs\.disk-usage +Log disk usage$/m);
});

it('speaks the language of the instance', async () => {
  const { stdout } = await withInstance(
    { 'config.yml': 'timezone: Asia/Tokyo\nteam: SRE\nlocale: ja\n' },
    (dir) => teiki('--dir', dir, 'catalogue'),
  );
  expect(stdout).toContain('ログディスク容量確認');
});

it('tells all about one entry', async () => {
  const { stdout } = await teiki(...nowhere, 'catalogue', 'backup.freshness');
  expect(stdout).toMatch(/directory +text = "\/backup\/mks"/);
  expect(stdout).toMatch(/kinds\[\]\.pattern +text, required/);
  expect(stdout).toContain('/usr/bin/find -H /backup/mks -mindepth 1 -maxdepth 2');
  expect(stdout).toContain('{ageHours}');
});

it('knows what a misspelt id means', async () => {
  const { status, stderr } = await teiki(...nowhere, 'catalogue', 'logs.disk-usge');
  expect(status).toBe(2);
  expect(stderr).toContain('did you mean `logs.disk-usage`?');
});

it('gives everything as JSON, in a stable order', async () => {
  const { stdout } = await teiki(...nowhere, 'catalogue', '--json');
  const { schema, entries } = z
    .object({ schema: z.string(), entries: z.array(z.looseObject({ id: z.string() })) })
    .parse(JSON.parse(stdout));
  const ids = entries.map(({ id }) => id);
  expect(schema).toBe('teiki.catalogue/1');
  expect(ids).toEqual([...ids].sort());
  expect(entries.find(({ id }) => id === 'http')).toMatchObject({ kind: 'check', probes: null });
});

it.each([
  [z.number(), 'number'],
  [z.number().positive(), 'number above 0'],
  [z.number().positive().max(9), 'number above 0, to 9'],
  [z.int().min(1), 'whole number (at least 1)'],
  [z.int().max(5), 'whole number (at most 5)'],
  [z.enum(['a', 'b']), '"a" or "b"'],
  [z.array(z.string()), 'list of texts'],
  [z.array(z.array(z.int().min(0).max(9))), 'list of lists of whole numbers (0 to 9)'],
  [z.union([z.int().min(0).max(9), z.array(z.string())]), 'whole number (0 to 9) or list of texts'],
  [z.url(), 'URL'],
  [z.boolean(), 'true or false'],
])('describes a type: $1', (type, words) => {
  expect(describeParameters(z.strictObject({ it: type }))[0]?.type).toBe(words);
});

it('reads patterns as a person does, and finds every placeholder', () => {
  const pattern =
    '{files, plural, one {# log} other {# logs}} in {place} {on, select, yes {{deep}} other {}}';
  const words = patternParts(pattern, 'en').map((part) =>
    part.kind === 'text' ? part.text : `<${part.name}>`,
  );
  expect(words.join('')).toBe('<files> logs in <place> ');
  expect([...placeholders(pattern, 'en')].sort()).toEqual(['deep', 'files', 'on', 'place']);
});
