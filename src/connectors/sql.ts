import type { Message } from '../core/message.ts';
import type { SqlOrder, SqlOutcome, SqlRow, SqlStatement } from '../core/sql.ts';

/** One connection to one database. Statements are sent one after the other. */
export interface SqlSession {
  /** `server_version_num`. */
  readonly version: number;
  readonly database: string;
  readonly role: string;
  /** Whether the role sees what other sessions do (pg_read_all_stats, part of pg_monitor). */
  readonly monitors: boolean;
  /** Set once nothing more can be asked: the connection is gone. */
  readonly lost: SqlError | undefined;
  /** @throws SqlError */
  query(statement: SqlStatement, signal: AbortSignal): Promise<readonly SqlRow[]>;
  /** Sets what `pg_settings` has under these names, for this session. @throws SqlError */
  set(settings: Readonly<Record<string, string>>): Promise<void>;
  /** Carries out one statement outside of any transaction. Never rejects. */
  run(order: SqlOrder, signal: AbortSignal): Promise<SqlOutcome>;
  /** Says goodbye; never throws, may be called twice. */
  close(): void;
}

/** What a statement or a connection came to: `explanation` is of `postgres/messages.ts`. */
export class SqlError extends Error {
  override readonly name = 'SqlError';
  readonly explanation: Message;
  /** What the server said: untrusted. */
  readonly evidence: string | undefined;
  /** SQLSTATE. */
  readonly code: string | undefined;
  /** The connection is of no more use, or there is none. */
  readonly fatal: boolean;

  constructor(
    explanation: Message,
    rest: { evidence?: string; code?: string; fatal: boolean; cause?: unknown },
  ) {
    super(explanation.id, { cause: rest.cause });
    this.explanation = explanation;
    this.evidence = rest.evidence;
    this.code = rest.code;
    this.fatal = rest.fatal;
  }
}
