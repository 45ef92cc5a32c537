import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { catalogue } from '../../src/catalogue/registry.ts';
import { loadInstance } from '../../src/config/instance.ts';
import { reviewMessages } from '../../src/review/messages.ts';
import { commentCharacters, renderReview } from '../../src/review/render.ts';
import { reviewOf } from '../../src/review/review.ts';
import { plain } from '../../src/review/words.ts';
import { hasErrors } from '../../src/yaml/issue.ts';
import { writeTree } from '../git/repository.ts';

const now = new Date('2026-11-22T17:07:00Z');
const home = mkdtempSync(join(tmpdir(), 'teiki-review-'));
afterAll(() => rmSync(home, { recursive: true }));

const pin = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEVYQU1QTEUtS0VZLU9GLWFwcDEtUkVQTEFDRS1JVC0t';
const otherPin = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEVYQU1QTEUtS0VZLU9GLWFwcDItUkVQTEFDRS1JVC0t';

const config = `timezone: Asia/Tokyo
locale: en
team: SRE
publicRepository: yes
fourEyes: true
environment: production
noticeDays: 7
contacts: { emergency: "03-0000-0000", channel: "#sre" }
lateness: { level2Minutes: 30 }
freezes:
  - { from: 2026-01-01, to: 2026-01-03, reason: past }
  - { from: 2026-12-28, to: 2027-01-04, reason: year's end }
notify:
  - { webhook: env:HOOK, format: slack, audience: users }
`;
const fleet = `defaults: { user: mks-maint, identity: env:SSH_KEY, groups: [app] }
hosts:
  app1: { address: 10.0.0.1, hostKeys: ["${pin}"], vars: { limit: 80 } }
  app2:
    address: 10.0.0.2
    hostKeys: ["${pin}"]
    vars: { limit: 70 }
    exclusions: [{ from: 2026-12-01, to: 2026-12-03, reason: disk }]
`;
const checks = `id: checks
title: Checks
purpose: Health
level: 1
hosts: [app]
window: { every: day, at: "02:00", minutes: 30 }
steps:
  - { check: disk.root-usage, with: { warning: 80, critical: 90 } }
  - { check: command, id: number, with: { name: number, command: "echo 1", match: "([0-9]+)", warning: "\${limit}", critical: 95 } }
`;
const changes = `id: changes
title: Changes
purpose: Space
level: 2
hosts: [app1]
impact: none
alternative: none
rollback: none
window: { every: month, on: first monday, at: "03:00", minutes: 60 }
steps:
  - { task: cache.drop-os }
  - { task: logs.purge-old, with: { directory: /var/log/app, patterns: ["*.gz"], olderThanDays: 90, keepAtLeastDays: 30, maxFiles: 100 } }
`;
const backup = `id: backup
title: Backup
purpose: Backup
level: 1
hosts: [app1]
window: { every: day, at: "04:00", minutes: 30 }
steps:
  - { task: backup.run, apply: true, with: { uploads: none } }
`;
const files = {
  'config.yml': config,
  'fleet.yml': fleet,
  'runbooks/checks.yml': checks,
  'runbooks/changes.yml': changes,
  'runbooks/backup.yml': backup,
};
type File = keyof typeof files;

let count = 0;
async function instance(given: Readonly<Record<string, string>>) {
  count += 1;
  const folder = join(home, String(count));
  writeTree(folder, given);
  return await loadInstance(folder, { catalogue });
}

async function changed(edits: Readonly<Record<string, (text: string) => string>>) {
  const fresh = Object.entries(files).map(([name, text]) => {
    const edited = edits[name]?.(text) ?? text;
    if (edits[name] && edited === text) throw new Error(`nothing is edited in ${name}`);
    return [name, edited] as const;
  });
  const after = await instance(Object.fromEntries(fresh));
  expect(after.issues.filter(({ level }) => level === 'error')).toEqual([]);
  return reviewOf(await instance(files), after, { catalogue, now });
}

const english = { locale: 'en', timeZone: 'Asia/Tokyo' } as const;
const japanese = { locale: 'ja', timeZone: 'Asia/Tokyo' } as const;

const replaced = (from: string, to: string) => (text: string) => text.replace(from, to);

describe('a safeguard is weakened', () => {
  test.each<readonly [File, string, string, string]>([
    ['config.yml', 'noticeDays: 7', 'noticeDays: 3', 'noticeDays is loosened from 7 to 3'],
    ['config.yml', 'level2Minutes: 30', 'level2Minutes: 90', 'lateness.level2Minutes is loosened'],
    ['config.yml', 'noticeDays: 7', 'armHours: 48', 'armHours is loosened from 12 to 48'],
    ['config.yml', 'fourEyes: true\n', '', 'fourEyes is loosened from true to false'],
    ['config.yml', 'environment: production\n', '', 'environment is removed'],
    ['config.yml', 'environment: production', 'environment: test', 'from production to test'],
    ['config.yml', 'emergency: "03-0000-0000", ', '', 'contacts.emergency is removed'],
    ['config.yml', 'publicRepository: yes', 'publicRepository: no', 'publicRepository is loosened'],
    ['config.yml', 'audience: users', 'audience: team', 'notify is removed'],
    ['config.yml', '2026-12-28', '2026-12-29', 'The freeze of 2026-12-28 to 2027-01-04'],
    ['fleet.yml', pin, otherPin, 'The host key of app1 changes'],
    ['fleet.yml', 'user: mks-maint', 'user: root', 'The login user of app2 becomes root'],
    ['fleet.yml', 'to: 2026-12-03', 'to: 2026-12-02', 'The exclusion of app2'],
    ['runbooks/checks.yml', 'every: day,', 'every: week, on: monday,', 'come every week'],
    ['runbooks/checks.yml', 'level: 1', 'level: 1\nenabled: false', 'checks is no longer enabled'],
    ['runbooks/checks.yml', 'hosts: [app]', 'hosts: [app1]', 'carried out no more on app2'],
    ['runbooks/changes.yml', 'level: 2', 'level: 1', 'The level of changes falls from 2 to 1'],
    ['runbooks/changes.yml', 'cache.drop-os', 'cache.drop-os, apply: true', 'begin to carry out'],
    [
      'runbooks/changes.yml',
      'cache.drop-os',
      'cache.drop-os, with: { allowHarmful: true }',
      'cache.drop-os of changes is allowed what the catalogue forbids',
    ],
    ['runbooks/backup.yml', 'apply: true', 'apply: false', 'carry out backup.run (backup.run) of'],
    ['runbooks/backup.yml', 'level: 1', 'level: 1\nenabled: false', 'carry out backup.run'],
    ['runbooks/changes.yml', 'maxFiles: 100', 'maxFiles: 500', 'maxFiles, which holds back'],
    ['runbooks/changes.yml', 'olderThanDays: 90', 'olderThanDays: 60', 'olderThanDays, which'],
    ['runbooks/changes.yml', 'keepAtLeastDays: 30', 'keepAtLeastDays: 7', 'keepAtLeastDays, which'],
  ])('%s: %s → %s', async (file, from, to, told) => {
    const { risks } = await changed({ [file]: replaced(from, to) });
    const sentences = risks.map(({ message }) => plain(message.id, message.args, english));
    expect(sentences.join('\n')).toContain(told);
    const weekly = to.includes('on: monday');
    // One risk for each host, or for each of the two checks.
    expect(risks.length).toBeLessThanOrEqual(weekly ? 1 : 2);
    expect(new Set(risks.map((risk) => risk.file))).toEqual(new Set([file]));
    for (const { message } of risks) {
      expect(plain(message.id, message.args, japanese)).toMatch(/\p{Script=Hiragana}/u);
    }
  });

  test('a step that is removed is a lost check; one that moves to another runbook is none', async () => {
    const line = /^.*disk\.root-usage.*\n/m;
    const without = (text: string) => text.replace(line, '');
    const lost = await changed({ 'runbooks/checks.yml': without });
    expect(lost.risks.map(({ message }) => message.id)).toEqual(['review/risk-check']);
    const moved = line.exec(checks)?.[0] ?? '';
    const { risks } = await changed({
      'runbooks/checks.yml': without,
      'runbooks/changes.yml': (text) =>
        `${text.replace('[app1]', '[app]')}${moved}`.replace('[app1]', '[app]'),
    });
    expect(risks).toEqual([]);
  });
});

describe('what is safe', () => {
  test.each<readonly [File, string, string]>([
    ['config.yml', 'noticeDays: 7', 'noticeDays: 14'],
    ['config.yml', '  - { from: 2026-01-01, to: 2026-01-03, reason: past }\n', ''],
    ['config.yml', '2026-12-28', '2026-12-20'],
    ['config.yml', '03-0000-0000', '03-1111-1111'],
    ['fleet.yml', '10.0.0.1', '10.0.0.9'],
    ['runbooks/checks.yml', 'warning: 80', 'warning: 85'],
    ['runbooks/checks.yml', 'level: 1', 'level: 2\nimpact: a\nalternative: b\nrollback: c'],
    ['runbooks/changes.yml', 'maxFiles: 100', 'maxFiles: 50'],
    ['runbooks/changes.yml', 'olderThanDays: 90', 'olderThanDays: 180'],
  ])('%s: %s → %s', async (file, from, to) => {
    const review = await changed({ [file]: replaced(from, to) });
    expect(review.risks).toEqual([]);
    expect(renderReview(review, { ...english, maxCharacters: commentCharacters })).not.toContain(
      'This pull request changes nothing',
    );
  });
});

test('every sentence is one that can be formatted, in both languages', () => {
  for (const [id, texts] of Object.entries(reviewMessages)) {
    for (const locale of ['ja', 'en'] as const) {
      const names = [...texts[locale].matchAll(/\{(\w+)/g)].map(
        ([, name = '']) => [name, 2] as const,
      );
      const shown = plain(id, Object.fromEntries(names), { locale, timeZone: 'UTC' });
      expect(shown).not.toContain(id);
      expect(shown).not.toMatch(/[{}]/);
    }
  }
});

test('the order of steps is told when it changes, and not when one comes', async () => {
  const [first = '', second = ''] = checks.match(/^ {2}- .*\n/gm) ?? [];
  const swapped = await changed({
    'runbooks/checks.yml': (text) => text.replace(first + second, second + first),
  });
  expect(swapped.runbooks[0]?.values.map(({ path }) => path)).toEqual(['order']);
  const more = await changed({
    'runbooks/checks.yml': (text) => text.replace(first, `${first}  - { check: perf.cpu }\n`),
  });
  expect(more.runbooks).toMatchObject([
    { values: [], steps: [{ kind: 'added', step: 'perf.cpu' }] },
  ]);
});

test('parameters are compared as each host has them', async () => {
  const { runbooks } = await changed({ 'fleet.yml': replaced('limit: 70', 'limit: 60') });
  expect(runbooks).toMatchObject([
    {
      id: 'checks',
      hosts: ['app2'],
      steps: [
        {
          step: 'number',
          hosts: ['app2'],
          values: [{ path: 'warning', before: '70', after: '60', threshold: 'stricter' }],
        },
      ],
    },
  ]);
});

test('rights, secrets and the calendar: what is gained and lost', async () => {
  const review = await changed({
    'runbooks/changes.yml': replaced('- { task: cache.drop-os }', '- { task: tls.renew }'),
    'config.yml': replaced(
      '  - { from: 2026-12-28',
      '  - { from: 2026-12-07, to: 2026-12-07, reason: sale }\n  - { from: 2026-12-28',
    ),
    'fleet.yml': replaced('identity: env:SSH_KEY', 'identity: env:OTHER_KEY'),
  });
  const { rights, calendar } = review;
  expect(rights.secretsGained).toEqual(['OTHER_KEY']);
  expect(rights.secretsLost).toEqual(['SSH_KEY']);
  expect(new Set(rights.rights.map(({ kind }) => kind))).toEqual(new Set(['gained', 'lost']));
  expect(rights.helpers.length + rights.rights.length).toBeGreaterThan(1);
  expect(calendar).toMatchObject([
    { runbook: 'changes', key: '2026-12', before: { isOff: false }, after: { isOff: true } },
  ]);
  const text = renderReview(review, { ...japanese, maxCharacters: commentCharacters });
  expect(text).toContain('2026-12-07 03:00–04:00 (凍結・免除)');
});

test('a fleet of many hosts and long scripts fits into a comment, whole up to a section', async () => {
  const commands = Array.from(
    { length: 40 },
    (_, index) =>
      `  - { check: command, id: c${index}, with: { name: c${index}, command: "echo ${'x'.repeat(900)}" } }\n`,
  );
  const vars = Array.from(
    { length: 30 },
    (_, index) =>
      `  h${index}: { address: 10.0.1.${index + 1}, hostKeys: ["${pin}"], vars: { limit: ${index + 1} } }\n`,
  );
  const review = await changed({
    'runbooks/checks.yml': (text) => text + commands.join(''),
    'fleet.yml': (text) => text + vars.join(''),
  });
  const text = renderReview(review, { ...japanese, maxCharacters: commentCharacters });
  expect(text.length).toBeLessThanOrEqual(65_536);
  expect(text).toContain('成果物');
  expect(text.match(/<details>/g)?.length ?? 0).toBe(text.match(/<\/details>/g)?.length ?? 0);
  const whole = renderReview(review, { ...japanese, maxCharacters: Number.MAX_SAFE_INTEGER });
  expect(whole.match(/<details>/g)).toHaveLength(review.scripts.length);
});

test('an instance that was not there before weakens nothing; a broken one may have', async () => {
  const after = await instance(files);
  const none = await loadInstance(join(home, 'nowhere'), { catalogue });
  const fresh = reviewOf(none, after, { catalogue, now });
  expect(fresh.risks).toEqual([]);
  expect(fresh.runbooks.map(({ kind }) => kind)).toEqual(['added', 'added', 'added']);
  const broken = await instance({ ...files, 'config.yml': 'timezone: [' });
  expect(hasErrors(broken.issues)).toBe(true);
  const { risks } = reviewOf(broken, after, { catalogue, now });
  expect(risks.map(({ message }) => message.id)).toContain('review/risk-base');
});
