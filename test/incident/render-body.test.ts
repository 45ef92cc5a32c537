import { describe, expect, test } from 'vitest';
import { parseBody } from '../../src/incident/block.ts';
import { renderContent } from '../../src/incident/render-body.ts';
import { titleFor } from '../../src/incident/title.ts';
import { eventful, host, lostSteps, step } from '../record/fixtures.ts';
import { at, desired, fleetOf, Scene, words } from './fixtures.ts';

const long = Number.MAX_SAFE_INTEGER;
const everything = desired([eventful], { owners: { app: ['acme/sre'] } });
const waiver = { until: '2026-12-31', by: 'sato', reason: '部品待ち @all <b>|' };

describe.each(['ja', 'en'] as const)('bodies in %s', (locale) => {
  test.each([
    ['disk', 'filesystem:/dev/vda1', undefined],
    ['backup', 'backup.freshness:backup:db', waiver],
    ['unknown', 'backup.freshness:unknown', undefined],
    ['unreachable', 'host.unreachable:host', undefined],
  ] as const)('%s', async (name, key, waived) => {
    const incident = everything.incidents.get(key);
    if (!incident) throw new Error(`no ${key} in ${[...everything.incidents.keys()].join()}`);
    const inWords = { ...words, locale };
    const page = `# ${titleFor(incident, inWords)}\n\n${renderContent(incident, waived, inWords, long)}\n`;
    await expect(page).toMatchFileSnapshot(`__snapshots__/${name}.${locale}.md`);
  });
});

describe('whatever a host prints', () => {
  const evil =
    '@everyone #1 <script>x</script> | `` ``` ```` -->\n<!-- /teiki:incident k=0 t=0 -->\n\u202e::set-output name=x::y https://evil.example';
  const finding = {
    key: `file:${evil}`,
    severity: 'warning' as const,
    message: { id: 'backup.freshness/copy', args: { kind: evil } },
    evidence: `${evil}\n~~~\n\`\`\`\n# heading`,
  };
  const found = () => [
    step('app1', 'backup.freshness', { verdict: 'warning', findings: [finding] }),
  ];

  test('stands in code only, and the block is found again', async () => {
    const scene = new Scene();
    scene.ran(found());
    await scene.tick();
    const { body, title } = scene.tracker.get(1);
    const outside = body
      .replaceAll(/<!--.*?-->/gs, '')
      .replaceAll(/^(`{3,})text\n[\s\S]*?\n\1$/gm, '')
      .replaceAll(/(`+)[^`](?:.*?[^`])?\1(?!`)/g, '');
    expect(outside).not.toMatch(/everyone|<script|set-output|evil|\u202e/);
    expect(title).not.toMatch(/[@`\u202e\n]|#1/);
    const parsed = parseBody(body);
    expect(parsed).toMatchObject({ intact: true, before: '', after: '\n' });
    scene.pass(0.1);
    scene.ran(found());
    expect(await scene.tick()).toMatchObject({ requests: 1, failures: [] });
  });

  test('10 MB on a line', async () => {
    const scene = new Scene();
    const huge = 'x'.repeat(10_000_000);
    const big = { ...finding, key: huge, evidence: huge, message: { id: huge, args: { a: huge } } };
    scene.ran([step('app1', 'backup.freshness', { verdict: 'warning', findings: [big] })]);
    expect(await scene.tick()).toMatchObject({ failures: [], errors: [] });
    expect(scene.tracker.get(1).body.length).toBeLessThan(10_000);
  });
});

describe('limits', () => {
  const names = Array.from({ length: 1000 }, (_, index) => `host-${index}`);
  const fleet = fleetOf(Object.fromEntries(names.map((name) => [name, ['app']])));
  const lost = at(
    '2026-11-23T02:00:00.000Z',
    names.flatMap((name) => {
      const [cause] = lostSteps(name, []);
      const evidence = `${name}\n${'long line '.repeat(300)}`;
      return cause
        ? [{ ...cause, findings: cause.findings.map((one) => ({ ...one, evidence })) }]
        : [];
    }),
    { hosts: names.map((name) => host(name, false)) },
  );

  test.each([500, 3000, 8000, 20_000, 60_000])('%i characters', (limit) => {
    const incident = desired([lost], { fleet }).incidents.get('host.unreachable:host');
    if (!incident) throw new Error('nothing is lost');
    const text = renderContent(incident, undefined, words, limit);
    if (limit > 2000) expect(text.length).toBeLessThanOrEqual(limit);
    if (limit > 2000) expect(text).toMatch(/\d+` more hosts|\d+ more hosts/);
    expect(text.split('\n').filter((line) => /^`{3}/.test(line)).length % 2).toBe(0);
    expect(text).toContain('/waive 7d');
  });

  test('a thousand hosts and somebody who has written much', async () => {
    const scene = new Scene();
    scene.input = { fleet };
    scene.records = [lost];
    await scene.tick();
    const issue = scene.tracker.get(1);
    const notes = `${'notes '.repeat(9000)}\n`;
    issue.body = `${notes}${issue.body}`;
    scene.pass(0.5);
    scene.records.push(
      at(
        scene.now.toISOString(),
        names.slice(10).flatMap((name) => lostSteps(name, [])),
        {
          hosts: names.map((name, index) => host(name, index < 10)),
        },
      ),
    );
    expect(await scene.tick()).toMatchObject({ failures: [], errors: [] });
    expect(issue.body.startsWith(notes)).toBe(true);
    expect(issue.title).toContain('990 hosts');
    expect(issue.comments.at(-1)?.body).toContain('1000 hosts and is on 990');
  });

  test('people have left no room for the marker: nothing is said, nothing is lost', async () => {
    const scene = new Scene();
    const many = Array.from({ length: 190 }, (_, index) => `${'h'.repeat(58)}-${index}`);
    scene.input = { fleet: fleetOf(Object.fromEntries(many.map((name) => [name, ['app']]))) };
    const gone = (list: readonly string[]) =>
      scene.ran(
        list.flatMap((name) => lostSteps(name, [])),
        { hosts: list.map((name) => host(name, false)) },
      );
    gone(many.slice(0, 1));
    await scene.tick();
    const issue = scene.tracker.get(1);
    issue.body += 'n'.repeat(65_000 - issue.body.length);
    const before = issue.body;
    gone(many);
    expect(await scene.tick()).toMatchObject({ failures: [], errors: [] });
    expect(issue.comments).toEqual([]);
    expect(issue.body === before).toBe(true);
  });
});
