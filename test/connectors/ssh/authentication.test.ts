import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConnectionError } from '../../../src/connectors/session.ts';
import type { Host } from '../../../src/fleet/model.ts';
import { connectorFor, failureOf, never, run } from '../fleet.ts';
import { type Sshd, type SshLab, sshdIsMissing, sshLab } from '../sshd.ts';

describe.skipIf(sshdIsMissing)('authentication with a real sshd', () => {
  let lab: SshLab;
  let sshd: Sshd;

  beforeAll(async () => {
    lab = await sshLab();
    sshd = await lab.start();
  });
  afterAll(() => lab.close());

  const attempt = (
    overrides: Partial<Host>,
    environment: Record<string, string | undefined> = {},
  ) => {
    const host = sshd.host(overrides);
    return connectorFor([host], { key: lab.clientKey, environment }).connect(host, {
      signal: never,
    });
  };
  const logsIn = async (
    overrides: Partial<Host>,
    environment: Record<string, string | undefined> = {},
  ) => {
    const session = await attempt(overrides, environment);
    const { stdout } = await run(session, 'echo in');
    session.close();
    return stdout === 'in\n';
  };
  const text = (error: ConnectionError) =>
    JSON.stringify([error.message, error.stack, error.explanation, error.cause]);
  const identity = { kind: 'env', name: 'KEY' } as const;
  const passphrase = { kind: 'env', name: 'PASS' } as const;

  test.each([
    ['as it is', (key: string) => key],
    ['without its last newline', (key: string) => key.trimEnd()],
    ['with \\n written out', (key: string) => key.trimEnd().replaceAll('\n', '\\n')],
    ['with CRLF', (key: string) => key.replaceAll('\n', '\r\n')],
  ])('a key from the environment %s', async (_title, change) => {
    expect(await logsIn({ identity }, { KEY: change(lab.clientKey) })).toBe(true);
  });

  test('a key from a path, ~ included', async () => {
    const path = lab.key('client');
    expect(await logsIn({ identity: { kind: 'path', path } })).toBe(true);
    expect(
      await logsIn({ identity: { kind: 'path', path: '~/client' } }, { HOME: lab.directory }),
    ).toBe(true);
  });

  test.each(['ecdsa', 'rsa'] as const)('an %s key', async (type) => {
    const path = lab.key(`client_${type}`, { type });
    lab.authorize(path);
    expect(await logsIn({ identity: { kind: 'path', path } })).toBe(true);
  });

  test('an encrypted key with its passphrase', async () => {
    const path = lab.key('encrypted', { passphrase: 'correct horse' });
    lab.authorize(path);
    const KEY = readFileSync(path, 'utf8');
    expect(await logsIn({ identity, passphrase }, { KEY, PASS: 'correct horse' })).toBe(true);
    const without = await failureOf(attempt({ identity }, { KEY }));
    expect(without.explanation).toMatchObject({
      id: 'connection.no-identity.encrypted',
      args: { source: 'KEY' },
    });
    const wrong = await failureOf(
      attempt({ identity, passphrase }, { KEY, PASS: 'battery staple' }),
    );
    expect(wrong.explanation.id).toBe('connection.no-identity.passphrase');
    expect(text(wrong)).not.toContain('battery staple');
    const unset = await failureOf(attempt({ identity, passphrase }, { KEY }));
    expect(unset.explanation).toMatchObject({
      id: 'connection.no-identity.missing',
      args: { source: 'PASS' },
    });
  });

  test.each([
    ['missing', undefined],
    ['missing', ''],
    ['invalid', 'hunter2-is-not-a-key'],
    ['invalid', 'PUBLIC'],
    ['invalid', 'CUT'],
  ])('a key that is %s', async (problem, value) => {
    const pub = readFileSync(`${lab.key('client')}.pub`, 'utf8');
    const KEY = value === 'PUBLIC' ? pub : value === 'CUT' ? lab.clientKey.slice(0, 200) : value;
    const error = await failureOf(attempt({ identity }, { KEY }));
    expect(error.failure).toBe('no-identity');
    expect(error.explanation).toMatchObject({
      id: `connection.no-identity.${problem}`,
      args: { source: 'KEY', hop: 'host1' },
    });
    if (KEY) for (const line of KEY.trim().split('\n')) expect(text(error)).not.toContain(line);
  });

  test('a path that is not there', async () => {
    const error = await failureOf(attempt({ identity: { kind: 'path', path: '/nowhere/key' } }));
    expect(error.explanation).toMatchObject({
      id: 'connection.no-identity.unreadable',
      args: { source: '/nowhere/key', detail: 'ENOENT' },
    });
  });

  test('a key that the host does not know is offered once and refused', async () => {
    const KEY = readFileSync(lab.key('stranger'), 'utf8');
    const error = await failureOf(attempt({ identity }, { KEY }));
    expect(error.failure).toBe('authentication');
    expect(error.explanation.args).toMatchObject({ methods: 'publickey' });
    for (const line of KEY.trim().split('\n')) expect(text(error)).not.toContain(line);
  });

  test('a password is only sent where the server takes one', async () => {
    const password = { kind: 'env', name: 'WORD' } as const;
    const error = await failureOf(
      attempt({ identity, password }, { KEY: undefined, WORD: 'open sesame' }),
    );
    expect(error.failure).toBe('authentication');
    expect(text(error)).not.toContain('open sesame');
    expect(await logsIn({ password }, { WORD: 'open sesame' })).toBe(true);
  });

  test('an agent', async () => {
    const socket = join(lab.directory, 'agent');
    const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
    try {
      while (!existsSync(socket)) await new Promise((resolve) => setTimeout(resolve, 10));
      const added = spawn('ssh-add', ['-q', lab.key('client')], {
        env: { ...process.env, SSH_AUTH_SOCK: socket },
      });
      await new Promise((resolve) => added.once('exit', resolve));
      expect(await logsIn({ identity: { kind: 'agent' } }, { SSH_AUTH_SOCK: socket })).toBe(true);
    } finally {
      agent.kill();
    }
    const gone = await failureOf(
      attempt({ identity: { kind: 'agent' } }, { SSH_AUTH_SOCK: '/nowhere/agent' }),
    );
    expect(gone.explanation.id).toBe('connection.no-identity.agent');
    const unset = await failureOf(attempt({ identity: { kind: 'agent' } }));
    expect(unset.explanation).toMatchObject({ args: { source: 'SSH_AUTH_SOCK' } });
  });
});
