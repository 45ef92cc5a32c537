import type { Locale } from '../core/message.ts';
import type { Digest } from '../notify/digest.ts';
import { type NotifyTarget, notify as send } from '../notify/notify.ts';
import { exitStatus, UsageError } from './exit-status.ts';
import { soundInstance } from './instance.ts';
import type { GlobalOptions } from './program.ts';

const words: Readonly<Record<Locale, { readonly title: string; readonly text: string }>> = {
  ja: {
    title: 'teiki の試験送信',
    text: 'これは試験です。メンテナンスの予告はこのように届きます。対応は要りません。',
  },
  en: {
    title: 'A test of teiki',
    text: 'This is a test: notices of maintenance arrive like this one. There is nothing to do.',
  },
};

/** `teiki notify`: a message to every webhook of the config, so that the first notice is not the test. */
export async function notify(_options: object, { dir }: GlobalOptions): Promise<number> {
  const { config } = await soundInstance(dir);
  if (config.notify.length === 0) {
    throw new UsageError('config.yml has no `notify:`, so there is nobody to send to');
  }
  const { locale, team } = config;
  const digest: Digest = { locale, team, incidents: [], notices: [words[locale]] };
  let failed = false;
  for (const target of config.notify) {
    const failures = await send([target], digest, { fetch, env: process.env });
    failed ||= failures.length > 0;
    process.stdout.write(`${lineOf(target, failures[0]?.reason)}\n`);
  }
  return failed ? exitStatus.needsAttention : exitStatus.nothingNeedsAttention;
}

function lineOf({ webhook, format, audience }: NotifyTarget, reason: string | undefined): string {
  const about = `${webhook.name} (${format}, ${audience})`;
  return reason === undefined ? `✔ ${about}` : `✖ ${about}: ${reason}`;
}
