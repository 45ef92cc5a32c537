import { GitHubClient } from '../../src/github/client.ts';
import { GitHubIssues } from '../../src/github/issues.ts';
import { FakeGitHub, type FakeOptions } from './fake/github.ts';
import { TestClock } from './test-clock.ts';

export interface ClientChoices {
  readonly token?: string;
  readonly maxWaitSeconds?: number;
  readonly timeoutSeconds?: number;
}

/** A fake with an administrator, and clients that share its clock. */
export async function fakeWithClient(options: FakeOptions = {}) {
  const clock = new TestClock();
  const fake = await FakeGitHub.start({ now: clock.now, ...options });
  fake.world.people.set('octocat', 'admin');
  const [owner = '', name = ''] = fake.repository.split('/');
  const client = (choices: ClientChoices = {}) =>
    new GitHubClient({
      token: fake.token,
      apiUrl: fake.url,
      repository: { owner, name },
      clock,
      random: () => 0.5,
      ...choices,
    });
  const issues = (choices?: ClientChoices) => new GitHubIssues(client(choices));
  return { fake, clock, client, issues };
}
