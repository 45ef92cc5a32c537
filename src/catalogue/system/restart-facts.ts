import type { ShellOutput } from '../../core/probe.ts';
import { Unparsable } from '../define.ts';
import { parseSections, type Sections } from '../security/sections.ts';

/** A unit, or a process outside of any, that runs what an update has replaced. */
export interface Outdated {
  readonly name: string;
  /** Replaced files that it still runs; empty when only the name is known. */
  readonly files: readonly string[];
}

export interface RestartFacts {
  /** What could be asked; none at all means that nothing is known of the services. */
  readonly ways: readonly ('maps' | 'needrestart' | 'needs-restarting')[];
  readonly units: readonly Outdated[];
  readonly processes: readonly Outdated[];
  /** Sessions of people, which end by themselves. */
  readonly sessions: readonly string[];
  readonly kernel: KernelFacts;
}

export interface KernelFacts {
  /** needrestart's KSTA: 0 unknown, 1 current, 2 another build of it pending, 3 a newer one. */
  readonly state: number | null;
  readonly expected: string | null;
  /** Needrestart's word on the microcode: 2 means that newer is pending. */
  readonly microcode: number | null;
  /** Names in /boot. */
  readonly installed: readonly string[];
  /** `uname -v`; Debian's has the version of its package in it. */
  readonly build: string;
  /** Version of the installed package of the running kernel. */
  readonly packageVersion: string | null;
  /** Packages of /run/reboot-required; null when there is no such file, which proves nothing. */
  readonly rebootRequired: readonly string[] | null;
  /** The words of `needs-restarting -r` when it asks for a reboot; null when it does not or is not there. */
  readonly advised: string | null;
}

/** systemd itself, in the words of needrestart; it is executed anew rather than restarted. */
export const manager = 'systemd-manager';

/** @throws Unparsable */
export function parseRestart({ stdout }: ShellOutput): RestartFacts {
  const sections = parseSections(stdout);
  const units = new Map<string, Set<string>>();
  const processes = new Map<string, Set<string>>();
  const sessions = new Set<string>();
  const ways: RestartFacts['ways'][number][] = [];
  const note = (all: Map<string, Set<string>>, name: string, file?: string) => {
    const files = all.get(name) ?? new Set();
    all.set(name, file === undefined ? files : files.add(file));
  };

  const maps = sections.lines('maps');
  if (sections.text('maps') !== undefined) {
    if (maps.at(-1) !== 'end') throw new Unparsable('the list of deleted files', maps.join('\n'));
    ways.push('maps');
    for (const line of maps.slice(0, -1)) {
      const [pid = '', group, comm = '', file] = line.split('\t');
      if (group === undefined || file === undefined || !/^\d+$/.test(pid))
        throw new Unparsable('pid, control group, name and path', line);
      const owner = ownerOf(group);
      if (owner.kind === 'unit') note(units, owner.name, file);
      else if (owner.kind === 'session') sessions.add(`${comm} (${pid}, ${owner.name})`);
      else note(processes, comm, file);
    }
  }
  const batch = needrestart(sections);
  if (batch !== undefined) ways.push('needrestart');
  for (const unit of batch?.get('SVC') ?? []) note(units, unit);
  for (const session of batch?.get('SESS') ?? []) sessions.add(session);
  for (const one of batch?.get('PID') ?? []) note(processes, one.replace(/=.*/, ''));
  if (sections.text('dnf-services') !== undefined) {
    ways.push('needs-restarting');
    for (const unit of sections.lines('dnf-services')) {
      if (/^\S+\.\w+$/.test(unit.trim())) note(units, unit.trim());
    }
  }
  const sorted = (all: Map<string, Set<string>>) =>
    [...all]
      .map(([name, files]) => ({ name, files: [...files].sort() }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    ways,
    units: sorted(units),
    processes: sorted(processes),
    sessions: [...sessions].sort(),
    kernel: kernelFacts(sections, batch),
  };
}

function kernelFacts(
  sections: Sections,
  batch: ReadonlyMap<string, readonly string[]> | undefined,
): KernelFacts {
  const number = (name: string) => {
    const text = batch?.get(name)?.[0];
    return text === undefined || !/^\d+$/.test(text) ? null : Number(text);
  };
  return {
    state: number('KSTA'),
    expected: batch?.get('KEXP')?.[0] ?? null,
    microcode: number('UCSTA'),
    installed: sections.lines('kernels'),
    build: sections.text('build') ?? '',
    packageVersion: sections.lines('package')[0] ?? null,
    rebootRequired:
      sections.text('reboot') === undefined ? null : [...new Set(sections.lines('reboot'))],
    advised:
      sections.text('dnf-reboot-status') === '1' ? (sections.text('dnf-reboot') ?? '') : null,
  };
}

/** `NEEDRESTART-KSTA: 1` and so on, by the middle word; undefined when needrestart was not asked. */
function needrestart(sections: Sections): ReadonlyMap<string, readonly string[]> | undefined {
  const text = sections.text('needrestart');
  if (text === undefined) return undefined;
  const found = new Map<string, string[]>();
  for (const [, key = '', value = ''] of text.matchAll(/^NEEDRESTART-([A-Z]+): *(.*)$/gm)) {
    found.set(key, [...(found.get(key) ?? []), value.trim()]);
  }
  if (!found.has('VER')) throw new Unparsable('NEEDRESTART-VER: …', text.slice(0, 300));
  return found;
}

/** What a control group is of: `/system.slice/nginx.service`, `/user.slice/…/session-3.scope`. */
function ownerOf(group: string): {
  readonly kind: 'unit' | 'session' | 'none';
  readonly name: string;
} {
  const name = group.split('/').findLast((part) => /\.(service|scope)$/.test(part));
  if (name === undefined) return { kind: 'none', name: '' };
  if (group.includes('/user.slice/')) return { kind: 'session', name };
  return { kind: 'unit', name: name === 'init.scope' ? manager : name };
}
