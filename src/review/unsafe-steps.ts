import type { MessageArgs } from '../core/message.ts';
import type { Runbook } from '../runbook/model.ts';
import { shown, without } from './difference.ts';
import type { PlannedRunbook, StepFacts } from './side.ts';
import type { Compared, Risk } from './unsafe.ts';
import { looserParameters } from './unsafe-parameters.ts';

type Planned = ReadonlyMap<string, PlannedRunbook>;

export function stepRisks(compared: Compared): readonly Risk[] {
  const { plannedBefore, plannedAfter } = compared;
  const ofRunbooks = [...plannedAfter.values()].flatMap((fresh) => {
    const old = plannedBefore.get(fresh.runbook.id);
    return [...runbookRisks(old?.runbook, fresh.runbook), ...taskRisks(old, fresh)];
  });
  return [...ofRunbooks, ...lostChecks(compared)];
}

const order = ['day', 'week', 'month', 'quarter', 'year'];

function runbookRisks(old: Runbook | undefined, fresh: Runbook): readonly Risk[] {
  if (!old) return [];
  const lower = fresh.level < old.level;
  const rarer = order.indexOf(fresh.window.every) > order.indexOf(old.window.every);
  const checks = fresh.enabled && fresh.steps.some(({ kind }) => kind === 'check');
  return [
    ...(lower ? [risk(fresh, 'review/risk-level', told(fresh, old.level, fresh.level))] : []),
    ...(rarer && checks
      ? [risk(fresh, 'review/risk-rarer', told(fresh, old.window.every, fresh.window.every))]
      : []),
  ];
}

function told({ id }: Runbook, before: string | number, after: string | number): MessageArgs {
  return { runbook: id, before: String(before), after: String(after) };
}

/** What tasks may do that they might not do before, each once for all hosts. */
function taskRisks(old: PlannedRunbook | undefined, fresh: PlannedRunbook): readonly Risk[] {
  const { runbook } = fresh;
  const found = fresh.hosts.flatMap(({ host, steps }) => {
    const before = old?.hosts.find((one) => one.host === host)?.steps ?? [];
    return tasksIn(steps).flatMap((task) => {
      const was = tasksIn(before).find(({ id, use }) => id === task.id && use === task.use);
      const about = { runbook: runbook.id, step: task.id };
      const lifted = (old?.runbook.level ?? 3) < 2 && runbook.level > 1 && was?.apply === true;
      const applies = task.apply && runbook.level > 1 && was?.apply !== true && !lifted;
      const id = applies ? [risk(runbook, 'review/risk-apply', about)] : [];
      const looser = looserParameters(was?.params, task.params).map(({ path, before, after }) =>
        before === undefined || before === 'false'
          ? risk(runbook, 'review/risk-harmful', { ...about, key: path, after: after ?? '' })
          : risk(runbook, 'review/risk-parameter', {
              ...about,
              key: path,
              before,
              after: after ?? '—',
            }),
      );
      return [...id, ...looser];
    });
  });
  return [...new Map(found.map((one) => [JSON.stringify(one), one])).values()];
}

function tasksIn(steps: readonly StepFacts[]): readonly Omit<StepFacts, 'kind' | 'then'>[] {
  return steps.flatMap(({ id, kind, use, params, apply, then }) => {
    if (kind === 'task') return [{ id, use, params, apply }];
    return then ? [{ id: `${id}.then`, ...then }] : [];
  });
}

/**
 * Checks and backups that no enabled runbook carries out on a host any more, whatever the reason: the step, the
 * host or the runbook is gone, or the runbook is not enabled. One that moved elsewhere is not lost,
 * and a host that left the fleet needs none.
 */
function lostChecks({ plannedBefore, plannedAfter, after }: Compared): readonly Risk[] {
  const [old, fresh] = [checksIn(plannedBefore), checksIn(plannedAfter)];
  const placeOf = ({ host, use, step, runbook }: Lost) =>
    JSON.stringify([host, use, step, runbook.id]);
  const [oldPlaces, freshPlaces] = [old, fresh].map((list) => new Set(list.map(placeOf)));
  // What stayed in its place is the same check, whatever has become of its parameters.
  const left = old.filter((one) => !freshPlaces?.has(placeOf(one)));
  const came = fresh.filter((one) => !oldPlaces?.has(placeOf(one)));
  const keyOf = ({ host, use, subject }: Lost) => JSON.stringify([host, use, subject]);
  const gone = [...without(left.map(keyOf), came.map(keyOf))];
  const lost = left.filter((one) => {
    const at = gone.indexOf(keyOf(one));
    if (at >= 0) gone.splice(at, 1);
    return at >= 0 && after.fleet.hosts.has(one.host);
  });
  const groups = Map.groupBy(lost, ({ runbook, step, use }) =>
    JSON.stringify([runbook.id, step, use]),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const names = group.map(({ host }) => host);
    const hosts =
      names.length > 8 ? `${names.slice(0, 8).join(', ')} … (${names.length})` : names.join(', ');
    // All of them, though they are not shown: what is approved is the loss on these and no others.
    const all = names.toSorted().join(' ');
    const about = { runbook: first.runbook.id, step: first.step, check: first.use, hosts, all };
    const id = first.isTask ? 'review/risk-backup' : whyLost(first, plannedAfter);
    return [risk(first.runbook, id, about)];
  });
}

interface Lost {
  readonly host: string;
  readonly use: string;
  readonly isTask: boolean;
  /** Of an entry that is what its parameters say, such as `command`, the step it is. */
  readonly subject: string;
  readonly step: string;
  readonly runbook: Runbook;
}

function checksIn(planned: Planned): readonly Lost[] {
  return [...planned.values()]
    .filter(({ runbook }) => runbook.enabled)
    .flatMap(({ runbook, hosts }) =>
      hosts.flatMap(({ host, steps }) =>
        steps
          .filter(({ kind, use, apply }) => kind === 'check' || (apply && isBackup(use)))
          .map(({ id, kind, use, params }) => ({
            host,
            isTask: kind === 'task',
            use,
            subject: use === 'command' ? commandOf(params) : '',
            step: id,
            runbook,
          })),
      ),
    );
}

/** Of tasks the one kind whose loss nobody sees until it is needed. */
function isBackup(use: string): boolean {
  return use.startsWith('backup.');
}

function commandOf(params: unknown): string {
  if (typeof params !== 'object' || params === null || !('command' in params)) return '';
  return shown(params.command) ?? '';
}

function whyLost({ runbook }: Lost, after: Planned): string {
  const now = after.get(runbook.id);
  if (!now) return 'review/risk-check-runbook';
  return now.runbook.enabled ? 'review/risk-check' : 'review/risk-check-disabled';
}

function risk({ path }: Pick<Runbook, 'path'>, id: string, args: MessageArgs): Risk {
  return { message: { id, args }, file: path };
}
