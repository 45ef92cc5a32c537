import { userInfo } from 'node:os';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { withInstance } from '../config/temporary-instance.ts';
import { type Sshd, type SshLab, sshdIsMissing, sshLab } from '../connectors/sshd.ts';
import { teiki } from './capture.ts';

describe.skipIf(sshdIsMissing)('teiki hostkeys', () => {
  let lab: SshLab;
  let app: Sshd;
  let bastion: Sshd;
  beforeAll(async () => {
    lab = await sshLab();
    app = await lab.start({ name: 'app1', hostKeyTypes: ['ed25519', 'rsa'] });
    bastion = await lab.start({ name: 'bastion' });
    vi.stubEnv('LAB_KEY', lab.clientKey);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await lab?.close();
  });

  /** Pins as lists of lines; no list, no pins. */
  const run = (
    pins: { app1?: readonly string[]; bastion?: readonly string[] },
    ...args: string[]
  ) => {
    const keys = (list?: readonly string[]) => (list ? `, hostKeys: ${JSON.stringify(list)}` : '');
    const fleet = `defaults: { user: ${userInfo().username}, identity: env:LAB_KEY, address: x }
hosts:
  app1: { address: 127.0.0.1, port: ${app.port}, jump: bastion${keys(pins.app1)} }
  bastion: { address: 127.0.0.1, port: ${bastion.port}${keys(pins.bastion)} }
`.replace(', address: x', '');
    return withInstance({ 'fleet.yml': fleet, 'runbooks/weekly.yml': null }, (dir) =>
      teiki('--dir', dir, 'hostkeys', ...args),
    );
  };

  it('prints YAML for fleet.yml, also through a jump host', async () => {
    const { status, stdout, stderr } = await run({ bastion: bastion.hostKeys });
    expect(status).toBe(0);
    expect(parse(stdout)).toEqual({
      hosts: {
        app1: { hostKeys: app.hostKeys },
        bastion: { hostKeys: bastion.hostKeys },
      },
    });
    expect(stdout).toMatch(/app1: # not pinned yet.*\n {4}hostKeys:\n {6}# SHA256:/);
    expect(stderr).toContain('compare its fingerprint');
  });

  it('is silent about what is as pinned', async () => {
    const { status, stdout, stderr } = await run({ app1: app.hostKeys, bastion: bastion.hostKeys });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('app1: # as pinned');
  });

  it('a pin that is not offered any more is a difference', async () => {
    const pins = { app1: bastion.hostKeys, bastion: bastion.hostKeys };
    const { status, stdout } = await run(pins);
    expect(status).toBe(1);
    expect(stdout).toMatch(
      /app1: # DIFFERS.*\n {4}# pinned, but not offered any more: ssh-ed25519 SHA256:/,
    );
  });

  it('tells which hop it could not pass, and goes on', async () => {
    const { status, stdout } = await run({});
    expect(status).toBe(3);
    expect(stdout).toMatch(/# app1: .*bastion/);
    expect(stdout).toContain(`- ${bastion.hostKeys[0]}`);
  });

  it('is complete as JSON', async () => {
    const { stdout } = await run({ bastion: bastion.hostKeys }, '--json', '--host', 'bastion');
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'teiki.hostkeys/1',
      hosts: [{ name: 'bastion', state: 'same', keys: [{ type: 'ssh-ed25519', pinned: true }] }],
    });
  });
});
