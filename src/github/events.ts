import { z } from 'zod';

const Person = z.object({ login: z.string(), type: z.string().optional() });
/** It reaches git as an argument. */
const Commit = z.string().regex(/^[0-9a-f]{40,64}$/);
const EventIssue = z.object({
  number: z.number().int(),
  title: z.string(),
  body: z.string().nullish(),
  state: z.enum(['open', 'closed']),
  labels: z.array(z.object({ name: z.string() })).default([]),
  locked: z.boolean().optional(),
  /** A comment on a pull request comes as a comment on an issue. */
  pull_request: z.unknown().optional(),
});

/** The payloads that we act on; GitHub's own names, for they are GitHub's own documents. */
export const payloads = {
  schedule: z.object({ schedule: z.string() }),
  workflow_dispatch: z.object({
    // GitHub sends null when the workflow declares no inputs, and booleans as such.
    inputs: z
      .record(z.string(), z.union([z.string(), z.boolean(), z.number()]).nullable())
      .nullish()
      .transform(texts),
    ref: z.string().optional(),
    sender: Person.optional(),
  }),
  issues: z.object({
    action: z.string(),
    issue: EventIssue,
    label: z.object({ name: z.string() }).optional(),
    sender: Person,
  }),
  issue_comment: z.object({
    action: z.string(),
    issue: EventIssue,
    comment: z.object({
      id: z.number().int(),
      body: z.string(),
      user: Person.nullish(),
      author_association: z.string().default('NONE'),
      created_at: z.string(),
    }),
    sender: Person,
  }),
  pull_request: z.object({
    action: z.string(),
    pull_request: z.object({
      number: z.number().int(),
      user: Person.nullish(),
      labels: z.array(z.object({ name: z.string() })).default([]),
      base: z.object({ sha: Commit }),
      // The repository of a fork may be gone.
      head: z.object({ sha: Commit, repo: z.object({ full_name: z.string() }).nullish() }),
    }),
  }),
} as const;

export type PayloadName = keyof typeof payloads;

/** What started the run; events that we know nothing of have only their name. */
export type ActionsEvent =
  | {
      [Name in PayloadName]: { name: Name; payload: z.output<(typeof payloads)[Name]> };
    }[PayloadName]
  | { name: 'other'; event: string };

/** In every payload. */
export const PayloadRepository = z.object({
  repository: z.object({ private: z.boolean(), default_branch: z.string() }).optional(),
});

function texts(
  inputs: Readonly<Record<string, string | boolean | number | null>> | null | undefined,
): Record<string, string> {
  const given = Object.entries(inputs ?? {}).filter(([, value]) => value !== null);
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}
