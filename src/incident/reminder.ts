import { type Block, paragraph } from '../text/markdown.ts';
import { example } from './commands.ts';
import type { Memory } from './memory.ts';
import type { Incident } from './model.ts';
import { dayMs, defaultReminderDays, type ReconcileOptions } from './options.ts';
import { sentence } from './words.ts';

/** Whole days beyond which somebody should have looked; 0 when there is time left. */
export function overdueDays(
  memory: Memory,
  { severity }: Incident,
  options: ReconcileOptions,
): number {
  const { now, reminderDays = defaultReminderDays } = options;
  const since = Math.max(Date.parse(memory.opened), Date.parse(memory.severitySince));
  const last = Math.max(since, memory.reminded === undefined ? 0 : Date.parse(memory.reminded));
  if (severity !== memory.told.severity) return 0;
  const age = now.getTime() - last;
  if (age < reminderDays[severity] * dayMs) return 0;
  return Math.max(1, Math.floor((now.getTime() - since) / dayMs));
}

export function reminder({ severity }: Incident, days: number, { words }: ReconcileOptions): Block {
  const args = { severity, days, command: example(words.locale) };
  return paragraph(...sentence('reminder', args, words));
}
