import { isSecurityOrigin } from './apt-simulation.ts';

/** An archive that apt knows. */
export interface Archive {
  /** `Label:Version/Suite`, as apt-get(8) writes it. */
  readonly origin: string;
  /** apt_preferences(5): below 100 it never upgrades what is installed. */
  readonly priority: number;
}

/** By the line that stands for one in version tables: `http://host/debian suite/main amd64`. */
export type Archives = ReadonlyMap<string, Archive>;

/** Reads `apt-cache policy`. */
export function parseArchives(text: string): Archives {
  const archives = new Map<string, Archive>();
  let [source, priority] = ['', 0];
  for (const line of text.split('\n')) {
    const [, points, place] = /^ *(-?\d+) (\S.*) Packages$/.exec(line) ?? [];
    if (points !== undefined && place !== undefined) [source, priority] = [place, Number(points)];
    const release = /^ +release (.*)$/.exec(line)?.[1];
    if (release === undefined || source === '') continue;
    const field = (key: string) => new RegExp(`(?:^|,)${key}=([^,]*)`).exec(release)?.[1] ?? '';
    archives.set(source, { origin: `${field('l')}:${field('v')}/${field('a')}`, priority });
  }
  return archives;
}

export type SecuritySource = 'configured' | 'missing' | 'outranked';

/** A pin, or a default release above it, makes apt pass over the security archive without a word. */
export function securitySourceOf(archives: Archives): SecuritySource {
  const list = [...archives.values()];
  const highest = (some: readonly Archive[]) => Math.max(...some.map(({ priority }) => priority));
  const security = list.filter(({ origin }) => isSecurityOrigin(origin));
  if (security.length === 0) return 'missing';
  const others = list.filter(
    ({ origin }) => /^(Debian|Ubuntu):/.test(origin) && !isSecurityOrigin(origin),
  );
  const isBelow = highest(security) < 100 || highest(security) < highest(others);
  return isBelow ? 'outranked' : 'configured';
}

export interface Candidate {
  readonly name: string;
  readonly installed: string;
  /** The newest version above the installed one that a security archive has. */
  readonly security: string | null;
  readonly origin: string;
}

/**
 * Reads `apt-cache policy PACKAGE…`. A fix may be hidden: the package is held, or a newer version
 * without a security origin (updates, backports) is the candidate.
 */
export function parseCandidates(text: string, archives: Archives): readonly Candidate[] {
  return text.split(/^(?=\S+:$)/m).flatMap((block) => {
    const name = /^(\S+):$/m.exec(block)?.[1];
    const installed = /^ {2}Installed: (\S+)$/m.exec(block)?.[1];
    if (name === undefined || installed === undefined || installed === '(none)') return [];
    let version = '';
    let fix: { security: string; origin: string } | undefined;
    for (const line of block.slice(block.indexOf('Version table:')).split('\n')) {
      if (line.startsWith(' *** ')) break;
      version = /^ {5}(\S+) -?\d+/.exec(line)?.[1] ?? version;
      const { origin } = archives.get(/^ {7,}-?\d+ (\S.*) Packages$/.exec(line)?.[1] ?? '') ?? {};
      if (origin !== undefined && isSecurityOrigin(origin)) fix ??= { security: version, origin };
    }
    return [{ name, installed, security: fix?.security ?? null, origin: fix?.origin ?? '' }];
  });
}
