import { ConnectionError } from '../session.ts';
import { SqlError } from '../sql.ts';
import { failure, type PostgresFailure } from './messages.ts';

/** What the messages of a server are about. */
export interface About {
  readonly host: string;
  readonly user: string;
  readonly database: string;
  /** `127.0.0.1:5432`, or the path of the socket. */
  readonly target: string;
}

/** Appendix A of PostgreSQL's documentation. */
const bySqlState: Readonly<Record<string, PostgresFailure>> = {
  '28P01': 'authentication',
  '28000': 'authentication',
  '3D000': 'no-database',
  '42501': 'permission',
  '53300': 'too-many',
  '55P03': 'lock-timeout',
  '57014': 'timeout',
  '57P01': 'lost',
  '57P02': 'lost',
  '57P03': 'restarting',
  '57P05': 'lost',
  '08006': 'lost',
  '08P01': 'lost',
};

const ends = new Set<PostgresFailure>([
  'authentication',
  'no-database',
  'too-many',
  'restarting',
  'lost',
]);

/** How long a statement waits for a lock: five seconds, in every session. */
export const lockTimeoutSeconds = 5;

/** What the server, or the driver, has thrown, in our words. */
export function sqlError(error: unknown, about: About, seconds: number): SqlError {
  if (error instanceof SqlError) return error;
  if (error instanceof ConnectionError) return tunnelError(error, about);
  const { code, message, detail } = partsOf(error);
  const why = code === undefined ? undefined : bySqlState[code];
  const evidence = [message, detail].filter(Boolean).join('\n');
  if (why !== undefined) {
    const waited = why === 'lock-timeout' ? lockTimeoutSeconds : seconds;
    const args = { ...about, seconds: waited, detail: message };
    return new SqlError(failure(why, args), {
      evidence,
      ...(code && { code }),
      fatal: ends.has(why),
      cause: error,
    });
  }
  if (code !== undefined && /^[0-9A-Z]{5}$/.test(code)) {
    const args = { ...about, code };
    return new SqlError(failure('failed', args), { evidence, code, fatal: false, cause: error });
  }
  // Without a SQLSTATE it is the driver who speaks: the stream has ended.
  return new SqlError(failure('lost', { ...about, detail: message }), {
    fatal: true,
    cause: error,
  });
}

function tunnelError(error: ConnectionError, about: About): SqlError {
  const { id, args } = error.explanation;
  const detail = String(args['detail'] ?? error.message);
  const forbidden = id === 'connection.refused.forwarding';
  const lost = error.failure === 'lost' || error.failure === 'aborted';
  const why = forbidden ? 'forbidden' : lost ? 'lost' : 'refused';
  return new SqlError(failure(why, { ...about, detail }), { fatal: true, cause: error });
}

function partsOf(error: unknown) {
  if (!(error instanceof Error)) return { code: undefined, message: String(error), detail: '' };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const detail = 'detail' in error && typeof error.detail === 'string' ? error.detail : '';
  return { code, message: error.message, detail };
}
