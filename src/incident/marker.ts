import { z } from 'zod';
import { incidentSeverities } from './model.ts';

/**
 * What an issue remembers about itself, in a comment that nobody sees. It is the only memory that
 * incidents have besides the records; what is lost with it is found again from title, comments
 * and records.
 */
export const IncidentMarker = z.object({
  key: z.string().min(1),
  /** `<runbook>/<step>:<check>`: while one of them is there, only a run may end the incident. */
  steps: z.array(z.string()),
  /** Number of our last comment: one that was posted before a request failed is not posted again. */
  n: z.int().min(0),
  /** What people have been told. Hosts are left out when there are very many. */
  told: z.object({
    severity: z.enum(incidentSeverities),
    count: z.int(),
    hosts: z.array(z.string()).exactOptional(),
  }),
  /** The title that we wrote: another one is somebody's own. */
  title: z.string(),
  /** When the issue was opened, or opened again. */
  opened: z.iso.datetime(),
  reminded: z.iso.datetime().exactOptional(),
  /** Since when it has had this severity: what a reminder counts from. */
  severitySince: z.iso.datetime(),
  /** How many comments there are when nobody has written since. */
  comments: z.int().min(0),
  /** Id of the last comment that was searched for commands. */
  read: z.int().min(0),
  waiver: z.object({ until: z.iso.date(), by: z.string(), reason: z.string() }).exactOptional(),
  /** Set by ourselves: a closed issue without it was closed by hand. */
  closed: z
    .object({
      at: z.iso.datetime(),
      why: z.enum(['mended', 'no-longer-checked', 'superseded']),
    })
    .exactOptional(),
  /** Of what the block shows: the same one means that there is nothing to write. */
  shows: z.string(),
  /** Of the block's text: another one means that somebody has edited it. */
  text: z.string(),
});
export type IncidentMarker = z.output<typeof IncidentMarker>;

export type DecodedMarker =
  | { readonly kind: 'ours'; readonly marker: IncidentMarker }
  /** Written by a later version: not ours to change. */
  | { readonly kind: 'newer'; readonly key: string | undefined }
  | { readonly kind: 'damaged' };

export function decodeMarker(version: number, text: string): DecodedMarker {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return version > 1 ? { kind: 'newer', key: undefined } : { kind: 'damaged' };
  }
  if (version > 1) {
    const newer = z.object({ key: z.string() }).safeParse(value);
    return { kind: 'newer', key: newer.data?.key };
  }
  const result = IncidentMarker.safeParse(value);
  return result.success ? { kind: 'ours', marker: result.data } : { kind: 'damaged' };
}
