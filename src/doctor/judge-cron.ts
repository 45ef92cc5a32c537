import type { Finding } from '../core/finding.ts';
import type { MessageArgs } from '../core/message.ts';
import { entriesLike } from './cron-duties.ts';
import type { CronAnswers, CronLine } from './cron-questions.ts';
import { finding } from './finding.ts';
import type { DoctorMessageId } from './messages.ts';
import { type HostNeeds, type NeededWork, namesOfSteps } from './needs.ts';

/** From the most often to the rarest; a runbook does what cron does if it comes as often. */
const cadences = ['day', 'week', 'month', 'quarter', 'year'] as const;
type Cadence = (typeof cadences)[number];

/**
 * The team's old cron lines that a runbook has taken over. What both change would be changed twice;
 * what both only look at is a matter of order; a runbook that only plans does not do the work yet.
 */
export function judgeCron({ work }: HostNeeds, answers: CronAnswers): readonly Finding[] {
  const lines = answers.lines.flatMap((line) => judgeLine(line, work, answers));
  if (answers.unread.length === 0) return lines;
  const paths = answers.unread.join(' ');
  return [...lines, finding('note', 'cron-unread', 'doctor/cron-unread', { paths })];
}

function judgeLine(
  line: CronLine,
  work: readonly NeededWork[],
  { scripts }: CronAnswers,
): readonly Finding[] {
  const job = readLine(line);
  if (!job) return [];
  const words = scripts.filter(({ path }) => job.command.includes(path)).map(({ word }) => word);
  const uses = entriesLike(job.command, words);
  const often = cadences.indexOf(job.cadence);
  const same = work.filter(
    ({ use, every }) => uses.includes(use) && cadences.indexOf(every) <= often,
  );
  const enabled = same.filter((one) => one.isEnabled);
  const changing = enabled.filter(({ changes }) => changes === 'applied');
  const planning = enabled.filter(({ changes }) => changes === 'planned');
  const looking = enabled.filter(({ changes }) => changes === 'none');
  const { file, line: number } = line;
  const tell = (id: DoctorMessageId, list: readonly NeededWork[]): Finding => {
    const args: MessageArgs = {
      file,
      line: number,
      command: job.command,
      steps: namesOfSteps(list),
      runbooks: [...new Set(list.map(({ runbook }) => runbook))].join(', '),
    };
    const severity = id === 'doctor/cron-twice' ? 'warning' : 'note';
    const found = finding(severity, `cron:${file}:${number}`, id, args);
    if (file !== 'crontab') return found;
    return { ...found, remedy: { id: 'doctor/cron-own-remedy' satisfies DoctorMessageId, args } };
  };
  if (changing.length > 0) return [tell('doctor/cron-twice', changing)];
  if (planning.length > 0) return [tell('doctor/cron-planned', planning)];
  if (looking.length > 0) return [tell('doctor/cron-looked', looking)];
  const others = same.filter((one) => !one.isEnabled && one.changes !== 'none');
  return others.length > 0 ? [tell('doctor/cron-waiting', others)] : [];
}

interface CronJob {
  readonly cadence: Cadence;
  readonly command: string;
}

const nicknames: Readonly<Record<string, Cadence>> = {
  '@hourly': 'day',
  '@daily': 'day',
  '@midnight': 'day',
  '@weekly': 'week',
  '@monthly': 'month',
  '@yearly': 'year',
  '@annually': 'year',
};

/** Undefined for what is no schedule (a variable, `@reboot`), or does nothing where systemd runs. */
export function readLine({ file, text }: CronLine): CronJob | undefined {
  const hasUser = file.startsWith('/etc/');
  const fields = text.trim().split(/\s+/);
  const nickname = nicknames[fields[0] ?? ''];
  const timed = /^[\d*]/.test(fields[0] ?? '');
  if (nickname === undefined && !timed) return undefined;
  const length = (nickname === undefined ? 5 : 1) + (hasUser ? 1 : 0);
  const command = fields.slice(length).join(' ');
  // Packages leave a line for hosts without systemd beside their timer.
  if (command === '' || /-d \/run\/systemd\/system/.test(command)) return undefined;
  const [, , day = '*', month = '*', weekday = '*'] = fields;
  const timedCadence: Cadence =
    !month.startsWith('*') && !/[,/-]/.test(month)
      ? 'year'
      : !day.startsWith('*')
        ? 'month'
        : weekday.startsWith('*') || /[,/-]/.test(weekday)
          ? 'day'
          : 'week';
  return { command, cadence: nickname ?? timedCadence };
}
