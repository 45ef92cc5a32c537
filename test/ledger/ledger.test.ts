import { describe, expect, test } from 'vitest';
import { ledger } from '../../src/ledger/ledger.ts';
import { missedOf } from '../../src/ledger/missed.ts';
import type { LedgerInput, LedgerRecord } from '../../src/ledger/model.ts';
import type { Runbook } from '../../src/runbook/model.ts';

const text = { ja: '週次', en: 'Weekly' };
const weekly: Runbook = {
  id: 'weekly',
  title: text,
  purpose: text,
  level: 1,
  enabled: true,
  hosts: ['app'],
  since: '2026-11-01',
  window: { every: 'week', on: 'monday', at: '02:00', minutes: 30 },
  steps: ['one', 'two'].map((id) => ({ id, kind: 'check', use: id, with: {}, apply: false })),
  path: 'runbooks/weekly.yml',
};
const monthly: Runbook = {
  ...weekly,
  id: 'monthly',
  level: 2,
  window: { every: 'month', on: 'first monday', at: '03:00', minutes: 60 },
};

const ran = (
  window: string,
  startedAt: string,
  rest: Partial<LedgerRecord> = {},
): LedgerRecord => ({
  runbook: 'weekly',
  window,
  runId: `run-${startedAt}`,
  trigger: 'schedule',
  mode: 'check',
  startedAt,
  hosts: ['app1', 'app2'].map((name) => onHost(name)),
  ...rest,
});
const onHost = (name: string, rest: Partial<LedgerRecord['hosts'][number]> = {}) => ({
  name,
  steps: ['one', 'two'],
  carriedOut: true,
  refused: false,
  ...rest,
});

interface Given {
  readonly runbook?: Partial<Runbook>;
  readonly records?: readonly LedgerRecord[];
  readonly config?: Partial<LedgerInput['config']>;
  readonly exclusions?: LedgerInput['runbooks'][number]['hosts'][number]['exclusions'];
}

function windows(now: string, { runbook, records = [], config, exclusions = [] }: Given = {}) {
  const input: LedgerInput = {
    runbooks: [
      {
        runbook: { ...weekly, ...runbook },
        hosts: [
          { name: 'app1', exclusions: [] },
          { name: 'app2', exclusions },
        ],
      },
    ],
    records,
    config: {
      timezone: 'Asia/Tokyo',
      freezes: [],
      waivers: [],
      lateness: { level2Minutes: 30, level3Minutes: 30 },
      ...config,
    },
    now: new Date(now),
  };
  return ledger(
    input,
    new Date('2026-11-01T00:00:00Z'),
    new Date(Date.parse(now) + 7 * 86_400_000),
  );
}

/** `2026-W48 due app1:done app2:due`, the newest last; hosts only where they differ. */
function shown(now: string, given?: Given): string[] {
  return windows(now, given).map(({ key, state, hosts }) => {
    const different = new Set(hosts.map((host) => host.state)).size > 1;
    return [key, state, ...(different ? hosts.map((one) => `${one.host}:${one.state}`) : [])].join(
      ' ',
    );
  });
}

describe('what becomes of a window', () => {
  const now = '2026-11-25T00:00:00Z';
  const before = [ran('2026-W45', '2026-11-01T17:05:00Z'), ran('2026-W46', '2026-11-08T17:05:00Z')];
  const last = (given?: Given) => shown(now, given).at(-2);

  test('nobody came: it is due as long as it is this week, and then missed', () => {
    expect(shown(now, { records: before })).toEqual([
      '2026-W45 done',
      '2026-W46 done',
      '2026-W47 missed',
      '2026-W48 due',
      '2026-W49 upcoming',
    ]);
  });

  test('in time, and after its end', () => {
    expect(last({ records: [ran('2026-W48', '2026-11-22T17:09:00Z')] })).toBe('2026-W48 done');
    expect(last({ records: [ran('2026-W48', '2026-11-23T03:00:00Z')] })).toBe('2026-W48 late');
  });

  test('a host that was not reached has failed, until a later run reaches it', () => {
    const hosts = [onHost('app1'), onHost('app2', { carriedOut: false })];
    const first = ran('2026-W48', '2026-11-22T17:09:00Z', { hosts });
    expect(last({ records: [first] })).toBe('2026-W48 failed app1:done app2:failed');
    const again = ran('2026-W48', '2026-11-22T20:00:00Z', { hosts: [onHost('app2')] });
    expect(last({ records: [first, again] })).toBe('2026-W48 late app1:done app2:late');
    expect(last({ records: [again, first] })).toBe('2026-W48 late app1:done app2:late');
  });

  test('a host that has joined since is due', () => {
    const record = ran('2026-W48', '2026-11-22T17:09:00Z', { hosts: [onHost('app1')] });
    expect(last({ records: [record] })).toBe('2026-W48 due app1:done app2:due');
  });

  test("a person's look at one step, a plan, or a run before its time is none", () => {
    const by = (rest: Partial<LedgerRecord>) =>
      ran('2026-W48', '2026-11-23T01:00:00Z', { trigger: 'manual', ...rest });
    const one = ['app1', 'app2'].map((name) => onHost(name, { steps: ['one'] }));
    expect(last({ records: [by({ hosts: one })] })).toBe('2026-W48 due');
    expect(last({ records: [by({ mode: 'plan' })] })).toBe('2026-W48 due');
    expect(last({ records: [by({ startedAt: '2026-11-22T16:59:00Z' })] })).toBe('2026-W48 due');
    expect(last({ records: [by({})] })).toBe('2026-W48 late');
  });

  test('the team may waive it, for all hosts or for one', () => {
    const waiver = { runbook: 'weekly', window: '2026-W48', reason: '移転' };
    expect(last({ config: { waivers: [waiver] } })).toBe('2026-W48 waived');
    const one = [{ ...waiver, hosts: ['app2'] }];
    expect(last({ config: { waivers: one } })).toBe('2026-W48 due app1:due app2:waived');
    const other = [{ ...waiver, runbook: 'monthly' }];
    expect(last({ config: { waivers: other } })).toBe('2026-W48 due');
  });

  test('a host is left alone on days of its own, the last one included', () => {
    const exclusions = [{ from: '2026-11-20', to: '2026-11-23', reason: 'ディスク交換' }];
    const at = windows(now, { exclusions }).find(({ key }) => key === '2026-W48');
    expect(at?.hosts[1]).toEqual({ host: 'app2', state: 'waived', reason: 'ディスク交換' });
    const ended = [{ from: '2026-11-20', to: '2026-11-22', reason: '' }];
    expect(last({ exclusions: ended })).toBe('2026-W48 due');
  });

  test('a freeze is for changes: checks go on', () => {
    const freezes = [{ from: '2026-11-01', to: '2026-11-30', reason: '繁忙期' }];
    expect(last({ config: { freezes } })).toBe('2026-W48 due');
    const changes = shown(now, { runbook: monthly, config: { freezes } });
    expect(changes).toEqual(['2026-11 frozen']);
  });

  test('what is not enabled has no windows', () => {
    expect(shown(now, { runbook: { enabled: false } })).toEqual([]);
  });
});

describe('a change is not made up for', () => {
  const given = { runbook: { ...monthly, since: '2026-11-01' } };

  test('it may begin for half an hour', () => {
    expect(shown('2026-11-01T18:29:00Z', given)).toEqual(['2026-11 due']);
    expect(shown('2026-11-01T18:31:00Z', given)).toEqual(['2026-11 missed']);
  });

  test('as late as the team allows', () => {
    const config = { lateness: { level2Minutes: 0, level3Minutes: 30 } };
    expect(shown('2026-11-01T18:01:00Z', { ...given, config })).toEqual(['2026-11 missed']);
  });

  test('what the gates refused has not been carried out', () => {
    const hosts = ['app1', 'app2'].map((name) => onHost(name, { refused: true }));
    const record = ran('2026-11', '2026-11-01T18:05:00Z', { runbook: 'monthly', hosts });
    expect(shown('2026-11-01T18:10:00Z', { ...given, records: [record] })).toEqual([
      '2026-11 missed',
    ]);
  });
});

describe('when it begins to count', () => {
  const { since: _, ...fresh } = weekly;
  const of = (runbook: Runbook, records: readonly LedgerRecord[], now = '2026-11-25T00:00:00Z') => {
    const input: LedgerInput = {
      runbooks: [{ runbook, hosts: [{ name: 'app1', exclusions: [] }] }],
      records,
      config: {
        timezone: 'Asia/Tokyo',
        freezes: [],
        waivers: [],
        lateness: { level2Minutes: 30, level3Minutes: 30 },
      },
      now: new Date(now),
    };
    const all = ledger(input, new Date('2026-01-01T00:00:00Z'), new Date('2026-12-20T00:00:00Z'));
    return all.map(({ key, state }) => `${key} ${state}`);
  };

  test('a new check may come hours late, past midnight, and has missed nothing', () => {
    const late = of(fresh, [], '2026-11-23T16:30:00Z');
    expect(late.slice(0, 2)).toEqual(['2026-W48 due', '2026-W49 upcoming']);
    expect(of(fresh, [])[0]).toBe('2026-W49 upcoming');
  });

  test('a new change waits for its next window', () => {
    const { since: __, ...change } = monthly;
    expect(of(change, [])).toEqual(['2026-12 upcoming']);
  });

  test('from the first record on everything counts', () => {
    const records = [ran('2026-W46', '2026-11-08T17:05:00Z')];
    expect(of(fresh, records).slice(0, 3)).toEqual([
      '2026-W46 done',
      '2026-W47 missed',
      '2026-W48 due',
    ]);
  });
});

describe('a miss is told', () => {
  const done = (key: string, at: string) => ran(key, at);
  const at = (now: string, records: readonly LedgerRecord[]) =>
    missedOf(windows(now, { records }), new Date(now)).map(({ runbook, windows: lost, hosts }) => ({
      runbook: runbook.id,
      windows: lost.map(({ key }) => key),
      hosts,
    }));
  const before = [
    done('2026-W45', '2026-11-01T17:05:00Z'),
    done('2026-W46', '2026-11-08T17:05:00Z'),
  ];
  const lost = [{ runbook: 'weekly', windows: ['2026-W47'], hosts: ['app1', 'app2'] }];

  test('as long as nothing has made up for it', () => {
    expect(at('2026-11-22T16:00:00Z', before)).toEqual([]);
    expect(at('2026-11-25T00:00:00Z', before)).toEqual(lost);
  });

  test('even when the tick that finds it carries out the next window, and then no more', () => {
    const records = [...before, done('2026-W48', '2026-11-22T17:09:00Z')];
    expect(at('2026-11-22T17:15:00Z', records)).toEqual(lost);
    expect(at('2026-11-23T14:00:00Z', records)).toEqual([]);
  });

  test('every miss of a long silence', () => {
    const [{ windows: keys } = { windows: [] }] = at('2026-11-25T00:00:00Z', []);
    expect(keys).toEqual(['2026-W45', '2026-W46', '2026-W47']);
  });
});
