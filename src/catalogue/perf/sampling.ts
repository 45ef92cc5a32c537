import { z } from 'zod';

/** Length of a sampled window, for the checks that measure load. */
export const seconds = (value: number) =>
  z.int().min(2).max(60).default(value).describe('Length of the sampled window');

/** Samples every 2 s (every second when the window is odd), the first and the last included. */
export function every2Seconds(windowSeconds: number) {
  const everySeconds = windowSeconds % 2 === 0 ? 2 : 1;
  return { everySeconds, count: windowSeconds / everySeconds + 1 };
}

/** Nearest rank: with the few intervals of one window, p95 is the worst of them. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = Math.ceil((percent / 100) * sorted.length);
  return sorted[Math.max(0, rank - 1)] ?? Number.NaN;
}

/** To one decimal: more would feign a precision that a few seconds of counters do not have. */
export function round1(value: number): number {
  return Math.round(value * 10) / 10;
}

/** `avg60` of the last line that begins so; null on a kernel without pressure stall information. */
export function pressureAvg60(lines: readonly string[], prefix: string): number | null {
  const line = lines.findLast((candidate) => candidate.startsWith(prefix));
  const value = /\bavg60=([\d.]+)/.exec(line ?? '')?.[1];
  return value === undefined ? null : Number(value);
}
