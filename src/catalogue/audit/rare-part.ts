/** Characters that begin little of an access log, rarest first: no digits, no common letters. */
const rare = 'ZQXJKYVUWBqzjxvkwbyfu';
const leastLength = 6;

/**
 * The end of a path that begins with the rarest character in it, for `grep -F`: of several patterns
 * GNU grep looks for the first characters, and slashes are everywhere. Every line with the path has
 * it; what else has it is sorted out by awk.
 */
export function rarePart(path: string): string {
  const within = path.slice(0, Math.max(0, path.length - leastLength + 1));
  const [best] = rare.split('').filter((character) => within.includes(character));
  return best === undefined ? path : path.slice(path.indexOf(best));
}
