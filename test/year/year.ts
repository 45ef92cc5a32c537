import { catalogue } from '../../src/catalogue/registry.ts';
import { configSchema } from '../../src/config/schema.ts';
import type { Fleet } from '../../src/fleet/model.ts';
import { withMissed } from '../../src/incident/missed.ts';
import type { Desired } from '../../src/incident/model.ts';
import { tickIncidents } from '../../src/incident/tick.ts';
import { toCatchUp } from '../../src/ledger/catch-up.ts';
import { chooseWindow } from '../../src/ledger/choose.ts';
import type { LedgerWindow } from '../../src/ledger/model.ts';
import { lastOccurrence } from '../../src/ledger/occurrences.ts';
import { envelopeOf } from '../../src/notice/envelope.ts';
import { type GateInput, gatesOf, standing } from '../../src/notice/gates.ts';
import { keepNotices } from '../../src/notice/keep.ts';
import { noticeKey } from '../../src/notice/model.ts';
import { type ReadOptions, readNotices } from '../../src/notice/read.ts';
import { runsFor } from '../../src/notice/runs.ts';
import type { MaintenanceRecord } from '../../src/record/record.ts';
import type { RunStep } from '../../src/record/run-result.ts';
import { ledgerOf } from '../../src/run/ledger.ts';
import { announcedOf, latestStartOf } from '../../src/run/notices.ts';
import { textOf } from '../../src/run/texts.ts';
import type { Runbook } from '../../src/runbook/model.ts';
import { cronLines } from '../../src/workflow/cron.ts';
import { recheckCron, tickCron } from '../../src/workflow/source.ts';
import { bot, MemoryTracker } from '../incident/memory-tracker.ts';
import { host, record, run, step } from '../record/fixtures.ts';
import { randomFrom, ticksOf } from './cron.ts';

const hour = 3_600_000;
const zone = 'Asia/Tokyo';
const zoneHours = 9;
/** As in actions/wait.ts: longer than this no job lives. */
const longestWait = 5 * hour;
/** A dispatched run finds a runner so soon. */
const dispatchDelay = 2 * 60_000;
/** People look at a notice a day after it was opened. */
const approvalDelay = 24 * hour;

export interface Weather {
  readonly seed: number;
  /** Share of scheduled ticks that GitHub drops. */
  readonly dropped: number;
  /** The rest come up to so much later, evenly spread. */
  readonly latestHours: number;
}

export interface YearResult {
  readonly ticks: { readonly planned: number; readonly dropped: number };
  readonly checks: Tally & { readonly untold: readonly string[] };
  readonly changes: Tally & { readonly approved: number };
  /** Changes that began outside their window. */
  readonly outside: readonly string[];
  /** Issues of which there were two open at once. */
  readonly doubles: readonly string[];
}

interface Tally {
  readonly windows: number;
  readonly done: number;
  readonly late: number;
  readonly missed: number;
}

type Event =
  | { readonly kind: 'tick'; readonly at: number }
  | {
      readonly kind: 'run';
      readonly at: number;
      readonly runbook: string;
      readonly mode: 'marked' | 'plan';
    }
  | { readonly kind: 'approve'; readonly at: number; readonly number: number };

/**
 * A year of the MKS schedule under bad weather: the decisions are those of the product (ledger,
 * notices, gates, arming, catching up, incidents); GitHub's schedule, its issues and the hosts are
 * simulated.
 */
export class Year {
  readonly #records: MaintenanceRecord[] = [];
  readonly #events: Event[] = [];
  readonly #busyUntil = new Map<string, number>();
  readonly #random: () => number;
  readonly #weather: Weather;
  readonly #tracker = new NoticeMemory(() => new Date(this.#now));
  readonly #told = new Set<string>();
  readonly #doubles = new Set<string>();
  readonly #outside: string[] = [];
  readonly #approved = new Set<number>();
  readonly #config = configSchema.parse({
    timezone: zone,
    team: 'SRE',
    locale: 'ja',
    contacts: { emergency: '03-0000-0000' },
    freezes: [{ from: '2026-12-28', to: '2027-01-04', reason: '年末年始' }],
  });
  readonly #fleet: Fleet = fleet;
  readonly #runbooks: readonly Runbook[];
  #now = 0;
  #runs = 0;

  constructor(runbooks: readonly Runbook[], weather: Weather) {
    this.#runbooks = runbooks;
    this.#weather = weather;
    this.#random = randomFrom(weather.seed);
    this.#tracker.permissions.set('hanako', 'write');
  }

  async live(from: Date, to: Date): Promise<YearResult> {
    await catalogue.load(['cache.drop-os']);
    const ticks = this.#schedule(from, to);
    while (this.#events.length > 0) {
      this.#events.sort((a, b) => b.at - a.at);
      const event = this.#events.pop();
      if (!event || event.at >= to.getTime()) break;
      this.#now = event.at;
      if (event.kind === 'tick') await this.#tick();
      else if (event.kind === 'approve') this.#tracker.say(event.number, 'hanako', '/approve');
      else await this.#run(event);
    }
    return { ticks, ...this.#result(from, to) };
  }

  #schedule(from: Date, to: Date): YearResult['ticks'] {
    let planned = 0;
    let dropped = 0;
    const add = (line: string, event: (at: number) => Event) => {
      for (const at of ticksOf(line, from, to, zoneHours)) {
        planned += 1;
        if (this.#random() < this.#weather.dropped) dropped += 1;
        else this.#events.push(event(at + this.#random() * this.#weather.latestHours * hour));
      }
    };
    for (const [runbook, line] of cronLines(this.#runbooks)) {
      add(line, (at) => ({ kind: 'run', at, runbook, mode: 'marked' }));
    }
    for (const line of [recheckCron, tickCron]) add(line, (at) => ({ kind: 'tick', at }));
    return { planned, dropped };
  }

  #windows(runbooks: readonly Runbook[], from: number, to: number): readonly LedgerWindow[] {
    const plans = { runbooks, fleet: this.#fleet, config: this.#config };
    const range = { from: new Date(from), to: new Date(to) };
    const since = from - 40 * 24 * hour;
    const recent = this.#records.filter(({ run: { startedAt } }) => Date.parse(startedAt) >= since);
    return ledgerOf(plans, recent, new Date(this.#now), range);
  }

  /** What the reconcile action, and the end of every run, does. */
  async #tick(): Promise<void> {
    const now = new Date(this.#now);
    const day = 24 * hour;
    const windows = this.#windows(this.#runbooks, this.#now - 100 * day, this.#now + 10 * day);
    const text = { ...(await textOf(zone, [])), locale: 'ja' } as const;
    const desired = withMissed(nothing, windows, now);
    for (const { rows, object } of desired.incidents.values()) {
      for (const { standing: found } of rows)
        this.#told.add(`${object} ${found[0].finding.message.args['window']}`);
    }
    for (const window of windows) {
      if (window.state === 'missed') this.#noteTold(window, desired);
    }
    await tickIncidents(this.#tracker, desired, { now, words: text, self: bot });
    const announced = announcedOf(
      { runbooks: this.#runbooks, fleet: this.#fleet },
      windows.filter(({ startsAt }) => Date.parse(startsAt) > this.#now - 40 * day),
      this.#records,
    );
    const words = { ...text, config: this.#config, recordUrl: () => undefined };
    const input = { announced, now, noticeDays: this.#config.noticeDays, words };
    const { notices } = await keepNotices(this.#tracker, input, {
      ...this.#options(),
      assignees: [],
    });
    for (const { runbook, why } of runsFor(announced, notices, this.#config, now)) {
      this.#dispatch(runbook, why === 'dry-run' ? 'plan' : 'marked');
    }
    for (const { runbook } of toCatchUp(windows, now)) this.#dispatch(runbook.id, 'marked');
    this.#look();
  }

  #noteTold(window: LedgerWindow, desired: Desired): void {
    const open = [...desired.incidents.values()].some(({ object }) => object === window.runbook.id);
    if (open) this.#told.add(`${window.runbook.id} ${window.key}`);
  }

  /** What people would see on the page of issues. */
  #look(): void {
    const titles = this.#tracker.open.map(({ title }) => title.replace(/ \([^()]*\)$/, ''));
    for (const title of titles)
      if (titles.indexOf(title) !== titles.lastIndexOf(title)) this.#doubles.add(title);
    for (const { number, title } of this.#tracker.open) {
      if (!title.startsWith('メンテナンス予告') || this.#approved.has(number)) continue;
      this.#approved.add(number);
      this.#events.push({ kind: 'approve', at: this.#now + approvalDelay, number });
    }
  }

  #dispatch(runbook: string, mode: 'marked' | 'plan'): void {
    this.#events.push({ kind: 'run', at: this.#now + dispatchDelay, runbook, mode });
  }

  #options(): ReadOptions {
    const instance = { runbooks: this.#runbooks, config: this.#config };
    return {
      now: new Date(this.#now),
      fourEyes: false,
      timeZone: zone,
      self: bot,
      authorOf: () => Promise.resolve(undefined),
      latestOf: (runbook, startsAt) => latestStartOf(instance, runbook, startsAt),
    };
  }

  async #run(event: Extract<Event, { kind: 'run' }>): Promise<void> {
    const runbook = this.#runbooks.find(({ id }) => id === event.runbook);
    if (!runbook) return;
    if (event.mode === 'plan')
      return this.#keep(runbook, lastKey(runbook, this.#now), 'plan', 'planned');
    // One run of a runbook at a time; what waits gets its turn.
    const busy = this.#busyUntil.get(runbook.id) ?? 0;
    if (busy > this.#now) {
      this.#events.push({ ...event, at: busy });
      return;
    }
    const { armHours } = this.#config;
    const begun = lastOccurrence(runbook.window, new Date(this.#now), zone).startsAt;
    const until = this.#now + armHours * hour + 1;
    const around = this.#windows([runbook], Date.parse(begun), until);
    const choice = chooseWindow(around, new Date(this.#now), armHours);
    if (choice.kind === 'none') return;
    const { window } = choice;
    const gate = runbook.level > 1 ? await this.#gate(runbook, window) : undefined;
    const wait = Date.parse(window.startsAt) - this.#now;
    if (wait > 0) {
      if (gate && standing(gate).length > 0) return;
      const at = this.#now + Math.min(wait, longestWait);
      this.#busyUntil.set(runbook.id, at);
      this.#events.push({ ...event, at: wait > longestWait ? at + dispatchDelay : at });
      return;
    }
    const gates = gate && gatesOf({ ...gate, now: new Date(this.#now) });
    if (gates?.kind === 'closed') return this.#keep(runbook, window.key, 'plan', 'refused');
    if (runbook.level > 1 && !isInside(window, this.#now))
      this.#outside.push(`${runbook.id} ${window.key}`);
    this.#keep(runbook, window.key, runbook.level > 1 ? 'apply' : 'check', 'done');
    await this.#tick();
  }

  async #gate(runbook: Runbook, window: LedgerWindow): Promise<GateInput> {
    const notices = await readNotices(this.#tracker, this.#options());
    const key = noticeKey(runbook.id, window.key);
    return {
      window,
      notice: notices.find((notice) => notice.key === key),
      envelope: envelopeOf(runbook, [...this.#fleet.hosts.values()]),
      now: new Date(this.#now),
      config: this.#config,
      byEnvironment: false,
    };
  }

  #keep(
    runbook: Runbook,
    key: string,
    mode: 'plan' | 'apply' | 'check',
    what: 'planned' | 'refused' | 'done',
  ): void {
    this.#runs += 1;
    const at = new Date(this.#now).toISOString();
    const steps = [...this.#fleet.hosts.keys()].flatMap((name) =>
      runbook.steps.map(({ id, use, kind }): RunStep => {
        if (kind !== 'task') return { ...step(name, use), step: id };
        const task = { outcome: what === 'done' ? 'done' : 'planned', changes: [] } as const;
        const refused = {
          verdict: 'skipped',
          reason: { id: 'gate/no-approval', args: {} },
        } as const;
        return { ...step(name, use), step: id, task, ...(what === 'refused' && refused) };
      }),
    );
    const hosts = [...this.#fleet.hosts.keys()].map((name) => host(name));
    const window = { key, every: runbook.window.every };
    this.#records.push(
      record(run(hosts, steps, { runbook: runbook.id, window, mode, startedAt: at, endedAt: at }), {
        runId: `${this.#runs}-1`,
        trigger: what === 'planned' ? 'manual' : 'schedule',
      }),
    );
  }

  #result(from: Date, to: Date): Omit<YearResult, 'ticks'> {
    // The last weeks are not over yet.
    this.#now = to.getTime();
    const all = this.#windows(this.#runbooks, from.getTime(), to.getTime() - 35 * 24 * hour);
    const checks = all.filter(({ runbook }) => runbook.level === 1);
    // Nobody could announce and approve those of the first days.
    const announced = from.getTime() + 9 * 24 * hour;
    const changes = all.filter(
      ({ runbook, state, startsAt }) =>
        runbook.level > 1 && state !== 'frozen' && Date.parse(startsAt) > announced,
    );
    const untold = checks
      .filter(
        ({ state, runbook, key }) => state === 'missed' && !this.#told.has(`${runbook.id} ${key}`),
      )
      .map(({ runbook, key }) => `${runbook.id} ${key}`);
    return {
      checks: { ...tally(checks), untold },
      changes: { ...tally(changes), approved: changes.length },
      outside: this.#outside,
      doubles: [...this.#doubles],
    };
  }
}

function tally(windows: readonly LedgerWindow[]): Tally {
  const count = (wanted: LedgerWindow['state']) =>
    windows.filter(({ state }) => state === wanted).length;
  return {
    windows: windows.length,
    done: count('done'),
    late: count('late'),
    missed: count('missed'),
  };
}

function isInside({ startsAt, startBy }: LedgerWindow, at: number): boolean {
  return at >= Date.parse(startsAt) && at <= Date.parse(startBy);
}

function lastKey({ window }: Runbook, now: number): string {
  return lastOccurrence(window, new Date(now), zone).key;
}

const nothing: Desired = {
  incidents: new Map(),
  ended: new Map(),
  fateOf: () => 'unheard',
  isChecked: () => true,
};

const fleet: Fleet = {
  knownHosts: '',
  hosts: new Map(
    ['app1'].map((name) => [
      name,
      {
        ...{ name, address: '192.0.2.11', port: 22, user: 'mks-maint', groups: ['app'] },
        ...{ identity: { kind: 'agent' as const }, hostKeys: [], vars: {} },
      },
    ]),
  ),
};

/** With what notices ask besides: comments that may have been edited, and labels. */
class NoticeMemory extends MemoryTracker {
  override async comments(number: number) {
    const comments = await super.comments(number);
    return comments.map((comment) => ({ ...comment, updatedAt: comment.createdAt }));
  }

  labelled(): Promise<readonly never[]> {
    return Promise.resolve([]);
  }
}
