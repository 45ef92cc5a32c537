/**
 * The distribution of Kendall's S (pairs in order less pairs out of order) when there is no trend:
 * every order of n values is as likely as any other. Kendall, "Rank Correlation Methods".
 */

/** Beyond this many values the normal approximation is as good, and cheaper. */
const exactUpTo = 100;

/**
 * The least value of S that is exceeded or met by chance with probability `tail` at most (one
 * side); Infinity when n values cannot show that much.
 */
export function criticalS(n: number, tail: number): number {
  if (n > exactUpTo) return approximate(varianceOfS(n), tail);
  const key = `${n} ${tail}`;
  const known = exactOnes.get(key) ?? exact(n, tail);
  exactOnes.set(key, known);
  return known;
}

/** Thousands of trends of one report have the same number of points. */
const exactOnes = new Map<string, number>();

function exact(n: number, tail: number): number {
  const pairs = (n * (n - 1)) / 2;
  const shares = inversionShares(n);
  // S = pairs − 2 · inversions, so that the largest S has the fewest inversions.
  let sum = 0;
  let inversions = 0;
  for (const share of shares) {
    sum += share;
    if (sum > tail * (1 + 1e-12)) break;
    inversions += 1;
  }
  return inversions === 0 ? Number.POSITIVE_INFINITY : pairs - 2 * (inversions - 1);
}

/** Share of the orders of n values that have 0, 1, 2 … inversions (Mahonian numbers over n!). */
function inversionShares(n: number): readonly number[] {
  let shares = [1];
  for (let size = 2; size <= n; size += 1) {
    const next = Array.from({ length: shares.length + size - 1 }, () => 0);
    // The new largest value stands before 0 … size − 1 of the others: a window that moves along.
    let window = 0;
    for (let index = 0; index < next.length; index += 1) {
      window += shares[index] ?? 0;
      window -= shares[index - size] ?? 0;
      next[index] = Math.max(0, window / size);
    }
    shares = next;
  }
  return shares;
}

/** Variance of S; `ties` are sizes of groups of equal values, of either variable. */
export function varianceOfS(n: number, ties: readonly number[] = []): number {
  const term = (t: number) => t * (t - 1) * (2 * t + 5);
  return (term(n) - ties.reduce((sum, t) => sum + term(t), 0)) / 18;
}

/** With the correction for continuity: S moves in steps of two. */
export function approximate(variance: number, tail: number): number {
  return normalQuantile(1 - tail) * Math.sqrt(variance) + 1;
}

/** Quantile of the standard normal distribution; Acklam's approximation, relative error 1.15e-9. */
function normalQuantile(p: number): number {
  if (p < 0.5) return -normalQuantile(1 - p);
  if (p > 0.97575) {
    const q = Math.sqrt(-2 * Math.log(1 - p));
    return -polynomial(outer, q) / (polynomial(outerBelow, q) * q + 1);
  }
  const q = p - 0.5;
  const r = q * q;
  return (polynomial(inner, r) * q) / (polynomial(innerBelow, r) * r + 1);
}

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
}

const inner = [
  -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716,
  2.506628277459239,
];
const innerBelow = [
  -54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572,
];
const outer = [
  -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734,
  4.374664141464968, 2.938163982698783,
];
const outerBelow = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416];
