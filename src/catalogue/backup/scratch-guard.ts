/**
 * The names that a restore may be made into. Three walls stand before the production database: this
 * one, the same pattern again in the script on the host, and the rights of the role, which owns
 * nothing but what it has made itself.
 */
export const scratchPattern = /^mks_(restore_)?test(_[a-z0-9]+)?$/;

/** The pattern for grep -E -x. */
export const scratchExpression = 'mks_(restore_)?test(_[a-z0-9]+)?';

/** What databases of ours are called: `<target>_t<seconds since the epoch>p<process>`. */
const ours = /^(mks_(?:restore_)?test)_t(\d{9,11})p\d+$/;

/**
 * Why a name must not be restored into: it has not the pattern, or it may be taken for that of the
 * production database, whatever the case, quotes, blanks or width of the letters.
 */
export function refusedName(name: string, production: string): 'pattern' | 'production' | null {
  if (spelling(name) === spelling(production)) return 'production';
  return scratchPattern.test(name) ? null : 'pattern';
}

function spelling(name: string): string {
  return name
    .normalize('NFKC')
    .replaceAll(/["'`\s]|\p{Cf}/gu, '')
    .toLowerCase();
}

/** When a database of ours was made; undefined for any other name. */
export function madeAtSeconds(name: string): number | undefined {
  const seconds = ours.exec(name)?.[2];
  return seconds === undefined ? undefined : Number(seconds);
}
