import type { Finding } from '../../core/finding.ts';
import type { StrategyMessage as Id } from './strategy-messages.ts';

export type Found = Finding<Id>;

export const daySeconds = 86_400;
export const hours = (seconds: number): number => Math.round(seconds / 360) / 10;
export const iso = (seconds: number): string =>
  new Date(Math.min(seconds, 8.64e12) * 1000).toISOString();
