import { decodeBytes } from '../core/bytes.ts';

/**
 * Reads the two streams of a compiled script back into frames, as the bytes arrive.
 *
 * Only what lies between a begin and an end line counts: a banner, a shell start-up file that
 * prints, or a locale warning is passed over. An end line is the only proof that a frame is whole.
 */
export type FrameStatus =
  | { readonly kind: 'exited'; readonly exitStatus: number }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'missing-tool'; readonly tool: string };

export interface Frame {
  readonly status: FrameStatus;
  readonly stdout: string;
  readonly stderr: string;
  /** More came than the limit lets through; the rest was dropped as it came. */
  readonly truncated: boolean;
  readonly durationMs: number;
}

interface RawFrame {
  readonly begin: readonly string[];
  readonly end: readonly string[];
  readonly body: Buffer;
  readonly truncated: boolean;
}

const newline = 0x0a;

/** One of the two streams. */
class FrameStream {
  readonly frames = new Map<string, RawFrame>();
  complete = false;
  readonly #mark: Buffer;
  readonly #limitOf: (frame: string) => number;
  #rest: Buffer = Buffer.alloc(0);
  #begin: readonly string[] | undefined;
  #chunks: Buffer[] = [];
  #bytes = 0;
  #truncated = false;

  constructor(nonce: string, limitOf: (frame: string) => number) {
    this.#mark = Buffer.from(`\n${nonce} `);
    this.#limitOf = limitOf;
  }

  push(chunk: Buffer): void {
    let data = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    for (;;) {
      const at = data.indexOf(this.#mark);
      const lineEnd = at < 0 ? -1 : data.indexOf(newline, at + this.#mark.length);
      if (lineEnd < 0) {
        // A mark may be cut in two by the chunk's end: keep what could be the beginning of one.
        const keep = at < 0 ? Math.max(0, data.length - this.#mark.length + 1) : at;
        this.#take(data.subarray(0, keep));
        this.#rest = Buffer.from(data.subarray(keep));
        return;
      }
      this.#take(data.subarray(0, at));
      this.#line(data.toString('latin1', at + this.#mark.length, lineEnd).split(' '));
      data = data.subarray(lineEnd + 1);
    }
  }

  #take(bytes: Buffer): void {
    const name = this.#begin?.[0];
    if (name === undefined) return;
    const room = this.#limitOf(name) - this.#bytes;
    if (bytes.length > room) this.#truncated = true;
    const kept = bytes.subarray(0, Math.max(0, room));
    if (kept.length === 0) return;
    this.#chunks.push(Buffer.from(kept));
    this.#bytes += kept.length;
  }

  #line([letter, ...words]: readonly string[]): void {
    if (letter === 'Z') this.complete = true;
    if (letter === 'E' && words[0] !== undefined && words[0] === this.#begin?.[0]) {
      const body = Buffer.concat(this.#chunks);
      this.frames.set(words[0], {
        begin: this.#begin,
        end: words,
        body,
        truncated: this.#truncated,
      });
    }
    this.#begin = letter === 'B' ? words : undefined;
    this.#chunks = [];
    this.#bytes = 0;
    this.#truncated = false;
  }
}

const stderrLimitBytes = 8 * 1024;

export class FrameReader {
  readonly #stdout: FrameStream;
  readonly #stderr: FrameStream;

  /** `limitOf`: bytes of stdout to keep, by frame. */
  constructor(nonce: string, limitOf: (frame: string) => number) {
    this.#stdout = new FrameStream(nonce, limitOf);
    this.#stderr = new FrameStream(nonce, () => stderrLimitBytes);
  }

  readonly pushStdout = (chunk: Buffer): void => this.#stdout.push(chunk);
  readonly pushStderr = (chunk: Buffer): void => this.#stderr.push(chunk);

  /** Whether the script has said on both streams that it has reached its end. */
  get complete(): boolean {
    return this.#stdout.complete && this.#stderr.complete;
  }

  /** Undefined until the frame is whole. */
  frame(name: string): Frame | undefined {
    const out = this.#stdout.frames.get(name);
    if (!out) return undefined;
    const [, status = '', endUptime] = out.end;
    return {
      status: parseStatus(status),
      stdout: decodeBytes(out.body),
      stderr: decodeBytes(this.#stderr.frames.get(name)?.body ?? Buffer.alloc(0)),
      truncated: out.truncated,
      durationMs: Math.max(0, Math.round((Number(endUptime) - Number(out.begin[1])) * 1000)),
    };
  }
}

function parseStatus(word: string): FrameStatus {
  if (word === 'timeout') return { kind: 'timed-out' };
  if (word.startsWith('missing:'))
    return { kind: 'missing-tool', tool: word.slice('missing:'.length) };
  return { kind: 'exited', exitStatus: Number.parseInt(word, 10) };
}
