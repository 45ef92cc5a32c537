import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Check, defineCheck, type Judgement, Unparsable } from '../../src/catalogue/define.ts';
import { type ShellProbe, shell } from '../../src/core/probe.ts';
import { type ShellText, sh, sudo } from '../../src/core/shell.ts';
import { runFleet } from '../../src/engine/run-fleet.ts';
import type { EngineWorld } from '../../src/engine/run-host.ts';
import { runHost } from '../../src/engine/run-host.ts';
import { type LocalOptions, localConnector, testHost } from '../support/local-connector.ts';

const text = { ja: '試験', en: 'test' };

interface Parts {
  readonly parse?: (stdout: string) => unknown;
  readonly evaluate?: (facts: unknown) => Judgement<'seen'>;
  readonly transient?: boolean;
}

function checkOf(id: string, probe: ShellProbe, parts: Parts = {}): Check {
  return defineCheck({
    id,
    title: text,
    description: text,
    sources: [],
    level: 1,
    params: z.strictObject({}),
    messages: { seen: text },
    measures: {},
    transient: parts.transient ?? false,
    probes: () => ({ main: probe }),
    parse: ({ main }) => (parts.parse ? parts.parse(main.stdout) : main.stdout),
    evaluate: (facts) => parts.evaluate?.(facts) ?? { findings: [] },
  });
}

function world(options: LocalOptions = {}): EngineWorld {
  const unused = () => Promise.reject(new Error('not in this test'));
  return {
    connector: localConnector(options),
    probeTls: unused,
    probeHttp: unused,
    probeTcp: unused,
    now: () => new Date(),
  };
}

function run(checks: readonly Check[], options: LocalOptions = {}) {
  const steps = checks.map((check) => ({ id: check.id, check, params: {}, history: [] }));
  return runHost({ host: testHost('app1'), steps }, world(options), new AbortController().signal);
}

const warning = {
  findings: [{ key: 'k', severity: 'warning', message: { id: 'seen', args: {} } }],
} as const;

describe('what is not an answer is unknown, with the reason', () => {
  const cases: [string, ShellText, Partial<ShellProbe>, Parts, string, string][] = [
    [
      'a missing tool',
      sh`echo x`,
      { requires: ['no-such-tool'] },
      {},
      'unknown/missing-tool',
      'no-such-tool',
    ],
    ['a time-out', sh`sleep 99`, { timeoutSeconds: 1 }, {}, 'unknown/timed-out', '1'],
    ['an exit status', sh`echo why >&2; exit 4`, {}, {}, 'unknown/exit-status', '4'],
    ['too much output', sh`echo 123456789`, { maxOutputBytes: 4 }, {}, 'unknown/truncated', '4'],
    [
      'a refusal of sudo',
      sh`echo 'sudo: a password is required' >&2; exit 1; ${sudo('/usr/bin/cat', '/etc/shadow')}`,
      {},
      {},
      'unknown/sudo-denied',
      '/usr/bin/cat /etc/shadow',
    ],
    [
      'output that makes no sense',
      sh`echo x`,
      {},
      {
        parse: (stdout) => {
          throw new Unparsable('a number', stdout);
        },
      },
      'unknown/unparsable',
      'a number',
    ],
    [
      'a fault of ours',
      sh`echo x`,
      {},
      {
        evaluate: () => {
          throw new TypeError('oops');
        },
      },
      'unknown/internal-error',
      'oops',
    ],
  ];
  test.each(cases)('%s', async (_, script, options, parts, id, arg) => {
    const neighbour = checkOf('x.fine', shell(sh`echo fine`));
    const { steps } = await run([checkOf('x.broken', shell(script, options), parts), neighbour]);
    const [broken, fine] = steps;
    expect(broken).toMatchObject({
      verdict: 'unknown',
      findings: [{ key: 'unknown', severity: 'unknown' }],
    });
    expect(broken?.reason?.id).toBe(id);
    expect(broken?.findings[0]?.remedy?.id).toBe(`${id}-remedy`);
    expect(Object.values(broken?.reason?.args ?? {}).map(String)).toEqual([arg]);
    expect(fine).toMatchObject({ verdict: 'ok', facts: 'fine\n' });
  });
});

describe('a host that gives no answer at all has one finding', () => {
  const checks = [checkOf('x.one', shell(sh`echo 1`)), checkOf('x.two', shell(sh`echo 2`))];

  test('when it cannot be reached', async () => {
    const outcome = await run(checks, { down: ['app1'] });
    expect(outcome).toMatchObject({ reachable: false, failure: { id: 'connection/refused' } });
    expect(
      outcome.steps.map(({ use, verdict, findings }) => [use, verdict, findings.length]),
    ).toEqual([
      ['host.unreachable', 'critical', 1],
      ['x.one', 'unknown', 0],
      ['x.two', 'unknown', 0],
    ]);
  });

  test.each([
    [
      'the login shell runs something else',
      'echo "This account is not available"; exit 1',
      'unknown/no-shell',
    ],
    ['a start-up file eats the script', 'cat >/dev/null; exec sh -s', 'unknown/no-shell'],
  ])('when %s', async (_, command, id) => {
    const outcome = await run(checks, { command });
    expect(outcome.reachable).toBe(true);
    expect(
      outcome.steps.flatMap(({ findings }) => findings.map(({ message }) => message.id)),
    ).toEqual([id]);
    expect(outcome.steps.map(({ verdict }) => verdict)).toEqual(['unknown', 'unknown', 'unknown']);
  });

  test('when the script dies half-way: what was answered before it still counts', async () => {
    const deadly = checkOf(
      'x.deadly',
      shell(sh`kill -9 $$; read -r pid rest </proc/self/stat; kill -9 "$pid"`),
    );
    const outcome = await run([
      checkOf('x.first', shell(sh`echo 1`)),
      deadly,
      checkOf('x.last', shell(sh`echo 2`)),
    ]);
    expect(outcome.steps.map(({ use, verdict }) => `${use} ${verdict}`)).toEqual([
      'host.unreachable unknown',
      'x.first ok',
      'x.deadly unknown',
      'x.last unknown',
    ]);
    expect(outcome.failure?.id).toBe('unknown/script-died');
  });

  test('when it never stops talking', async () => {
    const chatty = checkOf(
      'x.chatty',
      shell(sh`while :; do echo yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy; done`),
    );
    const outcome = await run([chatty]);
    expect(outcome.failure?.id).toBe('unknown/truncated');
  });
});

describe('noise', () => {
  test('before the script is passed over', async () => {
    const command = 'echo Welcome; echo "setlocale: cannot change locale" >&2; exec sh -s';
    const { steps } = await run([checkOf('x.one', shell(sh`echo 1`))], { command });
    expect(steps).toMatchObject([{ verdict: 'ok', facts: '1\n' }]);
  });
});

describe('a transient finding counts only when it is found twice', () => {
  test.each([
    ['gone the second time', [true, false], 'ok'],
    ['there both times', [true, true], 'warning'],
  ])('%s', async (_, seen, verdict) => {
    let looks = 0;
    const check = checkOf('x.moment', shell(sh`echo 1`), {
      transient: true,
      evaluate: () => (seen[looks++] ? warning : { findings: [] }),
    });
    const { steps } = await run([
      check,
      checkOf('x.steady', shell(sh`echo 2`), { evaluate: () => warning }),
    ]);
    expect(steps.map((step) => step.verdict)).toEqual([verdict, 'warning']);
    expect(looks).toBe(2);
  });
});

describe('a fleet', () => {
  test('keeps its order, never runs more than it may, and one host does not hurt another', async () => {
    let running = 0;
    let most = 0;
    const names = Array.from({ length: 12 }, (_, index) => `app${index}`);
    const check = checkOf('x.one', shell(sh`sleep 0.1`));
    const plans = names.map((name) => ({
      host: testHost(name),
      steps: [{ id: 'x.one', check, params: {}, history: [] }],
    }));
    const outcomes = await runFleet(plans, world({ down: ['app3'] }), {
      concurrency: 4,
      signal: new AbortController().signal,
      onProgress: ({ kind }) => {
        running += kind === 'host-started' ? 1 : -1;
        most = Math.max(most, running);
      },
    });
    expect(outcomes.map(({ name }) => name)).toEqual(names);
    expect(outcomes.map(({ reachable }) => reachable).filter((one) => !one)).toHaveLength(1);
    expect(most).toBe(4);
  });

  test('an interrupted run ends at once, and says so', async () => {
    const stop = new AbortController();
    const check = checkOf('x.slow', shell(sh`sleep 30`));
    setTimeout(() => stop.abort(), 300);
    const started = Date.now();
    const steps = [{ id: 'x.slow', check, params: {}, history: [] }];
    const outcome = await runHost({ host: testHost('app1'), steps }, world(), stop.signal);
    expect(Date.now() - started).toBeLessThan(3000);
    expect(outcome.failure?.id).toBe('unknown/lost');
  });
});
