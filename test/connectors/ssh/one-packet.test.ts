import { generateKeyPairSync } from 'node:crypto';
import ssh2 from 'ssh2';
import { expect, test } from 'vitest';
import type { Host } from '../../../src/fleet/model.ts';
import { connectorFor, never, run } from '../fleet.ts';

test('a command that is over before its start is reported', async () => {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  const key = ssh2.utils.parseKey(privateKey);
  if (key instanceof Error) throw key;
  // What a busy sshd sends is read at once: success, output, exit status, EOF and close.
  const server = new ssh2.Server({ hostKeys: [privateKey] }, (client) => {
    client.on('error', () => {});
    client.on('authentication', (context) => context.accept());
    client.on('session', (accept) => {
      accept().on('exec', (acceptExec) => {
        const channel = acceptExec();
        channel.write('out');
        channel.stderr.write('err');
        channel.exit(5);
        channel.end();
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address: unknown = server.address();
  const port = address instanceof Object && 'port' in address ? Number(address.port) : 0;
  const host: Host = {
    name: 'quick',
    address: '127.0.0.1',
    port,
    user: 'nobody',
    identity: { kind: 'env', name: 'LAB_KEY' },
    groups: [],
    hostKeys: [`ssh-rsa ${key.getPublicSSH().toString('base64')}`],
    vars: {},
  };
  const session = await connectorFor([host], { key: privateKey }).connect(host, { signal: never });
  for (let count = 0; count < 5; count += 1) {
    const end = { kind: 'exited', exitStatus: 5 };
    expect(await run(session, 'anything')).toEqual({ end, stdout: 'out', stderr: 'err' });
  }
  session.close();
  server.close();
});
