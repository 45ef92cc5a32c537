import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hostKeyScanner } from '../../../src/connectors/ssh/scan.ts';
import { connectorFor, failureOf, fleetOf, never, quick, run } from '../fleet.ts';
import { type Sshd, type SshLab, sshdIsMissing, sshLab } from '../sshd.ts';

describe.skipIf(sshdIsMissing)('host keys of a real sshd', () => {
  let lab: SshLab;
  let sshd: Sshd;

  beforeAll(async () => {
    lab = await sshLab();
    sshd = await lab.start({ hostKeyTypes: ['ed25519', 'ecdsa', 'rsa'] });
  });
  afterAll(() => lab.close());

  const attempt = (hostKeys: readonly string[], knownHosts = '') => {
    const host = sshd.host({ hostKeys });
    const connector = connectorFor([host], { key: lab.clientKey, knownHosts });
    return connector.connect(host, { signal: never });
  };
  const succeeds = async (hostKeys: readonly string[], knownHosts = '') => {
    const session = await attempt(hostKeys, knownHosts);
    const { stdout } = await run(session, 'echo in');
    session.close();
    return stdout;
  };
  const fingerprintOf = (type: string) =>
    execFileSync('ssh-keygen', ['-lf', lab.key(`host1_${type}`)], { encoding: 'utf8' }).split(
      ' ',
    )[1];

  test('every pinned type is asked for and found', async () => {
    for (const key of sshd.hostKeys) expect(await succeeds([key])).toBe('in\n');
  });

  test('a key that is not pinned is refused with its fingerprint', async () => {
    const error = await failureOf(attempt([]));
    expect(error.failure).toBe('host-key-unknown');
    expect(error.explanation.args).toMatchObject({
      offered: fingerprintOf('ed25519'),
      pinned: '-',
    });
    expect(sshd.log()).not.toContain('Failed publickey');
  });

  test('another key than the pinned one is refused with both fingerprints', async () => {
    const other = lab.key('other');
    const line = readFileSync(`${other}.pub`, 'utf8');
    const error = await failureOf(attempt([line]));
    expect(error.failure).toBe('host-key-changed');
    const printed = execFileSync('ssh-keygen', ['-lf', other], { encoding: 'utf8' }).split(' ')[1];
    expect(error.explanation.args).toMatchObject({
      offered: fingerprintOf('ed25519'),
      pinned: `ssh-ed25519 ${printed}`,
    });
  });

  test('a server that has no key of the pinned type', async () => {
    const single = await lab.start({ name: 'single', hostKeyTypes: ['ed25519'] });
    const host = single.host({ hostKeys: [sshd.hostKeys[2] ?? ''] });
    const connector = connectorFor([host], { key: lab.clientKey });
    const error = await failureOf(connector.connect(host, { signal: never }));
    expect(error.explanation.id).toBe('connection.host-key-changed.type');
  });

  test('known_hosts: plain, hashed, other port, revoked, authority only', async () => {
    const [key = ''] = sshd.hostKeys;
    const name = `[127.0.0.1]:${sshd.port}`;
    expect(await succeeds([], `# pins\n${name},[other]:22 ${key}\n`)).toBe('in\n');

    const path = join(lab.directory, 'known_hosts');
    writeFileSync(path, `${name} ${key}\n`);
    execFileSync('ssh-keygen', ['-q', '-H', '-f', path], { stdio: 'ignore' });
    const hashed = readFileSync(path, 'utf8');
    expect(hashed).toMatch(/^\|1\|/);
    expect(await succeeds([], hashed)).toBe('in\n');

    expect((await failureOf(attempt([], `127.0.0.1 ${key}\n`))).failure).toBe('host-key-unknown');
    const revoked = await failureOf(attempt([], `${name} ${key}\n@revoked * ${key}\n`));
    expect(revoked.explanation.id).toBe('connection.host-key-changed.revoked');
    const authority = await failureOf(attempt([], `@cert-authority * ${key}\n`));
    expect(authority.explanation.id).toBe('connection.host-key-unknown.certificate');
  });

  test('a host certificate does not keep the plain key from being verified', async () => {
    const ca = lab.key('ca');
    const copy = join(lab.directory, 'certified');
    copyFileSync(lab.key('certified_source'), copy);
    copyFileSync(`${lab.key('certified_source')}.pub`, `${copy}.pub`);
    execFileSync('ssh-keygen', ['-q', '-s', ca, '-h', '-I', 'host', `${copy}.pub`]);
    const certified = await lab.start({
      name: 'certified',
      hostKeyTypes: [],
      config: [`HostKey ${copy}`, `HostCertificate ${copy}-cert.pub`],
    });
    const host = certified.host({ hostKeys: [readFileSync(`${copy}.pub`, 'utf8')] });
    const session = await connectorFor([host], { key: lab.clientKey }).connect(host, {
      signal: never,
    });
    expect((await run(session, 'echo in')).stdout).toBe('in\n');
    session.close();
  });

  test('the scanner returns what ssh-keygen prints', async () => {
    const host = sshd.host({ hostKeys: [] });
    const scan = hostKeyScanner({ fleet: fleetOf([host]), environment: {}, limits: quick });
    const keys = await scan(host, { signal: never });
    expect(keys.map(({ line }) => line)).toEqual(sshd.hostKeys);
    expect(keys.map(({ fingerprint }) => fingerprint)).toEqual(
      ['ed25519', 'ecdsa', 'rsa'].map(fingerprintOf),
    );
  });

  test('the scanner reaches a host behind a jump host, whose key it checks', async () => {
    const target = sshd.host({ name: 'target', jump: 'bastion', hostKeys: [] });
    const bastion = await lab.start({ name: 'bastion' });
    const options = { environment: { LAB_KEY: lab.clientKey }, limits: quick };
    const scan = hostKeyScanner({ ...options, fleet: fleetOf([target, bastion.host()]) });
    expect(await scan(target, { signal: never })).toHaveLength(3);
    const unpinned = hostKeyScanner({
      ...options,
      fleet: fleetOf([target, bastion.host({ hostKeys: [] })]),
    });
    await expect(unpinned(target, { signal: never })).rejects.toMatchObject({
      failure: 'host-key-unknown',
      hop: 'bastion',
    });
  });
});
