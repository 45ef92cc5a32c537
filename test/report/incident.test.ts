import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { incidentCategories, incidentSeverities, outageOf } from '../../src/report/incident.ts';
import { formFields, readIncident } from '../../src/report/incident-form.ts';
import { begunWithin, incidentStatistics } from '../../src/report/incident-statistics.ts';

const form = parse(
  readFileSync(join(import.meta.dirname, '../../.github/ISSUE_TEMPLATE/incident.yml'), 'utf8'),
) as { labels: string[]; body: { type: string; id: string; attributes: Attributes }[] };
interface Attributes {
  label: string;
  options: (string | { label: string })[];
}

const issue = {
  number: 7,
  title: 'ログイン不可',
  url: 'https://github.com/mks/ops/issues/7',
  state: 'closed',
  createdAt: '2026-11-05T05:20:00Z',
  closedAt: '2026-11-06T01:00:00Z',
} as const;

/** As GitHub renders a submitted form. */
function submitted(values: Partial<Record<keyof typeof formFields, string>>): string {
  return Object.entries(formFields)
    .map(([field, label]) => {
      const value = values[field as keyof typeof formFields] ?? '_No response_';
      return `### ${label}\n\n${value}`;
    })
    .join('\n\n');
}

const read = (values: Parameters<typeof submitted>[0]) =>
  readIncident({ ...issue, body: submitted(values) }, 'Asia/Tokyo');

describe('the issue form', () => {
  it('has the fields that are read, and the label that is listed', () => {
    const labels = form.body.flatMap(({ attributes }) => attributes.label ?? []);
    expect(labels).toEqual(Object.values(formFields));
    expect(form.labels).toEqual(['incident']);
  });

  it.each([
    ['severity', incidentSeverities],
    ['category', incidentCategories],
  ] as const)('offers what is known as %s', (id, known) => {
    const options = form.body.find((one) => one.id === id)?.attributes.options ?? [];
    expect(options.map((option) => read({ [id]: String(option) })[id])).toEqual(known);
  });

  it('is read as people fill it in', () => {
    expect(
      read({
        started: '2026-11-05 14:03',
        detected: '2026-11-05 14:06:30',
        acknowledged: '2026-11-05T05:10Z',
        resolved: '2026-11-05 5:30 +03:00',
        severity: 'major — 一部の機能・利用者 / some functions or users',
        customers: '約1,200人',
        planned: '- [ ] 予告した計画作業の時間内だった',
        followUps: '- [x] 上限を増やす #12\n- [ ] アラートを追加 (期限: 2026-12-10)',
      }),
    ).toMatchObject({
      started: '2026-11-05T05:03:00.000Z',
      detected: '2026-11-05T05:06:30.000Z',
      acknowledged: '2026-11-05T05:10:00.000Z',
      severity: 'major',
      customers: 1200,
      planned: false,
      followUps: [
        { text: '上限を増やす #12', done: true },
        { text: 'アラートを追加', done: false, due: '2026-12-10' },
      ],
      unreadable: ['resolved'],
    });
  });

  it.each(['2026-02-30 10:00', 'yesterday', '14:03', '2026-11-05 25:00'])(
    'names what cannot be read and guesses nothing: %s',
    (started) => {
      const incident = read({ started });
      expect(incident.started).toBeUndefined();
      expect(incident.unreadable).toEqual(['started']);
    },
  );

  it('reads headings of one language, and Windows line ends', () => {
    const body = '### Started\r\n\r\n2026-11-05 14:03\r\n\r\n### 重大度\r\n\r\nminor\r\n';
    expect(readIncident({ ...issue, body }, 'Asia/Tokyo')).toMatchObject({
      started: '2026-11-05T05:03:00.000Z',
      severity: 'minor',
    });
  });

  it('a time before the beginning is named, and not used', () => {
    const incident = read({ started: '2026-11-05 14:03', resolved: '2026-11-05 13:00' });
    expect(incident.unreadable).toEqual(['resolved']);
    // So that the closing of the issue stands in, marked, instead of an outage of no length.
    expect(incident.resolved).toBeUndefined();
  });
});

describe('statistics', () => {
  const at = (minutes: number) =>
    new Date(Date.parse('2026-11-05T00:00:00Z') + minutes * 60_000).toISOString();
  const incident = (rest: object) => ({ ...read({}), ...rest });

  it('MTTA runs from detection to acknowledgement, MTTR from the beginning to restoration', () => {
    const incidents = [30, 60, 240].map((resolved) =>
      incident({
        started: at(0),
        detected: at(10),
        acknowledged: at(15),
        resolved: at(resolved),
        customers: 10,
      }),
    );
    const result = incidentStatistics(incidents, '2026-12-31');
    expect(result.acknowledge).toMatchObject({ n: 3, median: 5, fallbacks: 0 });
    expect(result.restore).toMatchObject({ n: 3, median: 60, most: 240, fallbacks: 0 });
    expect(result.restore.p90).toBeUndefined();
    expect(result.userMinutes).toBe(3300);
  });

  it('times of the issue only stand in, and are counted as such', () => {
    const result = incidentStatistics([incident({})], '2026-12-31');
    expect(result.restore).toMatchObject({ n: 1, least: 1180, fallbacks: 1 });
    expect(result.acknowledge).toMatchObject({ n: 0, without: 1 });
    expect(result.userMinutes).toBeUndefined();
  });

  it('planned maintenance is no incident', () => {
    const period = { from: '2026-10-01T00:00:00.000Z', to: '2027-01-01T00:00:00.000Z' };
    const incidents = [incident({ planned: true }), incident({ number: 8 })];
    expect(begunWithin(incidents, period).map(({ number }) => number)).toEqual([8]);
  });

  it('follow-ups are overdue after their day', () => {
    const followUps = [
      { text: 'a', done: false, due: '2026-12-10' },
      { text: 'b', done: false, due: '2026-12-31' },
      { text: 'c', done: true, due: '2026-11-10' },
    ];
    const result = incidentStatistics([incident({ followUps })], '2026-12-31');
    expect(result.followUps).toEqual({ open: 2, done: 1, overdue: 1 });
  });

  it('an outage ends when users can work again; one that nobody felt is none', () => {
    const one = incident({ started: at(0), mitigated: at(30), resolved: at(90) });
    expect(outageOf(one, Date.parse(at(1000)))).toEqual({
      from: Date.parse(at(0)),
      to: Date.parse(at(30)),
    });
    expect(outageOf({ ...one, customers: 0 }, Date.parse(at(1000)))).toBeUndefined();
    const { closedAt: _, ...open } = { ...incident({ started: at(0) }), state: 'open' as const };
    expect(outageOf(open, Date.parse(at(1000)))?.to).toBe(Date.parse(at(1000)));
  });
});
