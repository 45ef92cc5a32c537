import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { check } from '../../../src/catalogue/tls/file-expiry.ts';
import { decodeBytes } from '../../../src/core/bytes.ts';
import { runInShell, shells } from '../../support/shells.ts';
import { loadCases } from '../case-file.ts';

const root = mkdtempSync(join(tmpdir(), 'teiki-certificate-'));
const secret = '-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n';
const chain = String(
  loadCases('tls.file-expiry').find(({ name }) => name === 'fullchain')?.content.outputs['file']?.[
    'stdout'
  ],
).replace(/^state=read\n/, '');
const canDrop = process.getuid?.() === 0 && spawnSync('setpriv', ['--version']).status === 0;
const asNobody = ['/usr/bin/setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] as const;

beforeAll(() => {
  chmodSync(root, 0o755);
  writeFileSync(join(root, 'chain.pem'), chain);
  writeFileSync(join(root, 'key-and-chain.pem'), secret + chain + secret);
  writeFileSync(join(root, 'key.pem'), secret);
  writeFileSync(join(root, 'binary.der'), Buffer.from([0x30, 0, 0xff, 0x0a, 0, 0x5c]));
  symlinkSync('chain.pem', join(root, 'link.pem'));
  symlinkSync('gone.pem', join(root, 'dangling.pem'));
  writeFileSync(join(root, 'own.pem'), chain, { mode: 0o600 });
  mkdirSync(join(root, 'live'), { mode: 0o700 });
  writeFileSync(join(root, 'live', 'cert.pem'), chain);
  mkdirSync(join(root, 'bin'));
  // Stands for sudo with the rule of the check installed.
  writeFileSync(join(root, 'bin', 'sudo'), `#!/bin/sh\nexec cat ${root}/chain.pem\n`, {
    mode: 0o755,
  });
});

afterAll(() => rmSync(root, { recursive: true }));

describe.each(shells)('in $name', ({ argv }) => {
  const run = (name: string, { nobody = false, path = '/usr/bin:/bin' } = {}) => {
    const params = check.params.parse({ certificate: join(root, name) });
    const script = check.probes(params).file.script.text;
    const result = runInShell(nobody ? [...asNobody, ...argv] : argv, script, {
      env: { PATH: path },
    });
    expect(result.exitStatus).toBe(0);
    const output = {
      stdout: decodeBytes(result.stdout),
      stderr: decodeBytes(result.stderr),
      exitStatus: 0,
      durationMs: 1,
    };
    return { output, facts: check.parse({ file: output }, params) };
  };

  test.each(['chain.pem', 'link.pem'])('%s', (name) => {
    const { facts } = run(name);
    expect(facts).toMatchObject({ state: 'read', damaged: 0 });
    expect(facts.certificates.map(({ subject }) => subject)).toEqual([
      'CN=example.com',
      expect.stringContaining('Intermediate'),
    ]);
  });

  test('a private key stays on the host', () => {
    for (const name of ['key-and-chain.pem', 'key.pem']) {
      const { output, facts } = run(name);
      expect(output.stdout).not.toContain('c2VjcmV0');
      expect(facts.certificates).toHaveLength(name === 'key.pem' ? 0 : 2);
    }
  });

  test('bytes that are no text', () => {
    expect(run('binary.der').facts).toMatchObject({ state: 'read', certificates: [] });
  });

  test.each(['gone.pem', 'gone/cert.pem', 'chain.pem/cert.pem', 'dangling.pem'])(
    '%s is missing',
    (name) => {
      expect(run(name).facts.state).toBe('missing');
    },
  );

  test.runIf(canDrop)('what may not be read is not called missing', () => {
    for (const name of ['own.pem', 'live/cert.pem']) {
      expect(run(name, { nobody: true }).facts.state).toBe('unreadable');
    }
  });

  test.runIf(canDrop)('sudo reads what the user may not', () => {
    const path = `${join(root, 'bin')}:/usr/bin:/bin`;
    const { facts } = run('own.pem', { nobody: true, path });
    expect(facts).toMatchObject({ state: 'read', complaint: '' });
    expect(facts.certificates).toHaveLength(2);
  });
});

test('the sudo rule is one exact command', () => {
  const { sudo } = check.probes(check.params.parse({})).file.script;
  expect(sudo).toEqual([{ argv: ['/usr/bin/cat', '/etc/letsencrypt/live/example.com/cert.pem'] }]);
});

test.each(['cert.pem', '/etc/*/cert.pem', '/a b', '/a\nb', '/'])('%j is no path', (certificate) => {
  expect(check.params.safeParse({ certificate }).success).toBe(false);
});
