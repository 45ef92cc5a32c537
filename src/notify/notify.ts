import { type Audience, type Digest, forAudience, isEmpty } from './digest.ts';
import { jsonPayload } from './json.ts';
import { type DeliveryError, deliver, type SendOptions } from './send.ts';
import { slackPayload } from './slack.ts';
import { teamsPayload } from './teams.ts';

/** An entry of `notify:` in config.yml; the address itself is in the environment. */
export interface NotifyTarget {
  readonly webhook: { readonly name: string };
  readonly format: 'slack' | 'teams' | 'json';
  readonly audience: Audience;
}

/** Names the variable, never the address. */
export interface NotifyFailure {
  readonly name: string;
  readonly reason: string;
}

export interface NotifyWorld extends SendOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** One message per run to each target that it concerns. Never throws. */
export async function notify(
  targets: readonly NotifyTarget[],
  digest: Digest,
  world: NotifyWorld,
): Promise<NotifyFailure[]> {
  const failures = await Promise.all(
    targets.map(async ({ webhook, format, audience }) => {
      const told = forAudience(digest, audience);
      if (isEmpty(told)) return [];
      const body = JSON.stringify(payloadFor(format, told));
      return await toAddress(webhook.name, world, (address) =>
        deliver(
          address,
          {
            method: 'POST',
            headers: { 'content-type': 'application/json; charset=utf-8' },
            body,
            redirect: 'error',
          },
          world,
        ),
      );
    }),
  );
  return failures.flat();
}

/** Tells an outside monitor that a tick has ended, so that it notices when none does. */
export async function pingHeartbeat(
  heartbeat: { readonly name: string } | undefined,
  world: NotifyWorld,
): Promise<NotifyFailure[]> {
  if (!heartbeat) return [];
  return await toAddress(heartbeat.name, world, (address) =>
    deliver(address, { method: 'GET' }, world),
  );
}

function payloadFor(format: NotifyTarget['format'], digest: Digest): unknown {
  if (format === 'slack') return slackPayload(digest);
  return format === 'teams' ? teamsPayload(digest) : jsonPayload(digest);
}

async function toAddress(
  name: string,
  { env }: NotifyWorld,
  send: (address: string) => Promise<DeliveryError | undefined>,
): Promise<NotifyFailure[]> {
  const address = env[name]?.trim() ?? '';
  if (address === '')
    return [{ name, reason: 'the variable is empty; set the secret of that name' }];
  const failure = await send(address);
  return failure ? [{ name, reason: failure.message }] : [];
}
