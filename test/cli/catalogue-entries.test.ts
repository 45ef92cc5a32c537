import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/catalogue/registry.ts';
import { describeEntry } from '../../src/cli/catalogue/describe.ts';
import { placeholders } from '../../src/cli/catalogue/pattern.ts';
import type { Text } from '../../src/core/message.ts';
import { loadCases } from '../catalogue/case-file.ts';
import { checks } from '../catalogue/entries.ts';

const root = join(import.meta.dirname, '../..');

describe('the catalogue', () => {
  it('has every id once', () => {
    expect(checks.map(({ id }) => id)).toEqual([...new Set(checks.map(({ id }) => id))]);
  });

  it('has a page for every entry and no page of an entry that is gone', () => {
    const pages = readdirSync(join(root, 'docs/catalogue')).sort();
    expect(pages).toEqual(['README.md', ...catalogue.ids.map((id) => `${id}.md`)].sort());
  });
});

describe.each(checks.map((check) => [check.id, check] as const))('%s', (id, check) => {
  const texts: readonly (readonly [string, Text])[] = [
    ['title', check.title],
    ['description', check.description],
    ...Object.entries(check.messages),
    ...Object.entries(check.measures),
  ];

  it('lies where its id says', () => {
    const path = id.includes('.') ? id.replace('.', '/') : `user/${id}`;
    const file = join(root, `src/catalogue/${path}.ts`);
    expect(existsSync(file)).toBe(true);
    expect(readFileSync(file, 'utf8')).toMatch(
      new RegExp(`^  id: '${id.replace('.', '\\.')}',$`, 'm'),
    );
  });

  it('says everything in both languages', () => {
    for (const [name, { ja, en }] of texts) {
      expect(ja.trim(), `${name}, ja`).not.toBe('');
      expect(en.trim(), `${name}, en`).not.toBe('');
    }
  });

  it('puts the same things into both', () => {
    for (const [name, { ja, en }] of texts) {
      const words = [...placeholders(ja, 'ja')].sort();
      expect(words, name).toEqual([...placeholders(en, 'en')].sort());
    }
  });

  it('explains every parameter', () => {
    const { parameters } = describeEntry(check);
    expect(parameters.filter(({ description }) => description === '')).toEqual([]);
  });

  it('works with its defaults', () => {
    const { parameters, probes } = describeEntry(check);
    if (parameters.some(({ required, name }) => required && !/[[.]/.test(name))) return;
    expect(() => check.params.parse({})).not.toThrow();
    expect(probes).not.toBeNull();
  });

  it('has sources and cases', () => {
    expect(check.sources.length).toBeGreaterThan(0);
    expect(loadCases(id).length).toBeGreaterThan(0);
  });
});
