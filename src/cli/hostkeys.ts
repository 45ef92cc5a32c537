import pLimit from 'p-limit';
import { catalogue } from '../catalogue/registry.ts';
import { loadInstance } from '../config/instance.ts';
import { connectionMessages, remedyOf } from '../connectors/messages.ts';
import { ConnectionError } from '../connectors/session.ts';
import { KnownHosts } from '../connectors/ssh/known-hosts.ts';
import { hostKeyScanner } from '../connectors/ssh/scan.ts';
import type { Message } from '../core/message.ts';
import { renderMessage } from '../text/render.ts';
import { exitStatus } from './exit-status.ts';
import { compareKeys, type HostKeys, unanswered } from './hostkeys/compare.ts';
import { renderHostKeys } from './hostkeys/render.ts';
import { chooseHosts } from './hosts.ts';
import type { GlobalOptions } from './program.ts';

export interface HostkeysOptions {
  readonly host?: string[];
  readonly json?: boolean;
}

/** Hosts at once: each is asked three times, for a server shows one key per connection. */
const concurrency = 16;

/** `teiki hostkeys`. Works on an instance with errors, for missing pins are errors. */
export async function hostkeys(
  options: HostkeysOptions,
  { dir, quiet }: GlobalOptions,
): Promise<number> {
  const { fleet, config } = await loadInstance(dir, { catalogue });
  const hosts = chooseHosts(
    [...fleet.hosts.values()].map((host) => ({ host })),
    fleet,
    options.host,
  );
  const scan = hostKeyScanner({ fleet, environment: process.env });
  const knownHosts = new KnownHosts(fleet.knownHosts);
  const stop = new AbortController();
  const interrupt = () => stop.abort(new Error('interrupted'));
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const limit = pLimit(concurrency);
  const results = await Promise.all(
    hosts.map(({ host }) =>
      limit(async (): Promise<HostKeys> => {
        try {
          return compareKeys(host, knownHosts, await scan(host, { signal: stop.signal }));
        } catch (error) {
          if (error instanceof ConnectionError) return unanswered(host, knownHosts, error);
          throw error;
        }
      }),
    ),
  ).finally(() => process.removeListener('SIGINT', interrupt).removeListener('SIGTERM', interrupt));
  const say = (message: Message) =>
    renderMessage(message, config.locale, {
      timeZone: config.timezone,
      messages: connectionMessages,
    });
  if (options.json) {
    const list = results.map(({ failure, ...host }) => ({
      ...host,
      ...(failure && { failure: failure.explanation }),
    }));
    process.stdout.write(
      `${JSON.stringify({ schema: 'teiki.hostkeys/1', hosts: list }, null, 2)}\n`,
    );
  } else {
    process.stdout.write(
      renderHostKeys(results, (error) => {
        const remedy = remedyOf(error);
        return [say(error.explanation), ...(remedy ? [say(remedy)] : [])];
      }),
    );
  }
  if (!quiet && results.some(({ state }) => state === 'missing' || state === 'changed')) {
    process.stderr.write(`teiki: ${warning}\n`);
  }
  return statusOf(results);
}

const warning = `whoever is between here and a host can answer in its place. Before you pin a key,
compare its fingerprint with what the host itself says, on its console or by another way than this:
  for f in /etc/ssh/ssh_host_*_key.pub; do ssh-keygen -lf "$f"; done`;

/** 1 when a pin differs from what a host offers, 3 when a host did not answer. */
export function statusOf(results: readonly Pick<HostKeys, 'state'>[]): number {
  const any = (state: HostKeys['state']) => results.some((result) => result.state === state);
  if (any('changed')) return exitStatus.needsAttention;
  return any('unreachable') ? exitStatus.notJudged : exitStatus.nothingNeedsAttention;
}
