import type { HostSession } from '../connectors/session.ts';
import { SqlError, type SqlSession } from '../connectors/sql.ts';
import type { Message } from '../core/message.ts';
import type { SqlOutcome, SqlOutput, SqlProbe, SqlRow, SqlWork } from '../core/sql.ts';
import type { Host } from '../fleet/model.ts';
import type { NoFacts } from './reading.ts';
import type { EngineWorld } from './world.ts';

export type SqlAnswer =
  | { readonly output: SqlOutput }
  | { readonly noFacts: NoFacts }
  /** The first step that had to do with the same trouble tells it for all. */
  | { readonly leftOut: Message };

/**
 * The database of one host for one run: all its SQL steps share one connection, on which statements
 * go one after the other. (A step that names another database or a standby has one for that.)
 */
export class HostSql {
  readonly #world: EngineWorld;
  readonly #host: Host;
  readonly #sessions = new Map<string, Promise<SqlSession>>();
  readonly #told = new Set<string>();
  #queue: Promise<unknown> = Promise.resolve();

  constructor(world: EngineWorld, host: Host) {
    this.#world = world;
    this.#host = host;
  }

  /** Never rejects. */
  answer(
    probe: SqlProbe,
    tunnels: () => Promise<HostSession>,
    signal: AbortSignal,
  ): Promise<SqlAnswer> {
    return this.#inTurn(async () => {
      const startedAt = performance.now();
      try {
        const session = await this.#session(probe, tunnels, signal);
        if (probe.needs.includes('monitor') && !session.monitors) {
          const id = 'postgres/no-monitor';
          return this.#once(id, { id, args: { user: session.role } });
        }
        const rows: Record<string, readonly SqlRow[]> = {};
        for (const [name, statement] of Object.entries(probe.statements)) {
          rows[name] = await session.query(statement, signal);
        }
        const { version, database, role } = session;
        const durationMs = Math.round(performance.now() - startedAt);
        return { output: { version, database, role, rows, durationMs } };
      } catch (error) {
        if (!(error instanceof SqlError)) throw error;
        const { explanation: reason, evidence, fatal } = error;
        if (fatal) return this.#once(keyOf(probe) + reason.id, reason, evidence);
        return { noFacts: { reason, ...(evidence !== undefined && { evidence }) } };
      }
    });
  }

  /** Carries out the statements of a task; `proceed` is asked before each. Never rejects. */
  work(
    { database, settings = {}, orders }: SqlWork,
    tunnels: () => Promise<HostSession>,
    signal: AbortSignal,
    proceed: () => boolean,
  ): Promise<{ readonly outcomes: readonly SqlOutcome[]; readonly trouble?: SqlError }> {
    return this.#inTurn(async () => {
      const outcomes: SqlOutcome[] = [];
      let trouble: SqlError | undefined;
      try {
        const where = database === undefined ? {} : { database };
        const session = await this.#session(where, tunnels, signal);
        await session.set(settings);
        for (const order of orders) {
          if (session.lost || signal.aborted || !proceed()) break;
          outcomes.push(await session.run(order, signal));
        }
        trouble = session.lost;
      } catch (error) {
        if (!(error instanceof SqlError)) throw error;
        trouble = error;
      }
      const rest = orders.slice(outcomes.length).map(({ key }) => notRun(key));
      return { outcomes: [...outcomes, ...rest], ...(trouble && { trouble }) };
    });
  }

  close(): void {
    for (const opening of this.#sessions.values()) {
      opening.then(
        (session) => session.close(),
        () => {},
      );
    }
    this.#sessions.clear();
  }

  async #session(
    probe: Pick<SqlProbe, 'server' | 'database'>,
    tunnels: () => Promise<HostSession>,
    signal: AbortSignal,
  ): Promise<SqlSession> {
    const key = keyOf(probe);
    const open = await this.#sessions.get(key);
    if (open && !open.lost) return open;
    const { openSql } = this.#world;
    if (!openSql) {
      const explanation = { id: 'postgres/not-configured', args: { host: this.#host.name } };
      throw new SqlError(explanation, { fatal: true });
    }
    const { server, database } = probe;
    const target = { ...(server !== undefined && { server }), ...(database && { database }) };
    const session = await openSql(this.#host, tunnels, target, signal);
    this.#sessions.set(key, Promise.resolve(session));
    return session;
  }

  #once(key: string, reason: Message, evidence?: string): SqlAnswer {
    if (this.#told.has(key)) return { leftOut: reason };
    this.#told.add(key);
    return { noFacts: { reason, ...(evidence !== undefined && { evidence }) } };
  }

  #inTurn<T>(turn: () => Promise<T>): Promise<T> {
    const mine = this.#queue.then(turn);
    this.#queue = mine.catch(() => {});
    return mine;
  }
}

function keyOf({ server = '', database = '' }: Pick<SqlProbe, 'server' | 'database'>): string {
  return `${server}/${database}`;
}

function notRun(key: string): SqlOutcome {
  return { key, state: 'not-run', warnings: [], durationMs: 0 };
}
