import { join } from 'node:path';
import { readText } from '../config/files.ts';
import type { TrackedIssue } from '../github/tracker.ts';
import { IncidentFile } from '../report/incident.ts';
import { readIncident } from '../report/incident-form.ts';

/** Relative to the instance. */
export const incidentsPath = 'reports/incidents.json';

/**
 * The incidents as they were read last.
 * @throws Error naming the file when it is there and is none
 */
export async function keptIncidents(directory: string): Promise<IncidentFile | undefined> {
  const path = join(directory, incidentsPath);
  const { text, failure } = await readText(path);
  if (text === undefined) {
    if (failure === 'ENOENT') return undefined;
    throw new Error(`cannot read ${path} (${failure})`);
  }
  const remedy = 'delete it, and run `teiki report` with GITHUB_TOKEN to read the issues again';
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`${path} is no JSON; ${remedy}`, { cause: error });
  }
  const result = IncidentFile.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Error(`${path}: ${issue?.path.join('.')}: ${issue?.message}; ${remedy}`);
}

/**
 * What GitHub has now. It holds until the end of what the report looks at, or longer if it was read
 * later once: a report on an earlier time forgets nothing.
 */
export function incidentsFrom(
  issues: readonly TrackedIssue[],
  timeZone: string,
  until: string,
  kept: IncidentFile | undefined,
): IncidentFile {
  const former = kept?.completeUntil ?? until;
  return {
    schema: 'teiki.incidents/1',
    completeUntil: former > until ? former : until,
    incidents: issues.map(({ number, title, url, state, createdAt, closedAt, body }) =>
      readIncident(
        {
          number,
          title,
          url,
          state,
          createdAt,
          body,
          ...(closedAt !== undefined && { closedAt }),
        },
        timeZone,
      ),
    ),
  };
}
