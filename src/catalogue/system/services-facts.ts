import type { ShellOutput } from '../../core/probe.ts';
import { Unparsable } from '../define.ts';
import { parseSections } from '../security/sections.ts';
import { parseRestart, type RestartFacts } from './restart-facts.ts';
import type { ServicesParams } from './services-params.ts';

export interface UnitState {
  /** Its own name, and all by which it is known. */
  readonly id: string;
  readonly names: readonly string[];
  readonly load: string;
  readonly active: string;
  readonly pid: number;
  /** Changes whenever the unit is started, also for one without a process. */
  readonly invocation: string;
  readonly members: readonly string[];
  readonly canReload: boolean;
  /** Its file is newer than what systemd has read. */
  readonly stale: boolean;
}

export interface ServicesFacts {
  /** As the parameters list them. */
  readonly units: readonly UnitState[];
  /** Units that are restarted with one of them: PostgreSQL's clusters, say. */
  readonly members: readonly UnitState[];
  /** `ok`, or why not; in the order of the parameters. */
  readonly health: readonly string[];
  /** What `nginx -t` complains about; null when it is content, or was not asked. */
  readonly nginx: string | null;
  /** Null when it was not asked. */
  readonly needs: RestartFacts | null;
  /** What the last apply has noted; its first line is a name of that run. */
  readonly results: readonly string[];
}

/** @throws Unparsable */
export function parseServices(output: ShellOutput, params: ServicesParams): ServicesFacts {
  const sections = parseSections(output.stdout);
  const units = parseUnits(sections.text('units') ?? '');
  if (units.length !== params.services.length)
    throw new Unparsable('a block of properties for each unit', sections.text('units') ?? '');
  const health = sections.lines('health').map((line) => line.replace(/^\d+ /, '').trim());
  if (health.length !== params.services.length)
    throw new Unparsable('a line of health for each unit', sections.text('health') ?? '');
  const status = sections.text('nginx-status');
  return {
    units,
    members: parseUnits(sections.text('members') ?? ''),
    health,
    nginx: status === undefined || status === '0' ? null : (sections.text('nginx') ?? ''),
    needs: params.onlyIfNeeded ? parseRestart(output) : null,
    results: sections.lines('results'),
  };
}

/** `systemctl show` of several units: blocks of `Key=value`, an empty line between. */
function parseUnits(text: string): UnitState[] {
  if (text.trim() === '') return [];
  return text.split(/\n\n+/).map((block) => {
    const values = new Map(
      block.split('\n').map((line) => {
        const at = line.indexOf('=');
        return [line.slice(0, at), line.slice(at + 1)] as const;
      }),
    );
    const value = (key: string) => {
      const found = values.get(key);
      if (found === undefined) throw new Unparsable(`${key}=…`, block);
      return found;
    };
    return {
      id: value('Id'),
      names: value('Names').split(' '),
      load: value('LoadState'),
      active: value('ActiveState'),
      pid: Number(values.get('MainPID') ?? 0),
      invocation: value('InvocationID'),
      members: value('ConsistsOf').split(' ').filter(Boolean),
      canReload: value('CanReload') === 'yes',
      stale: value('NeedDaemonReload') === 'yes',
    };
  });
}
