import { Temporal } from 'temporal-polyfill';
import {
  type FollowUp,
  type Incident,
  type IncidentCategory,
  incidentCategories,
  incidentSeverities,
} from './incident.ts';

/** The headings that the issue form writes; either language is read, whichever the form has. */
export const formFields = {
  started: '発生日時 / Started',
  detected: '検知日時 / Detected',
  acknowledged: '対応開始日時 / Acknowledged',
  mitigated: '影響解消日時 / Mitigated',
  resolved: '復旧完了日時 / Resolved',
  severity: '重大度 / Severity',
  category: '原因の分類 / Category of the cause',
  component: '対象 / Component',
  cause: '根本原因 / Root cause',
  customers: '影響を受けた利用者数 / Users affected',
  planned: '計画作業 / Planned maintenance',
  followUps: '再発防止策 / Follow-ups',
} as const;
type Field = keyof typeof formFields;

/** An issue as GitHub gives it. */
export interface IncidentIssue {
  readonly number: number;
  readonly title: string;
  readonly url: string;
  readonly state: 'open' | 'closed';
  readonly createdAt: string;
  readonly closedAt?: string;
  readonly body: string;
}

const times = ['started', 'detected', 'acknowledged', 'mitigated', 'resolved'] as const;
const empty = new Set(['', '_No response_', 'None', 'なし', '-', '—']);

/** Reads the form. What is there and cannot be read is named, and never guessed. */
export function readIncident(issue: IncidentIssue, timeZone: string): Incident {
  const { body, state, number, title, url } = issue;
  const written = sections(body);
  const value = (field: Field) => {
    const text = written.get(field)?.trim() ?? '';
    return empty.has(text) ? undefined : text;
  };
  const unreadable: Field[] = [];
  const read = <T>(field: Field, as: (text: string) => T | undefined) => {
    const text = value(field);
    const result = text === undefined ? undefined : as(text);
    if (text !== undefined && result === undefined) unreadable.push(field);
    return result === undefined ? {} : { [field]: result };
  };
  const filledIn = {
    ...Object.assign({}, ...times.map((field) => read(field, (text) => instantOf(text, timeZone)))),
    ...read('severity', (text) => oneOf(incidentSeverities, text)),
    ...read('category', (text) => oneOf<IncidentCategory>(incidentCategories, text)),
    ...read('component', (text) => text.split('\n')[0]?.slice(0, 80)),
    ...read('cause', (text) => text.replaceAll(/\s+/g, ' ').slice(0, 400)),
    ...read('customers', countOf),
  } as Partial<Incident>;
  const contradicting = outOfOrder(filledIn);
  const known = Object.fromEntries(
    Object.entries(filledIn).filter(([field]) => !contradicting.includes(field)),
  );
  return {
    number,
    title,
    url,
    state,
    createdAt: iso(issue.createdAt),
    ...(issue.closedAt !== undefined && state === 'closed' && { closedAt: iso(issue.closedAt) }),
    ...known,
    planned: /\[x\]/i.test(value('planned') ?? ''),
    followUps: followUpsIn(value('followUps') ?? ''),
    unreadable: [...unreadable, ...contradicting],
  };
}

/** Ends before beginnings are slips of the pen, of which no duration is made. */
function outOfOrder(known: Partial<Incident>): string[] {
  const { started } = known;
  return times.slice(1).filter((field) => {
    const at = known[field];
    return started !== undefined && at !== undefined && at < started;
  });
}

function sections(body: string): ReadonlyMap<Field, string> {
  const found = new Map<Field, string>();
  const headings = Object.entries(formFields) as [Field, string][];
  for (const part of body
    .replaceAll('\r\n', '\n')
    .split(/^### +/m)
    .slice(1)) {
    const [title = '', ...lines] = part.split('\n');
    const names = title.split(' / ').map((name) => name.trim().toLowerCase());
    const field = headings.find(([, heading]) =>
      heading
        .toLowerCase()
        .split(' / ')
        .some((name) => names.includes(name)),
    );
    if (field && !found.has(field[0])) found.set(field[0], lines.join('\n'));
  }
  return found;
}

/** `2026-11-05 14:03` in local time, or with an offset of its own. */
function instantOf(text: string, timeZone: string): string | undefined {
  const match = /^(\d{4}-\d\d-\d\d)[ T](\d{1,2}:\d\d)(:\d\d)?\s*(Z|[+-]\d\d:\d\d|JST)?$/.exec(text);
  if (!match) return undefined;
  const [, date = '', clock = '', seconds = '', zone] = match;
  const local = `${date}T${clock.padStart(5, '0')}${seconds}`;
  const offset = zone === 'JST' ? '+09:00' : zone;
  try {
    if (offset !== undefined) return iso(Temporal.Instant.from(`${local}${offset}`).toString());
    return iso(Temporal.PlainDateTime.from(local).toZonedDateTime(timeZone).toInstant().toString());
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function countOf(text: string): number | undefined {
  const match = /^(?:約|about)?\s*(\d{1,3}(?:,\d{3})+|\d+)\s*(?:人|名|users?)?$/i.exec(text);
  return match?.[1] === undefined ? undefined : Number(match[1].replaceAll(',', ''));
}

/** The dropdowns have `critical — …`: the first word counts. */
function oneOf<Value extends string>(values: readonly Value[], text: string): Value | undefined {
  const [first] = text.toLowerCase().split(/[^a-z]/);
  return values.find((value) => value === first);
}

function followUpsIn(text: string): FollowUp[] {
  return [...text.matchAll(/^\s*[-*] +\[([ xX])\] +(.+)$/gm)].map(([, mark, line = '']) => {
    const due = /(?:期限|due)[:: ]*(\d{4}-\d\d-\d\d)/i.exec(line)?.[1];
    const words = line.replace(/[((]?(?:期限|due)[:: ]*\d{4}-\d\d-\d\d[))]?/i, '').trim();
    return { text: words.slice(0, 200), done: mark !== ' ', ...(due !== undefined && { due }) };
  });
}

function iso(time: string): string {
  return new Date(time).toISOString();
}
