import { type ShellOutput } from '../../core/probe.ts';
import { Unparsable } from '../define.ts';
import {
  parseArchives,
  parseCandidates,
  type SecuritySource,
  securitySourceOf,
} from './apt-policy.ts';
import {
  isSecurityOrigin,
  parseSimulation,
  type Simulation,
  type Update,
} from './apt-simulation.ts';
import { parseAdvisories } from './dnf-advisories.ts';
import { parseSections, type Sections } from './sections.ts';

export interface SecurityUpdate extends Update {
  /** As the vendor's advisory has it, in lower case; null where the archive tells none. */
  readonly severity: string | null;
}

/** What a command said when it failed. */
interface Failure {
  readonly exitStatus: number;
  readonly text: string;
}

export interface AptState {
  /** Who holds a lock of apt's or dpkg's, after waiting. */
  readonly lock: { readonly pid: number; readonly command: string } | null;
  readonly refresh: Failure | null;
  /** When the lists were last fetched or tried, seconds since the epoch; null when there are none. */
  readonly listsAtSeconds: number | null;
  /** Lists that their own archive has declared too old, with the time. */
  readonly expiries: readonly { readonly list: string; readonly at: string }[];
  readonly securitySource: SecuritySource;
  readonly hasExtendedSupport: boolean;
  readonly otherUpdates: number;
  readonly removals: readonly string[];
  readonly held: readonly string[];
  readonly keptBack: readonly string[];
  readonly phased: readonly string[];
  /** What dpkg has left half done; empty when nothing is. */
  readonly audit: string;
  readonly unattended: {
    readonly installed: boolean;
    readonly on: boolean;
    readonly timer: string;
  };
}

export interface UpdatesFacts {
  readonly manager: 'apt' | 'dnf' | 'none';
  readonly pending: readonly SecurityUpdate[];
  /** Security updates that no upgrade installs: the package is held, kept back or pinned. */
  readonly stuck: readonly SecurityUpdate[];
  /** The package manager has failed, so nothing is known about what is pending. */
  readonly failure: Failure | null;
  readonly apt: AptState | null;
  readonly kernels: readonly string[];
  readonly rebootRequired: readonly string[] | null;
}

export function parseUpdates({ stdout }: ShellOutput): UpdatesFacts {
  const sections = parseSections(stdout);
  const boot = {
    kernels: sections.lines('kernels'),
    rebootRequired:
      sections.text('reboot') === undefined ? null : [...new Set(sections.lines('reboot'))],
  };
  if (sections.text('apt') !== undefined) return { ...parseApt(sections), ...boot };
  const none = { pending: [], stuck: [], failure: null, apt: null, ...boot };
  const text = sections.text('dnf');
  if (text === undefined) return { ...none, manager: 'none' };
  const failure = failureOf(sections, 'dnf');
  return { ...none, manager: 'dnf', failure, pending: failure ? [] : parseAdvisories(text) };
}

function parseApt(sections: Sections): Omit<UpdatesFacts, 'kernels' | 'rebootRequired'> {
  const failure = failureOf(sections, 'simulation');
  const nothing: Simulation = {
    upgrades: [],
    installs: [],
    removals: [],
    keptBack: [],
    phased: [],
  };
  const simulation = failure ? nothing : parseSimulation(sections.text('simulation') ?? '');
  const archives = parseArchives(sections.text('sources') ?? '');
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
      lock: parseLock(sections.text('lock')),
      refresh: failureOf(sections, 'refresh'),
      listsAtSeconds: newest(sections.lines('lists')),
      expiries: sections.lines('expiry').map(parseExpiry),
      securitySource: securitySourceOf(archives),
      hasExtendedSupport: origins.some((origin) => origin.startsWith('UbuntuESM')),
      otherUpdates: simulation.upgrades.length - pending.length,
      removals,
      held: sections.lines('held'),
      keptBack,
      phased,
      audit: (sections.text('audit') ?? '').slice(0, 1000),
      unattended: {
        installed: unattended.includes('installed'),
        on: unattended.some((line) => /Unattended-Upgrade "[1-9]\d*[dhms]?";/.test(line)),
        timer: unattended.find((line) => line.startsWith('timer '))?.slice(6) ?? '',
      },
    },
  };
}

function failureOf(sections: Sections, name: string): Failure | null {
  const text = sections.text(name);
  if (text === undefined) return null;
  const status = sections.text(`${name}-status`) ?? '';
  if (!/^\d+$/.test(status)) throw new Unparsable(`the exit status of "${name}"`, status);
  // dnf exits with 100 where it lists updates.
  const isFine = status === '0' || (name === 'dnf' && status === '100');
  return isFine ? null : { exitStatus: Number(status), text: text.slice(-1500) };
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
