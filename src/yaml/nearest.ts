import { distance } from 'fastest-levenshtein';

/**
 * The candidate that a misspelt word most likely means; undefined when none is near enough
 * (more than a third of the letters differ).
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const long = [...candidates].filter((name) => word.length > 2 && name.startsWith(word));
  if (long.length === 1) return long[0];
  const limit = Math.ceil(word.length / 3);
  let best: { readonly name: string; readonly apart: number } | undefined;
  for (const name of candidates) {
    const apart = difference(word.toLowerCase(), name.toLowerCase());
    if (apart <= limit && (best === undefined || apart < best.apart)) best = { name, apart };
  }
  return best?.name;
}

/** Letters in another order (`vai` for `via`) are one slip of the fingers. */
function difference(a: string, b: string): number {
  const sorted = (word: string): string => Array.from(word).sort().join('');
  return a !== b && sorted(a) === sorted(b) ? 1 : distance(a, b);
}

/** "did you mean `x`?", or what there is to choose from; undefined when there is nothing. */
export function suggest(
  word: string,
  candidates: readonly string[],
  kind: string,
): string | undefined {
  const name = nearest(word, candidates);
  if (name !== undefined) return `did you mean \`${name}\`?`;
  if (candidates.length === 0 || candidates.length > 24) return undefined;
  return `${kind} ${candidates.length === 1 ? 'is' : 'are'} ${list(
    candidates.map((candidate) => `\`${candidate}\``),
    'and',
  )}`;
}

/** "a", "a or b", "a, b or c". */
export function list(words: readonly string[], conjunction: 'and' | 'or'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${conjunction} ${words.at(-1)}`;
}
