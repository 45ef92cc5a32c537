import { describe, expect, test } from 'vitest';
import { task } from '../../../src/catalogue/security/apply.ts';
import { refuse } from '../../../src/catalogue/security/upgrade-guards.ts';
import type { UpgradeChange } from '../../../src/catalogue/security/upgrade-plan.ts';
import { shortagesOf } from '../../../src/catalogue/security/upgrade-space.ts';

const params = task.params.parse({ services: ['web.service'], keepRuns: 3 });

describe('what the helper is told', () => {
  const change: UpgradeChange = {
    packages: [
      { name: 'acme', from: '1.0', to: '1.1~deb12u1', automatic: true },
      { name: 'acme-new', from: '', to: '2:1', automatic: true },
    ],
    services: ['web.service'],
    health: ['http://127.0.0.1:1/'],
  };
  const orders =
    "'rollback required' 'keep 3' 'package acme 1.0 1.1~deb12u1 auto' 'package acme-new - 2:1 auto'";

  test('an upgrade has its versions on standard input, and none in an argument', () => {
    const { script } = task.apply(change, params);
    expect(script.text).toContain(`printf '%s\\n' ${orders} end | sudo -n /usr/local/lib/teiki/`);
    for (const { argv } of script.sudo) expect(argv.join(' ')).not.toContain('acme');
  });

  test('the way back has the same, and the services that were active', () => {
    const way = task.rollback(change, params);
    if (way === 'irreversible') throw new Error('there is a way back');
    expect(way.script.text).toContain(
      `printf '%s\\n' ${orders} 'service web.service' end | sudo -n `,
    );
    expect(way.script.sudo.map(({ argv }) => argv.slice(1).join(' '))).toEqual([
      'rollback web.service',
      'restart web.service',
    ]);
  });
});

describe('a new major version', () => {
  const apt = (name: string, from: string, to: string) =>
    ({
      packages: [{ name, from, to, origin: '', automatic: false }],
      removals: [],
      chosen: [name],
      space: { mounts: [], downloadBytes: 0, newBytes: 0, oldBytes: 0 },
    }) as unknown as Parameters<typeof refuse>[0];

  test.each([
    ['postgresql', '15+248+deb12u1', '15+248+deb12u2', false],
    ['postgresql', '15+248', '16+250', true],
    ['postgresql-15', '15.18-0+deb12u1', '15.20-0+deb12u1', false],
    ['postgresql-common', '248+deb12u1', '250', false],
    ['python3', '3.11.2-1+b1', '3.11.4-1', false],
    ['python3', '3.11.2-1+b1', '3.12.3-0', true],
    ['python3-minimal', '3.9.2-3', '3.11.2-1', true],
    ['nginx', '1.22.1-9+deb12u9', '1.22.1-9+deb12u11', false],
    ['nginx-light', '1.22.1-9', '1.24.0-1', true],
    ['nginx', '1:1.22.1-1', '1:1.26.0-1', true],
    ['bash', '5.1-2', '6.0-1', false],
  ])('%s %s → %s: refused is %j', (name, from, to, refused) =>
    expect(refuse(apt(name, from, to), { kind: 'all' }, params).map(({ key }) => key)).toEqual(
      refused ? [`major:${name}`] : [],
    ),
  );
});

describe('room', () => {
  const gibibyte = 1024 ** 3;
  const spare = { minFreeMiB: 1024, minFreeBootMiB: 150 };
  const space = (mounts: Record<string, number>) => ({
    mounts: Object.entries(mounts).map(([mount, freeBytes]) => ({ mount, freeBytes })),
    downloadBytes: gibibyte / 4,
    newBytes: gibibyte,
    oldBytes: gibibyte / 2,
  });
  const shortOf = (mounts: Record<string, number>, hasKernel = false) =>
    shortagesOf(space(mounts), spare, hasKernel).map(({ mount }) => mount);

  test.each([
    ['one file system takes files and packages', { '/': 2.4 * gibibyte }, ['/']],
    ['and has enough', { '/': 2.6 * gibibyte }, []],
    ['/var takes the packages', { '/': 1.8 * gibibyte, '/var': 1.7 * gibibyte }, ['/var']],
    ['both are enough', { '/': 1.8 * gibibyte, '/var': 1.8 * gibibyte }, []],
    ['/usr takes the files', { '/': 1.8 * gibibyte, '/usr': 1.7 * gibibyte }, ['/usr']],
    ['/boot does not matter without a kernel', { '/': 9 * gibibyte, '/boot': 0 }, []],
  ])('%s', (_, mounts, short) => expect(shortOf(mounts)).toEqual(short));

  test('/boot matters with a kernel', () => {
    expect(shortOf({ '/': 9 * gibibyte, '/boot': 100 * 1024 ** 2 }, true)).toEqual(['/boot']);
    expect(shortOf({ '/': 9 * gibibyte, '/boot': 200 * 1024 ** 2 }, true)).toEqual([]);
  });
});
