import type { Probe } from '../core/probe.ts';

/** A group whose members may read what a step reads: better than a sudo rule, which is root. */
export interface ReadingGroup {
  readonly group: string;
  /** What is read through it: a path, or `journal`. */
  readonly reads: string;
}

/** Debian and Ubuntu give these folders to a group; what is elsewhere, its owner must share. */
const folders: readonly (readonly [prefix: string, group: string])[] = [['/var/log', 'adm']];

/** The groups that let a login user carry out a step's reads, as far as its parameters tell. */
export function readingGroups(
  params: unknown,
  probes: Readonly<Record<string, Probe>>,
): readonly ReadingGroup[] {
  const found = new Map<string, ReadingGroup>();
  for (const path of strings(params)) {
    const group = folders.find(([prefix]) => path === prefix || path.startsWith(`${prefix}/`))?.[1];
    if (group) found.set(path, { group, reads: path });
  }
  const usesJournal = Object.values(probes).some(
    (probe) => probe.kind === 'shell' && probe.requires.includes('journalctl'),
  );
  if (usesJournal) found.set('journal', { group: 'systemd-journal', reads: 'journal' });
  return [...found.values()];
}

function strings(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(strings);
}
