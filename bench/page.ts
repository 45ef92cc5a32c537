import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { actions } from './actions/section.ts';
import { audits } from './audit/section.ts';
import { backups } from './backup/section.ts';
import { describeLoad } from './machine.ts';
import { sql } from './postgres/section.ts';
import type { Section } from './section.ts';

/** What is measured for itself, in the order of the page; the races come before. */
export const sections: readonly Section[] = [audits, sql, backups, actions];

/** Measures one and puts it in its place on the page; the others stay as they are. */
export async function benchSection(page: string, section: Section): Promise<void> {
  const load = describeLoad();
  const body = await section.measure();
  const text = `## ${section.title}\n\n\`npm run bench -- --${section.flag}\` measures this alone; here on\n${load}. ${body.trim()}\n`;
  console.log(`\n${text}`);
  const before = existsSync(page) ? readFileSync(page, 'utf8') : '# Benchmarks\n';
  writeFileSync(page, withSection(before, section, text));
}

/** @param text - with the heading of the section, which it replaces where it has been before */
function withSection(page: string, { title }: Section, text: string): string {
  const [head = '', ...rest] = page.split(/\n(?=## )/);
  const titleOf = (part: string) => /^## (.*)/.exec(part)?.[1] ?? '';
  const all = new Map(rest.map((part) => [titleOf(part), part])).set(title, text);
  const titles = sections.map((one) => one.title);
  const races = rest.filter((part) => !titles.includes(titleOf(part)));
  const parts = [head, ...races, ...titles.flatMap((one) => all.get(one) ?? [])];
  return `${parts.map((part) => part.trim()).join('\n\n')}\n`;
}
