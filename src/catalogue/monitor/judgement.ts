import { type Finding, finding } from '../../core/finding.ts';
import type { Context } from '../define.ts';
import type { Failure, Plan, Verification } from '../define-task.ts';
import { type AlertmanagerFacts, exitStatuses } from './alertmanager.ts';
import { type Matcher, parseMatcher } from './matcher.ts';
import type { monitorMessages } from './messages.ts';

type Id = keyof typeof monitorMessages;

interface Params {
  readonly url: string;
  readonly via?: string | undefined;
  readonly matchers: readonly string[];
}

export interface SilenceChange {
  readonly matchers: readonly Matcher[];
  readonly seconds: number;
  /** Ids of silences that the new one takes the place of. */
  readonly replaces: readonly string[];
}

/** Alertmanager and the host have clocks of their own. */
const slackSeconds = 120;

/** The same for both: where it is another host's business, and where nobody answers. */
function obstacle(
  { status, complaint }: AlertmanagerFacts,
  { url, via }: Params,
  { host }: Context,
): Plan<never, Id> | undefined {
  if (via !== undefined && via !== host.name) {
    return { kind: 'no-op', reason: { id: 'elsewhere', args: { via } }, skipped: true };
  }
  if (status === 200) return undefined;
  const down = finding('alertmanager', 'critical', 'down', { url, status }, 'down-remedy');
  return {
    kind: 'refused',
    findings: [{ ...down, ...(complaint !== '' && { evidence: complaint }) }],
  };
}

export function planSilence(
  facts: AlertmanagerFacts,
  params: Params & { readonly minutes: number },
  context: Context,
): Plan<SilenceChange, Id> {
  const stands = obstacle(facts, params, context);
  if (stands) return stands;
  const { minutes, matchers, url } = params;
  const seconds = Math.round(minutes * 60);
  const alerts = matchers.join(', ');
  const covering = facts.ours.find(({ endsAt }) => leftSeconds(endsAt, context) >= 0.8 * seconds);
  if (covering) {
    const { endsAt } = covering;
    return { kind: 'no-op', reason: { id: 'silenced', args: { endsAt } } };
  }
  const firing = facts.firing ?? [];
  const names = { url, count: firing.length, alerts: firing.slice(0, 10).join(', ') };
  return {
    kind: 'change',
    change: {
      matchers: matchers.map(parseMatcher),
      seconds,
      replaces: facts.ours.map(({ id }) => id),
    },
    changes: [
      { id: 'silence', args: { alerts, minutes } },
      ...facts.ours.map(
        ({ comment, endsAt }) => ({ id: 'expire', args: { comment, endsAt } }) as const,
      ),
    ],
    findings:
      firing.length === 0
        ? []
        : [finding('firing', 'warning', 'firing-before', names, 'firing-remedy')],
  };
}

export function verifySilence(
  {
    after,
    change: { seconds, replaces },
  }: { readonly after: AlertmanagerFacts; readonly change: SilenceChange },
  { url, matchers }: Params,
  context: Context,
): Verification<Id> {
  const made = after.ours.find(
    ({ id, endsAt }) =>
      !replaces.includes(id) && leftSeconds(endsAt, context) >= seconds - slackSeconds,
  );
  if (!made) {
    const missing = finding('silence', 'critical', 'not-silenced', { url }, 'look-remedy');
    return { findings: [missing] };
  }
  const args = { alerts: matchers.join(', '), endsAt: made.endsAt };
  return { findings: [], changes: [{ id: 'made', args }] };
}

export function planResume(
  facts: AlertmanagerFacts,
  params: Params,
  context: Context,
): Plan<{ readonly ids: readonly string[] }, Id> {
  const stands = obstacle(facts, params, context);
  if (stands) return stands;
  if (facts.ours.length === 0) {
    const findings = stillFiring(facts, params);
    return { kind: 'no-op', reason: { id: 'not-silent', args: {} }, findings };
  }
  return {
    kind: 'change',
    change: { ids: facts.ours.map(({ id }) => id) },
    changes: facts.ours.map(({ comment, endsAt }) => ({ id: 'expire', args: { comment, endsAt } })),
  };
}

export function verifyResume(
  { before, after }: { readonly before: AlertmanagerFacts; readonly after: AlertmanagerFacts },
  params: Params,
): Verification<Id> {
  const { url } = params;
  if (after.status !== 200) {
    const args = { url, status: after.status };
    return { findings: [finding('alertmanager', 'critical', 'down', args, 'down-remedy')] };
  }
  const [left] = after.ours;
  const findings = left
    ? [finding('silence', 'critical', 'still-silent', { url, ...of(left) }, 'look-remedy')]
    : stillFiring(after, params);
  return {
    findings,
    changes: before.ours.map((one) => ({ id: 'expired', args: of(one) })),
  };
}

const of = ({ comment, endsAt }: AlertmanagerFacts['ours'][number]) => ({ comment, endsAt });

/** What would have called somebody, were it not for the silence. */
function stillFiring({ firing }: AlertmanagerFacts, { url }: Params): readonly Finding<Id>[] {
  if (firing === null) return [finding('firing', 'unknown', 'unread', { url }, 'look-remedy')];
  if (firing.length === 0) return [];
  const args = { url, count: firing.length, alerts: firing.slice(0, 10).join(', ') };
  return [finding('firing', 'warning', 'firing', args, 'firing-remedy')];
}

function leftSeconds(endsAt: string, { host }: Context): number {
  return Date.parse(endsAt) / 1000 - host.epochSeconds;
}

export function failuresOf({ url }: Params): Readonly<Record<number, Failure<Id>>> {
  const message = { id: 'down', args: { url, status: 0 } } as const;
  const remedy = { id: 'down-remedy', args: { url } } as const;
  return {
    [exitStatuses.unreachable]: { message, remedy },
    [exitStatuses.rejected]: {
      message: { id: 'rejected', args: { url } },
      remedy: { id: 'rejected-remedy', args: { url } },
    },
  };
}
