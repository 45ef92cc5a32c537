import { hiddenJson } from '../text/hidden-json.ts';
import { digest } from './identity.ts';
import { decodeMarker, type IncidentMarker } from './marker.ts';

/**
 * The part of an issue's body that is ours, between two hidden comments. Everything around it is
 * people's and stays byte for byte.
 *
 * Either comment is enough to know the incident again: the first holds the marker, the last a
 * digest of the key. The last also holds the digest of the text between them, which no text that
 * a host prints can contain.
 */
const begin = /<!-- teiki:incident v(\d{1,3}) (\{.*?\}) -->/g;
const beginAny = /<!-- teiki:incident\b[^\n]*?(?:-->|(?=\r?\n)|$)/;
const end = /<!-- \/teiki:incident k=([0-9a-f]{16}) t=([0-9a-f]{16}) -->/g;

export interface ParsedBody {
  readonly before: string;
  readonly after: string;
  readonly marker?: IncidentMarker;
  /** Digest of the key, where only the end of the block is left. */
  readonly keyDigest?: string;
  /** What the block shows, where its marker can be read. */
  readonly content?: string;
  /** A later version of teiki has written it. */
  readonly newer: boolean;
  /** Whether the block is as we wrote it. */
  readonly intact: boolean;
  /** Whether anything of a block is left at all. */
  readonly found: boolean;
}

export function parseBody(body: string): ParsedBody {
  for (const match of body.matchAll(begin)) {
    const decoded = decodeMarker(Number(match[1]), match[2] ?? '');
    if (decoded.kind === 'damaged') continue;
    const before = body.slice(0, match.index);
    const rest = body.slice(match.index + match[0].length);
    if (decoded.kind === 'newer') {
      const keyDigest = decoded.key === undefined ? {} : { keyDigest: digest(decoded.key) };
      return { before, after: rest, newer: true, intact: true, found: true, ...keyDigest };
    }
    const { marker } = decoded;
    const last = endOf(rest, marker.text);
    const text = rest.slice(0, last?.index ?? 0);
    const after = rest.slice(last ? last.index + last.length : 0);
    const intact = last !== undefined && textDigest(text) === marker.text;
    return { before, after, marker, content: text.trim(), newer: false, intact, found: true };
  }
  return damaged(body);
}

/** A body with our block in it, in the place where it was, else above everything. */
export function joinBody({ before, after }: Surroundings, block: string): string {
  return `${before}${block}${after}`;
}

export type Surroundings = Pick<ParsedBody, 'before' | 'after'>;

/** The block with its marker. */
export function renderBlock(marker: Omit<IncidentMarker, 'text'>, content: string): string {
  // A host may print what looks like a marker.
  const text = `\n\n${content.replaceAll('<!--', '<!\u2010-').trim()}\n\n`;
  const hash = textDigest(text);
  const first = `<!-- teiki:incident v1 ${hiddenJson({ ...marker, text: hash })} -->`;
  return `${first}${text}<!-- /teiki:incident k=${digest(marker.key)} t=${hash} -->`;
}

/** GitHub's editor makes CRLF of every line end, and cuts blanks at the end of a body. */
export function textDigest(text: string): string {
  return digest(text.replaceAll('\r\n', '\n').trim());
}

function endOf(rest: string, hash: string): { index: number; length: number } | undefined {
  const ends = [...rest.matchAll(end)];
  const found = ends.find((match) => match[2] === hash) ?? ends.at(-1);
  return found && { index: found.index, length: found[0].length };
}

/** The marker cannot be read. Of the block only what is surely ours is taken away. */
function damaged(body: string): ParsedBody {
  const last = [...body.matchAll(end)].at(-1);
  const first = beginAny.exec(body);
  const start = first ? first.index : last ? last.index : body.length;
  const stop = last
    ? last.index + last[0].length
    : first
      ? first.index + first[0].length
      : body.length;
  const nothing = !first && !last;
  const rest = nothing ? body : body.slice(Math.max(start, stop));
  return {
    before: nothing ? '' : body.slice(0, start),
    after: nothing && rest !== '' ? `\n\n${rest}` : rest,
    ...(last?.[1] !== undefined && { keyDigest: last[1] }),
    newer: false,
    intact: false,
    found: !nothing,
  };
}
