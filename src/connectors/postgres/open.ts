import type { Duplex } from 'node:stream';
import { Client } from 'pg';
import { untilAborted } from '../abort.ts';
import type { HostSession } from '../session.ts';
import { SqlError, type SqlSession } from '../sql.ts';
import { type About, lockTimeoutSeconds, sqlError } from './failure.ts';
import { failure } from './messages.ts';
import { PostgresSession } from './session.ts';
import { socketOver } from './stream.ts';
import { jsonTypes } from './types.ts';

/** A server as seen from its host. */
export interface PostgresServer {
  readonly user: string;
  readonly password?: string;
  readonly port: number;
  /** Folder of the unix socket; without it, TCP on the loopback. */
  readonly socket?: string;
}

export type Tunnels = Pick<HostSession, 'openTunnel' | 'openSocket'>;

const connectSeconds = 10;

/** What is not said otherwise; most statements have this limit, and cost no message to set it. */
export const usualTimeoutSeconds = 30;

/** Settings of every session, sent with the start-up message. */
const settings = {
  default_transaction_read_only: 'on',
  statement_timeout: `${usualTimeoutSeconds}s`,
  lock_timeout: `${lockTimeoutSeconds}s`,
  idle_in_transaction_session_timeout: '60s',
  search_path: 'pg_catalog',
  DateStyle: 'ISO',
  TimeZone: 'UTC',
};

const options = Object.entries(settings)
  .map(([name, value]) => `-c ${name}=${value}`)
  .join(' ');

/**
 * Opens one connection through the SSH session of a host and logs in. The password leaves the
 * runner as SCRAM only: to a server that asks for it in clear or as MD5 nothing is sent.
 * @throws SqlError
 */
export async function openPostgres(
  host: string,
  tunnels: Tunnels,
  server: PostgresServer,
  database: string,
  signal: AbortSignal,
): Promise<SqlSession> {
  const { user, port, socket } = server;
  const path = socket === undefined ? undefined : `${socket}/.s.PGSQL.${port}`;
  const about: About = { host, user, database, target: path ?? `127.0.0.1:${port}` };
  const dial = async (): Promise<Duplex> =>
    await (path === undefined ? tunnels.openTunnel('127.0.0.1', port) : tunnels.openSocket(path));
  const opening = dial();
  opening.then(
    (late) => signal.aborted && late.destroy(),
    () => {},
  );
  let client: Client | undefined;
  try {
    const tunnel = await untilAborted(opening, signal);
    const refusal: { method?: string } = {};
    client = new Client({
      stream: () => socketOver(tunnel),
      host: 'localhost',
      port,
      user,
      database,
      password: async () => {
        if (refusal.method !== undefined) throw weak(about, refusal.method);
        if (server.password === undefined) throw denied('no-password', about);
        return server.password;
      },
      ssl: false,
      application_name: 'teiki',
      client_encoding: 'UTF8',
      options,
      types: jsonTypes,
      connectionTimeoutMillis: connectSeconds * 1000,
    });
    refuseWeakMethods(client, refusal);
    const session = new PostgresSession(client, about, dial);
    await untilAborted(client.connect(), signal);
    await session.begin(signal);
    return session;
  } catch (error) {
    client?.end().catch(() => {});
    if (signal.aborted) throw denied('interrupted', about);
    if (error instanceof Error && /timeout expired/.test(error.message)) {
      throw denied('connect-timeout', about, { seconds: connectSeconds });
    }
    throw sqlError(error, about, connectSeconds);
  }
}

/** Before `pg` hears of such a request itself, so that it gets no password for it. */
function refuseWeakMethods(client: Client, refusal: { method?: string }): void {
  // Not in its types, and since its first version the emitter of the server's messages.
  const { connection } = client as unknown as { connection: NodeJS.EventEmitter };
  const refuse = (method: string) => () => {
    refusal.method = method;
  };
  connection.prependListener('authenticationCleartextPassword', refuse('cleartext'));
  connection.prependListener('authenticationMD5Password', refuse('md5'));
}

function weak(about: About, method: string): SqlError {
  return denied('weak-authentication', about, { method });
}

function denied(
  why: Parameters<typeof failure>[0],
  about: About,
  more: Readonly<Record<string, string | number>> = {},
): SqlError {
  return new SqlError(failure(why, { ...about, ...more }), { fatal: true });
}
