import { z } from 'zod';
import { locales } from '../core/message.ts';
import { cleanLine } from '../text/untrusted.ts';
import type { Digest } from './digest.ts';

/** What a program of the team's own gets: `format: json`. Text in it is plain, without markup. */
export const NotifyPayload = z.object({
  schema: z.literal('teiki.notify/1'),
  locale: z.enum(locales),
  team: z.string(),
  run: z
    .object({
      /** Id of the runbook, and its title. */
      runbook: z.string(),
      title: z.string(),
      /** Addresses of the log of the run and of its record. */
      url: z.string().exactOptional(),
      record: z.string().exactOptional(),
    })
    .exactOptional(),
  /** How many of each there were; the lists are cut after 200. */
  counts: z.object({ incidents: z.int(), notices: z.int() }),
  incidents: z.array(
    z.object({
      kind: z.enum(['opened', 'reopened', 'worsened', 'closed']),
      /** The same as long as the incident is. */
      key: z.string(),
      title: z.string(),
      severity: z.enum(['critical', 'unknown', 'warning']),
      /** At most 50; `hostCount` counts all. */
      hosts: z.array(z.string()),
      hostCount: z.int(),
      number: z.int().exactOptional(),
      url: z.string().exactOptional(),
    }),
  ),
  notices: z.array(
    z.object({
      title: z.string(),
      text: z.string().exactOptional(),
      url: z.string().exactOptional(),
    }),
  ),
});
export type NotifyPayload = z.output<typeof NotifyPayload>;

const maxEntries = 200;
const maxHosts = 50;

export function jsonPayload({ locale, team, run, incidents, notices }: Digest): NotifyPayload {
  const clean = (text: string, maxCharacters = 300) => cleanLine(text, { maxCharacters });
  return {
    schema: 'teiki.notify/1',
    locale,
    team,
    ...(run && { run }),
    counts: { incidents: incidents.length, notices: notices.length },
    incidents: incidents.slice(0, maxEntries).map(({ key, title, hosts, ...rest }) => ({
      ...rest,
      key,
      title: clean(title),
      hosts: hosts.slice(0, maxHosts),
      hostCount: hosts.length,
    })),
    notices: notices.slice(0, maxEntries).map(({ title, text, ...rest }) => ({
      ...rest,
      title: clean(title),
      ...(text !== undefined && { text: clean(text, 2000) }),
    })),
  };
}
