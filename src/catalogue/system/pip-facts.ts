import type { ShellOutput } from '../../core/probe.ts';
import { Unparsable } from '../define.ts';
import { parseSections, type Sections } from '../security/sections.ts';

export interface Pin {
  readonly name: string;
  readonly version: string;
  /** Of the file that the index offers; null when pip did not tell. */
  readonly sha256: string | null;
}

export interface PipFacts {
  /** Where the link points to; null when it is a directory or not there. */
  readonly target: string | null;
  readonly kind: 'link' | 'directory' | 'missing';
  /** Who may make an environment beside it. */
  readonly writer: 'user' | 'root' | 'nobody';
  readonly venvKilobytes: number | null;
  readonly freeKilobytes: number | null;
  readonly unit: { readonly load: string; readonly active: string; readonly pid: number };
  /** What the last apply has noted; its first line names the environment. */
  readonly results: readonly string[];
  /** Null when the environment's Python does not run. */
  readonly python: PythonFacts | null;
}

export interface PythonFacts {
  readonly version: string;
  readonly isVenv: boolean;
  readonly pip: string;
  /** Versions by canonical name; null when pip could not list them. */
  readonly installed: Readonly<Record<string, string>> | null;
  /** Packages that no other one needs. */
  readonly roots: readonly string[];
  /** `ok`, or why not; `-` when there is nothing to ask. */
  readonly health: string;
  /** What the import says when it fails. */
  readonly importFailure: string | null;
  readonly requirements: readonly string[];
  /** What the requirements give today, or pip's words. */
  readonly report:
    | { readonly pins: readonly Pin[]; readonly direct: readonly string[] }
    | { readonly words: string };
}

/** @throws Unparsable */
export function parsePip({ stdout }: ShellOutput): PipFacts {
  const sections = parseSections(stdout);
  const [kind, target] = sections.lines('link');
  if (kind !== 'link' && kind !== 'directory' && kind !== 'missing')
    throw new Unparsable('link, directory or missing', sections.text('link') ?? '');
  const place = (sections.text('place') ?? '').split('\n');
  const [writer] = place;
  if (writer !== 'user' && writer !== 'root' && writer !== 'nobody')
    throw new Unparsable('user, root or nobody', place.join('\n'));
  const [used = null, free = null] = place.slice(1).filter(Boolean).map(Number);
  const unit = new Map(
    sections.lines('unit').map((line) => {
      const [key = '', ...value] = line.split('=');
      return [key, value.join('=')] as const;
    }),
  );
  const load = unit.get('LoadState');
  if (load === undefined) throw new Unparsable('LoadState=…', sections.text('unit') ?? '');
  return {
    kind,
    target: kind === 'link' ? (target ?? '') : null,
    writer,
    venvKilobytes: used,
    freeKilobytes: free,
    unit: { load, active: unit.get('ActiveState') ?? '', pid: Number(unit.get('MainPID') ?? 0) },
    results: sections.lines('results').map((line) => line.slice(1)),
    python: pythonFacts(sections),
  };
}

function pythonFacts(sections: Sections): PythonFacts | null {
  const [version, kind] = sections.lines('python');
  if (version === undefined) return null;
  const words = (name: string) => (sections.text(name) ?? '').replaceAll(/^ /gm, '').trim();
  const status = sections.text('report-status');
  if (status === undefined)
    throw new Unparsable('the status of pip', sections.text('requirements') ?? version);
  const [importStatus, ...importWords] = (sections.text('import') ?? '0').split('\n');
  const installed = sections.text('installed') === undefined ? null : pairs(sections, 'installed');
  return {
    version,
    isVenv: kind === 'venv',
    pip: words('pip'),
    installed,
    roots: Object.keys(pairs(sections, 'roots')),
    health: words('health'),
    importFailure: importStatus === '0' ? null : importWords.join('\n').replaceAll(/^ /gm, ''),
    requirements: (sections.text('requirements') ?? '').split('\n').map((line) => line.slice(1)),
    report: status === '0' ? reportOf(sections) : { words: words('report-words') },
  };
}

function pairs(sections: Sections, name: string): Record<string, string> {
  return Object.fromEntries(
    sections.lines(name).map((line) => {
      const [, one, version] = /^(\S+) (\S+)$/.exec(line) ?? [];
      if (one === undefined || version === undefined)
        throw new Unparsable('a name and a version', line);
      return [one, version];
    }),
  );
}

function reportOf(sections: Sections) {
  const pins: Pin[] = [];
  const direct: string[] = [];
  for (const line of sections.lines('report')) {
    const [, name, version, sha256, kind] = /^(\S+) (\S+) ([0-9a-f]{64}|-) (\w+)$/.exec(line) ?? [];
    if (name === undefined || version === undefined || sha256 === undefined)
      throw new Unparsable('name, version, hash and kind', line);
    if (kind !== 'index') direct.push(name);
    pins.push({ name, version, sha256: sha256 === '-' ? null : sha256 });
  }
  return { pins, direct };
}
