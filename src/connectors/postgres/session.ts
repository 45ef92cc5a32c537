import type { Duplex } from 'node:stream';
import type { Client } from 'pg';
import {
  type SqlOrder,
  type SqlOutcome,
  type SqlRow,
  type SqlStatement,
  statement,
  textFor,
} from '../../core/sql.ts';
import { untilAborted } from '../abort.ts';
import { SqlError, type SqlSession } from '../sql.ts';
import { cancelRequest } from './cancel.ts';
import { type About, sqlError } from './failure.ts';
import { failure } from './messages.ts';

/** The runner waits that much longer than the server, which is to end a statement by itself. */
const graceSeconds = 10;

const hello = `SELECT current_setting('server_version_num')::int AS version, current_user::text AS role,
  pg_has_role('pg_read_all_stats', 'USAGE') AS monitors,
  CASE WHEN current_setting('server_version_num')::int >= 140000
    THEN set_config('client_connection_check_interval', '10s', false) END AS checked`;

export class PostgresSession implements SqlSession {
  version = 0;
  role = '';
  monitors = false;
  lost: SqlError | undefined;
  readonly #client: Client;
  readonly #about: About;
  readonly #dial: () => Promise<Duplex>;
  #limitSeconds = 30;
  #warnings: string[] = [];

  constructor(client: Client, about: About, dial: () => Promise<Duplex>) {
    this.#client = client;
    this.#about = about;
    this.#dial = dial;
    client.on('error', (error) => {
      this.lost ??= sqlError(error, about, 0);
    });
    client.on('notice', ({ severity, message }) => {
      if (severity === 'WARNING') this.#warnings.push(message ?? '');
    });
  }

  get database(): string {
    return this.#about.database;
  }

  /** Learns what the server is; since 14 it looks now and then whether we are still there. */
  async begin(signal: AbortSignal): Promise<void> {
    const [row] = await this.query(statement(hello), signal);
    this.version = Number(row?.['version']);
    this.role = String(row?.['role']);
    this.monitors = row?.['monitors'] === true;
  }

  async query(asked: SqlStatement, signal: AbortSignal): Promise<readonly SqlRow[]> {
    const { version } = this;
    const text = textFor(asked, version);
    if (text === undefined) {
      const args = { ...this.#about, version: Math.floor(version / 10_000) };
      throw new SqlError(failure('too-old', args), { fatal: false });
    }
    const { maxRows, values = [] } = asked;
    const limited = `${text}\nLIMIT ${maxRows + 1}`;
    const rows = await this.#send(limited, values, asked.timeoutSeconds, signal);
    if (rows.length > maxRows) {
      const args = { ...this.#about, rows: maxRows };
      throw new SqlError(failure('too-many-rows', args), { fatal: false });
    }
    return rows;
  }

  async set(settings: Readonly<Record<string, string>>): Promise<void> {
    const never = new AbortController().signal;
    for (const [name, value] of Object.entries(settings)) {
      await this.#send('SELECT set_config($1, $2, false)', [name, value], 30, never);
    }
  }

  async run(order: SqlOrder, signal: AbortSignal): Promise<SqlOutcome> {
    const startedAt = performance.now();
    const { key, text, timeoutSeconds } = order;
    this.#warnings = [];
    let failed: SqlError | undefined;
    try {
      await this.#send(text, [], timeoutSeconds, signal);
    } catch (error) {
      failed = sqlError(error, this.#about, timeoutSeconds);
    }
    return {
      key,
      state: failed ? 'failed' : 'done',
      ...(failed?.code !== undefined && { code: failed.code }),
      ...(failed && { error: failed.evidence ?? failed.explanation.id }),
      warnings: this.#warnings,
      durationMs: Math.round(performance.now() - startedAt),
    };
  }

  close(): void {
    // The server is told, unless the tunnel is gone already.
    this.#client.end().catch(() => {});
  }

  async #send(
    text: string,
    values: readonly unknown[],
    seconds: number,
    signal: AbortSignal,
  ): Promise<readonly SqlRow[]> {
    if (this.lost) throw this.lost;
    const about = this.#about;
    const stop = AbortSignal.any([signal, AbortSignal.timeout((seconds + graceSeconds) * 1000)]);
    try {
      if (seconds !== this.#limitSeconds) {
        await untilAborted(this.#client.query(`SET statement_timeout = '${seconds}s'`), stop);
        this.#limitSeconds = seconds;
      }
      const query = this.#client.query<SqlRow>({ text, values: [...values] });
      return (await untilAborted(query, stop)).rows;
    } catch (error) {
      const interrupted = failure(signal.aborted ? 'interrupted' : 'timeout', {
        ...about,
        seconds,
      });
      const told = stop.aborted
        ? new SqlError(interrupted, { fatal: true })
        : sqlError(error, about, seconds);
      if (told.fatal) this.lost ??= told;
      if (stop.aborted) await this.#cancel();
      throw told;
    }
  }

  /** What the server is still doing for us is of no use any more. */
  async #cancel(): Promise<void> {
    const { processID, secretKey } = this.#client as unknown as Record<string, unknown>;
    await cancelRequest(this.#dial, Number(processID), Number(secretKey));
    this.close();
  }
}
