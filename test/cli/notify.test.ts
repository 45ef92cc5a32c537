import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { withInstance } from '../config/temporary-instance.ts';
import { teiki } from './capture.ts';

let server: Server;
let heard: { path: string; body: string }[] = [];
beforeEach(async () => {
  heard = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      heard.push({ path: request.url ?? '', body });
      response.statusCode = request.url === '/gone' ? 404 : 200;
      response.end('ok');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  vi.unstubAllEnvs();
  server.close();
});
const address = (path: string) =>
  `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;

const config = `timezone: Asia/Tokyo
locale: ja
team: SRE
notify:
  - { webhook: env:TEAM_HOOK, format: slack }
  - { webhook: env:USERS_HOOK, format: json, audience: users }
`;
const send = () => withInstance({ 'config.yml': config }, (dir) => teiki('--dir', dir, 'notify'));

it('reaches the team and those affected, and says so', async () => {
  vi.stubEnv('TEAM_HOOK', address('/team'));
  vi.stubEnv('USERS_HOOK', address('/users'));
  const { status, stdout } = await send();
  expect(stdout).toBe('✔ TEAM_HOOK (slack, team)\n✔ USERS_HOOK (json, users)\n');
  expect(status).toBe(0);
  expect(heard.map(({ path }) => path)).toEqual(['/team', '/users']);
  for (const { body } of heard) expect(body).toContain('これは試験です');
});

it('names the variable that is empty, and what a webhook has answered', async () => {
  vi.stubEnv('TEAM_HOOK', address('/gone'));
  const { status, stdout } = await send();
  expect(status).toBe(1);
  expect(stdout).toMatch(/^✖ TEAM_HOOK .*404/m);
  expect(stdout).toMatch(/^✖ USERS_HOOK .*the variable is empty/m);
  expect(stdout).not.toContain('127.0.0.1');
});

it('without targets it is wrong usage', async () => {
  const { status, stderr } = await withInstance({}, (dir) => teiki('--dir', dir, 'notify'));
  expect(status).toBe(2);
  expect(stderr).toContain('config.yml has no `notify:`');
});
