import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createEmulator } from 'emulate';
import { GitHubClient } from '../../src/github/client.ts';
import { GitHubIssues } from '../../src/github/issues.ts';
import { trackerSuite } from './tracker-suite.ts';

/** An emulator that others wrote, so that the fake is not its own judge. */
trackerSuite('emulate', async () => {
  const emulator = await createEmulator({
    service: 'github',
    port: await freePort(),
    seed: {
      tokens: { 'emulate-token': { login: 'octocat', scopes: ['repo'] } },
      github: {
        users: [{ login: 'octocat', name: 'Octocat', email: 'octocat@example.com' }],
        repos: [{ owner: 'octocat', name: 'mks', auto_init: true }],
      },
    },
  });
  return {
    issues: () =>
      new GitHubIssues(
        new GitHubClient({
          token: 'emulate-token',
          apiUrl: emulator.url,
          repository: { owner: 'octocat', name: 'mks' },
        }),
      ),
    lacks: new Set(['body limit', 'comments since', 'label case', 'refused login']),
    close: async () => emulator.close(),
  };
});

/** emulate takes no port 0. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
