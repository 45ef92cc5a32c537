import type { Event } from './world.ts';

export function scheduled(cron: string): Event {
  return { name: 'schedule', payload: { schedule: cron }, actor: 'last-editor' };
}

export function dispatched(inputs: Readonly<Record<string, string>> = {}, actor = 'hanako'): Event {
  const payload = { inputs, ref: 'refs/heads/main', workflow: '' };
  return { name: 'workflow_dispatch', payload, actor, inputs };
}

export interface CommentOptions {
  readonly body: string;
  readonly actor?: string;
  readonly labels?: readonly string[];
  readonly association?: string;
  readonly number?: number;
  readonly onPullRequest?: boolean;
}

export function commented({
  body,
  actor = 'hanako',
  labels = ['maintenance'],
  association = 'COLLABORATOR',
  number = 1,
  onPullRequest = false,
}: CommentOptions): Event {
  const payload = {
    action: 'created',
    issue: { ...issue(number, labels), ...(onPullRequest && { pull_request: {} }) },
    comment: {
      id: 1,
      body,
      user: { login: actor },
      author_association: association,
      created_at: '2026-11-24T00:00:00Z',
    },
  };
  return { name: 'issue_comment', payload, actor };
}

export function labelled(label: string, actor = 'hanako', number = 1): Event {
  const payload = {
    action: 'labeled',
    issue: issue(number, ['maintenance', label]),
    label: { name: label },
  };
  return { name: 'issues', payload, actor };
}

function issue(number: number, labels: readonly string[]) {
  return {
    number,
    title: 'An incident',
    body: '',
    state: 'open',
    labels: labels.map((name) => ({ name })),
    locked: false,
  };
}
