import { Unparsable } from '../define.ts';
import { type Archives, parseArchives, parseCandidates, securitySourceOf } from './apt-policy.ts';
import {
  isSecurityOrigin,
  parseSimulation,
  type Simulation,
  type Update,
} from './apt-simulation.ts';
import { failureOf } from './failure.ts';
import type { Sections } from './sections.ts';
import type { AptState, ListState, UpdatesFacts } from './updates-state.ts';

/** What apt and dpkg have told, as `updatesScript` asks them. */
export function parseApt(sections: Sections): Omit<UpdatesFacts, 'kernels' | 'rebootRequired'> {
  const failure = failureOf(sections, 'simulation');
  const nothing: Simulation = {
    upgrades: [],
    installs: [],
    removals: [],
    keptBack: [],
    phased: [],
  };
  const simulation = failure ? nothing : parseSimulation(sections.text('simulation') ?? '');
  const { archives, ...lists } = parseLists(sections);
  const candidates = parseCandidates(sections.text('candidates') ?? '', archives);
  const fixes = candidates.flatMap(({ name, installed, security, origin }) =>
    security === null ? [] : [{ name, from: installed, to: security, origin, severity: null }],
  );
  const isSecurity = ({ name, origin }: Update) =>
    isSecurityOrigin(origin) || fixes.some((fix) => fix.name === name);
  const pending = simulation.upgrades.filter(isSecurity);
  const upgraded = new Set(simulation.upgrades.map(({ name }) => name));
  const origins = [...archives.values()].map(({ origin }) => origin);
  const unattended = sections.lines('unattended');
  const { removals, keptBack, phased } = simulation;
  return {
    manager: 'apt',
    pending: pending.map((update) => ({ ...update, severity: null })),
    stuck: fixes.filter(
      ({ name }, index) =>
        !upgraded.has(name) &&
        !phased.includes(name) &&
        fixes.findIndex((fix) => fix.name === name) === index,
    ),
    failure,
    apt: {
      ...lists,
      hasExtendedSupport: origins.some((origin) => origin.startsWith('UbuntuESM')),
      otherUpdates: simulation.upgrades.length - pending.length,
      removals,
      held: sections.lines('held'),
      keptBack,
      phased,
      audit: parseAudit(sections),
      unattended: {
        installed: unattended.includes('installed'),
        on: unattended.some((line) => /Unattended-Upgrade "[1-9]\d*[dhms]?";/.test(line)),
        timer: unattended.find((line) => line.startsWith('timer '))?.slice(6) ?? '',
      },
    },
  };
}

/** How far what apt tells can be relied on, with the archives that it knows. */
export function parseLists(sections: Sections): ListState & { readonly archives: Archives } {
  const archives = parseArchives(sections.text('sources') ?? '');
  return {
    lock: parseLock(sections.text('lock')),
    refresh: failureOf(sections, 'refresh'),
    listsAtSeconds: newest(sections.lines('lists')),
    expiries: sections.lines('expiry').map(parseExpiry),
    securitySource: securitySourceOf(archives),
    archives,
  };
}

export function parseAudit(sections: Sections): string {
  return (sections.text('audit') ?? '').slice(0, 1000);
}

function parseLock(text: string | undefined): AptState['lock'] {
  const [, pid, command = ''] = /^(\d+) (.*)$/.exec(text ?? '') ?? [];
  return pid === undefined ? null : { pid: Number(pid), command };
}

function newest(seconds: readonly string[]): number | null {
  return seconds.length === 0 ? null : Math.max(...seconds.map(Number));
}

function parseExpiry(line: string): { readonly list: string; readonly at: string } {
  const space = line.indexOf(' ');
  const time = Date.parse(line.slice(space + 1));
  if (Number.isNaN(time)) throw new Unparsable('a date after "Valid-Until:"', line);
  return { list: line.slice(0, space), at: new Date(time).toISOString() };
}
