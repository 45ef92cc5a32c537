import type { IncidentEvent, IssuePlan } from './actions.ts';
import { labelsOf } from './labels.ts';
import { freshMemory } from './memory.ts';
import type { Incident } from './model.ts';
import type { ReconcileOptions } from './options.ts';
import { titleFor } from './title.ts';
import type { TrackedIssue } from './tracker.ts';
import { incidentBody, showsOf } from './write-body.ts';

/** GitHub takes ten. */
const maxAssignees = 10;

export function planCreate(incident: Incident, options: ReconcileOptions): IssuePlan {
  const { words, now, assignees = [] } = options;
  const title = titleFor(incident, words);
  const shows = showsOf(incident, undefined, words);
  const memory = { ...freshMemory(incident, title, now), shows };
  const nothing = { before: '', after: '\n' };
  const names = [...assignees, ...incident.owners].map((name) => name.replace(/^@/, ''));
  const people = names.filter((name) => !name.includes('/'));
  const draft = {
    title,
    body: incidentBody(memory, nothing, withTeams(incident, assignees), words) ?? '',
    labels: labelsOf(incident, false),
    assignees: [...new Set(people)].slice(0, maxAssignees),
  };
  return {
    key: incident.key,
    steps: [{ kind: 'create', draft }],
    event: eventOf('opened', incident, title),
  };
}

/** A team cannot be assigned; its name in the text tells it. */
export function withTeams(incident: Incident, assignees: readonly string[]): Incident {
  const teams = assignees
    .map((name) => name.replace(/^@/, ''))
    .filter((name) => name.includes('/') && !incident.owners.includes(name));
  return teams.length === 0 ? incident : { ...incident, owners: [...incident.owners, ...teams] };
}

export function eventOf(
  kind: IncidentEvent['kind'],
  { key, severity, rows }: Incident,
  title: string,
  issue?: TrackedIssue,
): IncidentEvent {
  const hosts = rows.map(({ host }) => host);
  return { kind, key, title, severity, hosts, ...(issue && placeOf(issue)) };
}

export function placeOf({ number, url }: TrackedIssue) {
  return { number, url };
}
