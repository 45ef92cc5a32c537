import { describe, expect, test } from 'vitest';
import { check } from '../../../src/catalogue/logs/rotate-config.ts';
import { configBlocks } from '../../../src/catalogue/logs/rotate-config-blocks.ts';
import { catalogue } from '../../../src/catalogue/registry.ts';
import { loadInstance } from '../../../src/config/instance.ts';

describe('the blocks of a configuration', () => {
  test.each([
    ['nothing', '', []],
    ['a comment', '# /a.log { rotate 4 }', []],
    ['its own rotate', '/a.log {\n rotate 4\n}', [['/a.log', 4, false]]],
    ['rotate=', '/a.log {\n rotate = 4\n}', [['/a.log', 4, false]]],
    ['all are kept', '/a.log {\n rotate -1\n}', [['/a.log', -1, false]]],
    ['all on one line', '/a.log { rotate 4 }', [['/a.log', 4, false]]],
    ['several patterns', '/a.log\n"/b c.log" {\n daily\n}', [['/a.log "/b c.log"', null, false]]],
    ['a brace of its own line', '/a.log\n{\n copytruncate\n}', [['/a.log', null, true]]],
    [
      'what stands above holds below',
      'rotate 2\n/a.log {\n}\n/b.log {\n rotate 3\n}',
      [
        ['/a.log', 2, false],
        ['/b.log', 3, false],
      ],
    ],
    [
      'a script is not read',
      '/a.log {\n postrotate\n  rotate 9; x=${y}\n }\n endscript\n}',
      [['/a.log', null, true]],
    ],
    [
      'a script before the rotation tells nobody',
      '/a.log {\n prerotate\n  true\n endscript\n}',
      [['/a.log', null, false]],
    ],
    ['after all are rotated', '/a.log {\nlastaction\ntrue\nendscript\n}', [['/a.log', null, true]]],
    ['no end', '/a.log {\n rotate 4', [['/a.log', 4, false]]],
  ])('%s', (_name, text, expected) => {
    const blocks = configBlocks(text.split('\n'));
    expect(blocks.map(({ heading, rotate, tells }) => [heading, rotate, tells])).toEqual(expected);
  });
});

test('one exact command runs as root, and it changes nothing', () => {
  const { rotation } = check.probes(check.params.parse({ state: '/var/lib/logrotate.status' }));
  expect(rotation.script.sudo.map(({ argv }) => argv.join(' '))).toEqual([
    '/usr/sbin/logrotate -d -s /var/lib/logrotate.status /etc/logrotate.conf',
  ]);
});

test.each(['status', '/var/lib/a b', '/var/log/', '/x;y', '/x*'])('%j is refused', (path) => {
  for (const name of ['state', 'config', 'directory']) {
    expect(check.params.safeParse({ [name]: path }).success).toBe(false);
  }
});

test('what has changed is shown line by line', () => {
  const params = check.params.parse({});
  const facts = {
    config: 'read' as const,
    sha256: 'b',
    lines: ['/a.log {', 'rotate 1', 'copytruncate', '}'],
    exitStatus: 0,
    errors: [],
    keepsNothing: [],
    logs: [],
    ranSeconds: 1_795_392_000,
    timer: 'active',
    cron: false,
    files: [],
    allListed: true,
    trouble: '',
  };
  const earlier = { ...facts, sha256: 'a', lines: ['/a.log {', 'rotate 14', 'copytruncate', '}'] };
  const now = new Date('2026-11-23T02:00:00Z');
  const host = {
    name: 'app1',
    clockAheadSeconds: 0,
    epochSeconds: now.getTime() / 1000,
    uptimeSeconds: 1,
    cores: 1,
    kernel: '6.1.0',
    osId: 'debian',
    osVersion: '12',
    uid: 1000,
  };
  const history = [{ at: new Date('2026-11-16T02:00:00Z'), facts: earlier }];
  const { findings } = check.evaluate(facts, params, { now, host, history });
  expect(findings).toMatchObject([{ key: 'content', evidence: '- rotate 14\n+ rotate 1' }]);
});

test('Sunday looks at the configuration, and rotates only when the disk is full', async () => {
  const { runbooks } = await loadInstance('maintenance', { catalogue });
  const sunday = runbooks.find(({ id }) => id === 'weekly-log-rotation');
  expect(sunday).toMatchObject({
    level: 1,
    window: { every: 'week', on: 'sunday', at: '03:00' },
    steps: [
      { use: 'logs.rotate-config' },
      { use: 'logs.disk-usage', then: { task: 'logs.rotate-force', apply: true } },
    ],
  });
  expect(sunday?.steps).toHaveLength(2);
});
