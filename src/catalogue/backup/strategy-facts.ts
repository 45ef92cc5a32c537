import type { ShellOutput } from '../../core/probe.ts';
import { type ShellText, sh } from '../../core/shell.ts';
import { Unparsable } from '../define.ts';
import { type Kind, withoutSlash } from './kinds.ts';
import { type FolderState, parseListing } from './listing.ts';
import { readManifest } from './manifest.ts';
import { backupsOf } from './recent.ts';

/** More than a year of daily ones. */
const kept = 400;

export interface StrategyFacts {
  readonly state: FolderState;
  readonly complaint: string;
  readonly kinds: readonly {
    readonly name: string;
    /** Finished ones, newest first. */
    readonly backups: readonly {
      readonly file: string;
      readonly modifiedAtSeconds: number;
      readonly sizeBytes: number;
    }[];
    /** Of all that there are. */
    readonly count: number;
    readonly sizeBytes: number;
  }[];
  readonly availableBytes: number | null;
  /** Of the newest manifest. */
  readonly newest: {
    readonly dumpSeconds: number;
    readonly serverMajor: number;
    readonly dumpMajor: number | null;
    readonly format: string;
  } | null;
  /** What the last restore test on this host has measured. */
  readonly restore: {
    readonly file: string;
    readonly seconds: number;
    /** Of the file that was restored; null when it is not there any more. */
    readonly sizeBytes: number | null;
  } | null;
}

/** What is known besides names, sizes and times. `key=value`, each ended by NUL. */
export function strategyLook(directory: string): ShellText {
  return sh`
put() { printf '%s=%s\0' "$1" "$2"; }
d=${withoutSlash(directory)}
put available "$(df -P -k -- "$d" 2>/dev/null | awk 'END { print $4 }')"
newest=
for f in "$d"/manifest_*.json; do
  [ -f "$f" ] && [ -r "$f" ] && [ ! -h "$f" ] || continue
  if [ -z "$newest" ] || [ "$f" -nt "$newest" ]; then newest=$f; fi
done
if [ -n "$newest" ]; then put json "$(cat "$newest")"; fi
result=/var/tmp/teiki-restore-test-$(id -u)/result
if [ -f "$result" ] && [ -O "$result" ]; then
  put restore "$(tr '\0' '\n' <"$result" | grep -E '^(tested|started|restored|restore)=')"
fi
put end yes`;
}

/** @throws Unparsable */
export function parseStrategy(
  { listing, look }: { readonly listing: ShellOutput; readonly look: ShellOutput },
  { directory, kinds }: { readonly directory: string; readonly kinds: readonly Kind[] },
): StrategyFacts {
  const list = parseListing(listing.stdout, listing.stderr, directory);
  const facts = new Map(
    look.stdout
      .split('\0')
      .slice(0, -1)
      .map((record): [string, string] => {
        const cut = record.indexOf('=');
        return [record.slice(0, cut), record.slice(cut + 1)];
      }),
  );
  if (facts.get('end') !== 'yes') throw new Unparsable('end=yes', look.stdout.slice(-200));
  const available = facts.get('available') ?? '';
  const all = kinds.map((kind) => {
    const finished = backupsOf(kind, list).filter(({ state }) => state === 'finished');
    return {
      name: kind.name,
      backups: finished.slice(0, kept).map(({ file, modifiedAtSeconds, sizeBytes }) => ({
        ...{ file, modifiedAtSeconds, sizeBytes },
      })),
      count: finished.length,
      sizeBytes: finished.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    };
  });
  const sizeOf = (file: string) =>
    all.flatMap(({ backups }) => backups).find((one) => one.file === file)?.sizeBytes ?? null;
  return {
    state: list.state,
    complaint: list.state === 'listed' ? '' : listing.stderr.slice(0, 500),
    kinds: all,
    availableBytes: /^\d+$/.test(available) ? Number(available) * 1024 : null,
    newest: parseNewest(facts.get('json')),
    restore: parseRestored(facts.get('restore'), sizeOf),
  };
}

function parseNewest(text: string | undefined): StrategyFacts['newest'] {
  const reading = text === undefined ? null : readManifest(text);
  if (!reading || 'unusable' in reading) return null;
  const { dump, database } = reading.manifest;
  return {
    dumpSeconds: dump.seconds,
    serverMajor: Math.floor(database.serverVersionNum / 10_000),
    dumpMajor: Number(/\) (\d+)/.exec(dump.pgDump)?.[1] ?? Number.NaN) || null,
    format: dump.format,
  };
}

function parseRestored(
  text: string | undefined,
  sizeOf: (file: string) => number | null,
): StrategyFacts['restore'] {
  const value = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(text ?? '')?.[1] ?? '';
  const seconds = Number(value('restored') || Number.NaN) - Number(value('started') || Number.NaN);
  if (value('restore') !== '0' || !Number.isFinite(seconds)) return null;
  const file = value('tested');
  return { file, seconds: Math.round(seconds * 10) / 10, sizeBytes: sizeOf(file) };
}
