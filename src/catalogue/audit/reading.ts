import type { ShellOutput } from '../../core/probe.ts';
import { Unparsable } from '../define.ts';
import type { LogParams } from './log-params.ts';
import type { Position } from './position.ts';

/** What was read of a log, whatever an audit found in it. */
export interface Reading {
  readonly log: string;
  readonly state: 'read' | 'missing' | 'denied' | 'special';
  /** What cannot be read: the log, a folder above it, or a rotated file. */
  readonly deniedPath?: string;
  /** Kept only by a run that understood the log: the next one reads on from here. */
  readonly position?: Position;
  readonly fromAt?: string;
  readonly toAt?: string;
  /** Bytes of the window, and how many of them were read. */
  readonly windowBytes: number;
  readonly readBytes: number;
  /** Some lines may be lost: the place of the last run was not found, and nothing is older. */
  readonly gap: boolean;
  /** `name from to`, newest first. */
  readonly files: readonly string[];
  /** Lines of the sample, and those that are not in the format. */
  readonly sampleLines: number;
  readonly badLines: number;
  /** Form of the first such line: letters as "a", digits as "9". */
  readonly badShape: string;
  /** Requests through a trusted proxy that did not say for whom. */
  readonly blind: number;
}

/** The `key=value` lines of a probe; a key may come several times. */
export class Lines {
  readonly #values: ReadonlyMap<string, readonly string[]>;

  constructor({ stdout }: ShellOutput) {
    const pairs = stdout.split('\n').flatMap((line) => {
      const [, key, value] = /^([a-z0-9]+)=(.*)$/.exec(line) ?? [];
      return key === undefined || value === undefined ? [] : [[key, value] as const];
    });
    const grouped = Map.groupBy(pairs, ([key]) => key);
    this.#values = new Map(
      [...grouped].map(([key, list]) => [key, list.map(([, value]) => value)] as const),
    );
    if (
      this.text('end') !== 'yes' &&
      !['missing', 'denied', 'special'].includes(this.text('state'))
    )
      throw new Unparsable('the facts to their end', stdout.slice(-300));
  }

  all(key: string): readonly string[] {
    return this.#values.get(key) ?? [];
  }

  text(key: string): string {
    return this.all(key)[0] ?? '';
  }

  /** @throws Unparsable when there is no such number: nothing is not 0. */
  number(key: string): number {
    return this.numbers(key)[0] ?? 0;
  }

  numbers(key: string): readonly number[] {
    const words = this.text(key).split(' ');
    if (!words.every((word) => /^\d+(\.\d+)?$/.test(word)))
      throw new Unparsable(`a number for "${key}"`, this.text(key));
    return words.map(Number);
  }
}

/** More than this share of lines in another format means that nothing can be said. */
export const badShareLimit = 0.05;

export function isUnderstood({ sampleLines, badLines }: Reading): boolean {
  return badLines <= sampleLines * badShareLimit;
}

export function time(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}

const nothing = { windowBytes: 0, readBytes: 0, gap: false, files: [], blind: 0 };
const noSample = { sampleLines: 0, badLines: 0, badShape: '' };

export function readingOf(lines: Lines, { log }: LogParams): Reading {
  const state = lines.text('state');
  if (state === 'missing' || state === 'special') return { log, state, ...nothing, ...noSample };
  if (state === 'denied')
    return { log, state, deniedPath: lines.text('at'), ...nothing, ...noSample };
  if (state !== 'read') throw new Unparsable('the state of the log', state);
  const denied = lines.text('denied');
  const reading: Reading = {
    log,
    state,
    ...(denied === '' ? {} : { deniedPath: denied }),
    fromAt: time(lines.number('window')),
    toAt: time(lines.number('now')),
    windowBytes: lines.number('all'),
    readBytes: lines.number('taken'),
    gap: lines.text('gap') === 'yes',
    files: lines.all('file'),
    sampleLines: lines.number('checked'),
    badLines: lines.number('bad'),
    badShape: lines.text('shape'),
    blind: lines.number('blind'),
  };
  if (!isUnderstood(reading)) return reading;
  const position: Position = {
    inode: lines.text('inode'),
    offset: lines.number('offset') - lines.number('partial'),
    firstLine: lines.text('first'),
    at: lines.number('now'),
  };
  return { ...reading, position };
}
