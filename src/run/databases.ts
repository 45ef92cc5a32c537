import type { PostgresService } from '../config/services-schema.ts';
import type { PostgresFailure } from '../connectors/postgres/messages.ts';
import type { Connector } from '../connectors/session.ts';
import { SqlError } from '../connectors/sql.ts';
import type { EngineWorld } from '../engine/world.ts';
import type { Fleet } from '../fleet/model.ts';

interface Surroundings {
  readonly fleet: Fleet;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly connector: Connector;
}

/** The PostgreSQL server of the configuration and its standbys; the driver is loaded when one is asked. */
export function databases(
  service: PostgresService,
  { fleet, environment, connector }: Surroundings,
): Required<Pick<EngineWorld, 'openSql' | 'hidden'>> {
  const { user, port, socket, password: reference } = service;
  const password = reference && (environment[reference.name] ?? '').trim();
  const server = {
    user,
    port,
    ...(socket !== undefined && { socket }),
    ...(password !== undefined && password !== '' && { password }),
  };
  const known = new Set([service.host, ...service.replicas]);
  const names = new Set([service.database, ...service.databases]);
  return {
    hidden: password === undefined || password === '' ? [] : [password],
    openSql: async (host, session, target, signal) => {
      const name = target.server ?? host.name;
      const { database = service.database } = target;
      const other = fleet.hosts.get(name);
      if (!known.has(name) || !other) throw refused('not-configured', { host: name });
      if (!names.has(database)) throw refused('other-database', { database });
      const { openPostgres } = await import('../connectors/postgres/open.ts');
      if (name === host.name) {
        return await openPostgres(name, await session(), server, database, signal);
      }
      const own = await connectTo(connector, other, signal);
      try {
        const sql = await openPostgres(name, own, server, database, signal);
        const close = sql.close.bind(sql);
        sql.close = () => {
          close();
          own.close();
        };
        return sql;
      } catch (error) {
        own.close();
        throw error;
      }
    },
  };
}

async function connectTo(
  connector: Connector,
  ...rest: [Parameters<Connector['connect']>[0], AbortSignal]
) {
  const [host, signal] = rest;
  try {
    return await connector.connect(host, { signal });
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw refused('refused', { host: host.name, target: host.address, detail });
  }
}

function refused(why: PostgresFailure, args: Readonly<Record<string, string>>): SqlError {
  return new SqlError({ id: `postgres/${why}`, args }, { fatal: true });
}
