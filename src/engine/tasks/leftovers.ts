import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Application } from '../../catalogue/define-task.ts';
import { type ShellProbe, shell } from '../../core/probe.ts';
import { lines, sh } from '../../core/shell.ts';
import { examineSurely } from '../examine.ts';
import { blank, withoutFacts } from '../judge.ts';
import type { HostLine } from '../line.ts';
import type { StepOutcome } from '../outcome.ts';
import type { PlannedTask } from '../plan.ts';
import { noFactsOf, type ProbeAnswer } from '../reading.ts';
import { conclude, giveBack, leaseOf } from './conclude.ts';
import { type Conduct, type Places, usualPlaces } from './conduct.ts';
import { endOf } from './do-work.ts';
import { acquireLock, lockFunctions, parseLock } from './lock.ts';
import { outcomeOf, told, withFindings } from './plan-task.ts';
import { parseState, stateOfWork, type WorkState } from './supervisor.ts';

const about = z.object({
  runId: z.string().max(200),
  startedAt: z.iso.datetime(),
  task: z.string(),
  step: z.string(),
  plan: z.string().optional(),
  change: z.unknown(),
  before: z.unknown(),
});

/** Work on a host whose runner was lost. */
export interface Leftover extends z.output<typeof about> {
  readonly token: string;
  /** Its lock still holds: the runner may yet be there. */
  readonly locked: boolean;
  readonly state: WorkState;
  /** The end of what it has printed as errors. */
  readonly printed: string;
}

/** Lists what earlier runs have left; four lines each. Changes nothing. */
export function listLeftovers(places: Places): ShellProbe {
  const list = sh`
teiki_work=${places.state}/teiki-\${teiki_uid:-$(id -u)}
[ -O "$teiki_work" ] && [ ! -h "$teiki_work" ] || exit 0
teiki_owner
[ "$teiki_until" -ge "$(date +%s)" ] || teiki_by=
for s in "$teiki_work"/*; do
  [ -f "$s/about" ] && [ "\${s%-rollback}" = "$s" ] || continue
  locked=no
  [ "$teiki_by" = "\${s##*/}" ] && locked=yes
  echo "\${s##*/} $locked"
  ${stateOfWork}
  head -n 1 "$s/about"
  tail -c 1500 "$s/stderr" 2>/dev/null | tr '\n' '|'
  echo
done`;
  return shell(lines(lockFunctions(places, ''), list));
}

export function parseLeftovers(answer: ProbeAnswer | undefined): Leftover[] {
  if (answer === undefined || !('output' in answer) || !('stdout' in answer.output)) return [];
  const all = answer.output.stdout.split('\n');
  const found: Leftover[] = [];
  for (let index = 0; index + 3 < all.length; index += 4) {
    const [token = '', locked] = (all[index] ?? '').split(' ');
    const state = parseState(all[index + 1] ?? '');
    const told = about.safeParse(parseJson(all[index + 2] ?? ''));
    if (!/^[0-9a-f]{24}$/.test(token) || !state || !told.success) continue;
    const printed = (all[index + 3] ?? '').replaceAll('|', '\n');
    found.push({ ...told.data, token, locked: locked === 'yes', state, printed });
  }
  return found;
}

/**
 * Of a run that was cancelled: work of its own that has ended needs its lock no longer. What it has
 * done stays to be verified by the next run. False when there is none.
 */
export async function letGo(
  line: HostLine,
  { runId, places = usualPlaces }: Conduct,
): Promise<boolean> {
  try {
    const { own } = await examineSurely(line, [], { left: listLeftovers(places) });
    const ended = parseLeftovers(own['left']).find(
      (one) => one.runId === runId && one.locked && one.state.kind !== 'running',
    );
    if (!ended) return false;
    await line.ask(shell(lines(lockFunctions(places, ended.token), sh`teiki_release`)));
    return true;
  } catch {
    return false;
  }
}

const endOnly: Application<string> = { script: sh`:`, timeoutSeconds: 0 };

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * What became of a lost run's work: verified as if its runner were still there, or reported as
 * still going on. Never rejects.
 */
export async function pickUp(
  line: HostLine,
  step: PlannedTask,
  leftover: Leftover,
  conduct: Conduct,
): Promise<StepOutcome> {
  const { runId, startedAt, state, change, before, plan } = leftover;
  const base = { ...blank(line.host.name, step), task: outcomeOf(step, 'planned') };
  const args = { runId, startedAt };
  if (state.kind === 'running' || leftover.locked) {
    return { ...base, verdict: 'skipped', reason: { id: 'task/still-running', args } };
  }
  const places = conduct.places ?? usualPlaces;
  const token = randomBytes(12).toString('hex');
  let locked = false;
  let finished: string | undefined = leftover.token;
  try {
    const order = { token, runId: conduct.runId, seconds: leaseOf(step) };
    const { own } = await examineSurely(line, [], { lock: acquireLock(places, order) });
    const lock = parseLock(own['lock']);
    locked = lock.kind === 'ours';
    if (!locked) {
      const holder = 'holder' in lock ? lock.holder : { runId: '?', sinceAt: startedAt };
      return { ...base, verdict: 'skipped', reason: { id: 'task/locked', args: { ...holder } } };
    }
    const note = told('lost-run', 'note', 'task/picked-up', args);
    // Without a plan the facts from before were too many to keep: only the end can be told.
    const application = plan === undefined ? endOnly : step.task.apply(change, step.params);
    const end = endOf(state, leftover.printed, application, step);
    const problem = end.kind === 'failed' ? end.finding : undefined;
    if (plan === undefined) {
      const task = outcomeOf(step, problem ? 'failed' : 'done');
      return withFindings({ ...base, task }, problem ? [note, problem] : [note]);
    }
    const proposal = { hash: plan, change, before, planned: base };
    const mayRollBack = conduct.changes === 'all' || (conduct.changes === 'marked' && step.marked);
    const undertaking = { step, proposal, token, places };
    const { outcome, settled } = await conclude(line, undertaking, problem, mayRollBack);
    if (!settled) finished = undefined;
    return withFindings(outcome, [note]);
  } catch (error) {
    return { ...base, ...withoutFacts(noFactsOf(error)), task: outcomeOf(step, 'failed') };
  } finally {
    if (locked) await giveBack(line, places, token, finished);
  }
}
