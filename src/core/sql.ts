/**
 * What is asked of a database. Data, as all probes are: `connectors/postgres` carries it out over the
 * SSH connection of the host. Sessions are read-only, with `search_path` empty but for `pg_catalog`,
 * so that every name of a user's object has its schema.
 */
export type SqlValue = string | number | boolean | readonly string[];

/** The text that servers from this `server_version_num` on understand: 160000 is PostgreSQL 16. */
export interface SqlVariant {
  readonly from: number;
  readonly text: string;
}

export interface SqlStatement {
  /** One SELECT without LIMIT and semicolon; or one for each range of versions. */
  readonly text: string | readonly [SqlVariant, ...SqlVariant[]];
  /** `$1`, `$2` … : nothing else that varies is ever put into a statement. */
  readonly values?: readonly SqlValue[];
  /** Enforced by the server (`statement_timeout`), and again by the runner. */
  readonly timeoutSeconds: number;
  /** More rows than that make the step `unknown`. */
  readonly maxRows: number;
}

/** `monitor`: membership of pg_monitor. `maintain`: owner of the tables, or MAINTAIN since 17. */
export type SqlRight = 'monitor' | 'maintain';

/** Some statements for the PostgreSQL server of the host, one after the other on one connection. */
export interface SqlProbe {
  readonly kind: 'sql';
  readonly from: 'host';
  /** Another host of the fleet: a standby of this one. */
  readonly server?: string;
  /** Another database than the one of the configuration. */
  readonly database?: string;
  readonly statements: Readonly<Record<string, SqlStatement>>;
  /** Without `monitor` a statement would silently see less: the step is then `unknown`. */
  readonly needs: readonly SqlRight[];
  /** All statements together, for leases. */
  readonly timeoutSeconds: number;
}

/**
 * JSON: numbers where they are exact (whole ones beyond 2⁵³ are strings, as are NaN and infinity),
 * times as ISO 8601 in UTC, `json` and `jsonb` as they are, everything else as PostgreSQL's text.
 */
export type SqlRow = Readonly<Record<string, unknown>>;

export interface SqlOutput {
  /** `server_version_num`. */
  readonly version: number;
  readonly database: string;
  /** The role that it was asked as. */
  readonly role: string;
  readonly rows: Readonly<Record<string, readonly SqlRow[]>>;
  readonly durationMs: number;
}

/** One statement of a task, by itself and never in a transaction: VACUUM cannot run in one. */
export interface SqlOrder {
  /** What it works on, for whoever judges its outcome. */
  readonly key: string;
  readonly text: string;
  readonly timeoutSeconds: number;
}

/** The statements of a task, in their order. One that fails does not keep the others from running. */
export interface SqlWork {
  readonly database?: string;
  /** Settings of the session: `vacuum_cost_delay: 2ms`. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly orders: readonly SqlOrder[];
}

/** What has become of one of them. */
export interface SqlOutcome {
  readonly key: string;
  readonly state: 'done' | 'failed' | 'not-run';
  /** SQLSTATE, where the server said one. */
  readonly code?: string;
  readonly error?: string;
  /** WARNINGs: VACUUM tells so, and with no error at all, that it has skipped a table. */
  readonly warnings: readonly string[];
  readonly durationMs: number;
}

const defaults = { timeoutSeconds: 30, maxRows: 1000 } as const;

export function statement(
  text: SqlStatement['text'],
  options: Partial<Omit<SqlStatement, 'text'>> = {},
): SqlStatement {
  return { ...defaults, ...options, text };
}

export function sql(
  statements: SqlProbe['statements'],
  options: Partial<Pick<SqlProbe, 'server' | 'database' | 'needs'>> = {},
): SqlProbe {
  const seconds = Object.values(statements).map(({ timeoutSeconds }) => timeoutSeconds);
  const timeoutSeconds = seconds.reduce((sum, one) => sum + one, 0);
  return { kind: 'sql', from: 'host', needs: ['monitor'], ...options, statements, timeoutSeconds };
}

/** The text for this server, or undefined when it is too old for any. */
export function textFor({ text }: SqlStatement, version: number): string | undefined {
  if (typeof text === 'string') return text;
  return text.toSorted((a, b) => b.from - a.from).find(({ from }) => version >= from)?.text;
}

/** A name as it is written in SQL. */
export function quoteName(...parts: readonly string[]): string {
  return parts.map((part) => `"${part.replaceAll('"', '""')}"`).join('.');
}
