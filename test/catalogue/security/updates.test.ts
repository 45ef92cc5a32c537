import { describe, expect, test } from 'vitest';
import {
  isSecurityOrigin,
  parseSimulation,
} from '../../../src/catalogue/security/apt-simulation.ts';
import { defaultDeferred, isDeferred } from '../../../src/catalogue/security/deferred.ts';
import { newerKernel } from '../../../src/catalogue/security/kernels.ts';
import { daysPending } from '../../../src/catalogue/security/pending-age.ts';
import { releaseState } from '../../../src/catalogue/security/release-support.ts';

describe('what a security update is', () => {
  test.each([
    ['Debian-Security:12/oldstable-security', true],
    ['Ubuntu:22.04/jammy-updates, Ubuntu:22.04/jammy-security', true],
    ['UbuntuESMApps:22.04/jammy-apps-security', true],
    ['Debian:12.15/oldstable', false],
    ['Ubuntu:22.04/jammy-updates', false],
    ['acme-security-tools:1/stable', false],
    ['', false],
  ])('%j: %j', (origin, isIt) => expect(isSecurityOrigin(origin)).toBe(isIt));

  test('a name says nothing about an origin', () => {
    const { upgrades } = parseSimulation(
      'Inst acme-security [1.0] (2.0 localhost [all])\n1 upgraded, 0 newly installed, 0 to remove',
    );
    expect(upgrades).toEqual([
      { name: 'acme-security', from: '1.0', to: '2.0', origin: 'localhost' },
    ]);
    expect(upgrades.some(({ origin }) => isSecurityOrigin(origin))).toBe(false);
  });

  test('packages of another architecture, and new ones', () => {
    const { upgrades, installs } = parseSimulation(
      `Inst libc6:i386 [2.36-9+deb12u9] (2.36-9+deb12u10 Debian:12.9/stable, Debian-Security:12/stable-security [i386]) []
Inst linux-image-6.1.0-50-amd64 (6.1.170-1 Debian-Security:12/oldstable-security [amd64])
1 upgraded, 1 newly installed, 0 to remove and 0 not upgraded.`,
    );
    expect(upgrades.map(({ name }) => name)).toEqual(['libc6:i386']);
    expect(installs.map(({ name, from }) => [name, from])).toEqual([
      ['linux-image-6.1.0-50-amd64', ''],
    ]);
  });
});

test.each([
  ['postgresql-15', true],
  ['nginx-light', true],
  ['linux-image-6.1.0-50-amd64', true],
  ['libc6', true],
  ['libssl3', true],
  ['python3', true],
  ['python3.11-minimal', true],
  ['libpython3.11-stdlib', true],
  ['python3-urllib3', false],
  ['libcap2', false],
  ['perl', false],
])('%s waits for the monthly window: %j', (name, waits) =>
  expect(isDeferred(name, defaultDeferred)).toBe(waits),
);

test.each([
  ['6.1.0-9-amd64', ['6.1.0-9-amd64', '6.1.0-10-amd64'], '6.1.0-10-amd64'],
  ['6.1.0-10-amd64', ['6.1.0-9-amd64', '6.1.0-10-amd64'], undefined],
  ['6.1.0-9-amd64', ['6.1.0-9-amd64', '6.1.0-50-cloud-amd64'], undefined],
  ['6.1.0-9-cloud-amd64', ['6.1.0-9-cloud-amd64', '6.1.0-10-cloud-amd64'], '6.1.0-10-cloud-amd64'],
  [
    '6.1.0-0.deb11.18-amd64',
    ['6.1.0-0.deb11.18-amd64', '6.1.0-0.deb11.21-amd64'],
    '6.1.0-0.deb11.21-amd64',
  ],
  ['6.12.43+deb13-amd64', ['6.12.43+deb13-amd64', '6.12.48+deb13-amd64'], '6.12.48+deb13-amd64'],
  ['6.8.0-45-generic', ['6.8.0-45-generic', '6.8.0-100-generic'], '6.8.0-100-generic'],
  ['6.18.5-provider', ['6.1.0-10-amd64'], undefined],
  ['6.1.0-9-amd64', [], undefined],
])('running %s of %j: %j waits', (running, installed, newer) =>
  expect(newerKernel(running, installed)).toBe(newer),
);

test.each([
  ['debian', '12', '2026-07-11T12:00:00Z', 'supported'],
  ['debian', '12', '2026-07-12T12:00:00Z', 'lts'],
  ['debian', '12', '2028-06-30T12:00:00Z', 'ending'],
  ['debian', '12', '2028-07-01T12:00:00Z', 'ended'],
  ['ubuntu', '22.04', '2026-11-24T12:00:00Z', 'supported'],
  ['ubuntu', '20.04', '2026-11-24T12:00:00Z', 'ended'],
  ['ubuntu', '99.04', '2026-11-24T12:00:00Z', 'unlisted'],
  ['constructor', '12', '2026-11-24T12:00:00Z', 'unlisted'],
])('%s %s on %s is %s', (osId, version, now, kind) =>
  expect(releaseState(osId, version, new Date(now)).kind).toBe(kind),
);

describe('how long an update has been pending', () => {
  const update = { name: 'perl', from: '1', to: '2', origin: '', severity: null };
  const host = {} as never;
  const record = (day: string, facts: unknown) => ({ at: new Date(`2026-11-${day}`), facts });
  const pending = (from: string) => ({ failure: null, pending: [{ name: 'perl', from }] });
  const days = (history: ReturnType<typeof record>[]) =>
    daysPending(update, { now: new Date('2026-11-24'), host, history });

  test('since the first record in a row', () =>
    expect(days([record('20', pending('1')), record('14', pending('1'))])).toBe(10));
  test('not longer than it was up to date in between', () =>
    expect(
      days([
        record('20', pending('1')),
        record('18', { failure: null, pending: [] }),
        record('14', pending('1')),
      ]),
    ).toBe(4));
  test('an older version is another matter', () =>
    expect(days([record('20', pending('0'))])).toBe(0));
  test('a record that could not tell does not break the row', () =>
    expect(
      days([
        record('20', { failure: { exitStatus: 100, text: '' }, pending: [] }),
        record('16', { apt: { lock: { pid: 1, command: 'apt' } }, failure: null, pending: [] }),
        record('14', pending('1')),
      ]),
    ).toBe(10));
  test('records of another kind are passed over', () =>
    expect(days([record('20', 'nonsense')])).toBe(0));
});
