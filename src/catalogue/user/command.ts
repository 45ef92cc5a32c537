import type { Finding } from '../../core/finding.ts';
import { shell } from '../../core/probe.ts';
import { ShellText, sh } from '../../core/shell.ts';
import { defineCheck } from '../define.ts';
import { type CommandParams, commandParams } from './command-params.ts';
import { match } from './pattern.ts';

const messages = {
  'exit-status': {
    ja: '{title} が終了ステータス {actual} で終わりました(期待値 {expected})',
    en: '{title} ended with exit status {actual} (expected {expected})',
  },
  'not-run': {
    ja: '{title} を実行できません(終了ステータス {actual})',
    en: '{title} could not be run (exit status {actual})',
  },
  'sudo-denied': {
    ja: '{title} の sudo が許されていません',
    en: '{title} may not use sudo as it wants to',
  },
  'no-match': {
    ja: '{title} の出力が {pattern} に一致しません',
    en: 'The output of {title} does not match {pattern}',
  },
  'slow-match': {
    ja: '{title} の出力と {pattern} の照合が時間内に終わりませんでした',
    en: 'Matching the output of {title} against {pattern} took too long',
  },
  'no-number': {
    ja: '{title} の出力から取り出した「{text}」は数値ではありません',
    en: 'What was found in the output of {title} is not a number: "{text}"',
  },
  value: {
    ja: '{title} の値が {value} です(しきい値 {limit})',
    en: '{title} is {value} (limit {limit})',
  },
  'remedy-look': {
    ja: 'ホストで実行して確かめる: {command}',
    en: 'Run it on the host and see: {command}',
  },
  'remedy-not-run': {
    ja: 'コマンドの名前と実行権を確かめる(PATH は /usr/local/sbin から /bin まで): {command}',
    en: 'Check the name of the command and that it may be run (PATH goes from /usr/local/sbin to /bin): {command}',
  },
  'remedy-sudo': {
    ja: 'ステップの sudo に実際のコマンドを並べ、teiki sudoers の規則をホストに置いてください: {command}',
    en: 'List the commands in `sudo` of the step and install the rules of teiki sudoers on the host: {command}',
  },
  'remedy-pattern': {
    ja: 'ランブックの match を直してください: {pattern}',
    en: 'Correct `match` in the runbook: {pattern}',
  },
} as const;

type Id = keyof typeof messages;

interface Facts {
  readonly exitStatus: number;
  /** The first group of `match`. */
  readonly group: string | null;
  readonly matched: boolean | null;
  /** Beginnings of what the command printed. */
  readonly stdout: string;
  readonly stderr: string;
}

/** Which exit statuses are right is for the runbook to say, so none of them fails the probe. */
const everyExitStatus = Array.from({ length: 256 }, (_, status) => status);

/** What sudo(8) says with `-n` when no rule lets the command through. */
const sudoRefusal =
  /^sudo: .*(password is required|terminal is required|not allowed)|is not in the sudoers file/m;

/** A long or many-line command in one line. */
const brief = (command: string) => command.trim().replaceAll(/\s+/g, ' ').slice(0, 120);

/** Two commands of one fleet are two incidents; FNV-1a keeps those apart that only end differently. */
function keyOf({ name, command }: CommandParams): string {
  if (name !== undefined) return `command:${name}`;
  let hash = 0x811c9dc5;
  for (const letter of command) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return `command:${brief(command).slice(0, 40)}:${(hash >>> 0).toString(16).padStart(8, '0')}`;
}

export const check = defineCheck({
  id: 'command',
  title: { ja: 'コマンド', en: 'Command' },
  description: {
    ja: 'ランブックに書いたコマンドをホストで実行し、終了ステータス、出力(正規表現)、出力の中の数値を確かめます。コマンドは接続ユーザーの権限で動き、標準入力は閉じています。',
    en: 'Runs a command of the runbook on the host and checks its exit status, its output (regular expression) and a number in it. It runs as the login user, with stdin closed.',
  },
  sources: ['POSIX XCU sh -c', 'ECMA-262 RegExp'],
  level: 1,
  params: commandParams,
  messages,
  measures: { value: { ja: '値', en: 'Value' } },
  // The one place where free text is shell: the runbook is reviewed. As one quoted word of another
  // shell it can end neither the probe nor the script, whatever its quoting is.
  probes: ({ command, shell: interpreter, sudo, timeoutSeconds }) => ({
    command: shell(
      new ShellText(
        sh`${interpreter} -c ${command}`.text,
        sudo.map((argv) => ({ argv })),
      ),
      {
        requires: [interpreter],
        timeoutSeconds,
        exitStatuses: everyExitStatus,
        maxOutputBytes: 64 * 1024,
      },
    ),
  }),
  parse: ({ command: output }, params): Facts => {
    const tried = params.match === undefined ? null : match(params.match, output.stdout);
    return {
      exitStatus: output.exitStatus,
      matched: tried ? tried.matched : true,
      group: tried?.matched ? tried.group : null,
      stdout: output.stdout.slice(0, 1000),
      stderr: output.stderr.slice(0, 1000),
    };
  },
  evaluate: (facts, params) => {
    const { command, match: pattern = '', warning, critical, direction, unit } = params;
    const title = params.title ?? params.name ?? brief(command);
    const key = keyOf(params);
    const found = (
      severity: Finding['severity'],
      id: Id,
      args: Record<string, string | number>,
      remedy: Id = 'remedy-look',
    ): Finding<Id> => ({
      key,
      severity,
      message: { id, args: { title, ...args } },
      remedy: { id: remedy, args: { command: brief(command), pattern } },
      evidence: [facts.stdout, facts.stderr].filter((text) => text !== '').join('\n'),
    });
    const expected = [params.exitStatus].flat();
    const actual = facts.exitStatus;
    if (!expected.includes(actual)) {
      // 126 and 127 are the shell's own: not executable, not found (POSIX XCU 2.8.2).
      if (actual === 126 || actual === 127) {
        return { findings: [found('unknown', 'not-run', { actual }, 'remedy-not-run')] };
      }
      if (sudoRefusal.test(facts.stderr)) {
        return { findings: [found('unknown', 'sudo-denied', {}, 'remedy-sudo')] };
      }
      const args = { actual, expected: expected.join(', ') };
      return { findings: [found('critical', 'exit-status', args)] };
    }
    if (facts.matched === null) {
      return { findings: [found('unknown', 'slow-match', { pattern }, 'remedy-pattern')] };
    }
    if (!facts.matched) return { findings: [found('critical', 'no-match', { pattern })] };
    const limited = warning !== undefined || critical !== undefined;
    const value = facts.group?.trim() ? Number(facts.group) : Number.NaN;
    if (!Number.isFinite(value)) {
      const text = facts.group ?? '';
      return {
        findings: limited ? [found('unknown', 'no-number', { text }, 'remedy-pattern')] : [],
      };
    }
    const beyond = (limit: number | undefined): limit is number =>
      limit !== undefined && (direction === 'above' ? value > limit : value < limit);
    return {
      findings: beyond(critical)
        ? [found('critical', 'value', { value, limit: critical })]
        : beyond(warning)
          ? [found('warning', 'value', { value, limit: warning })]
          : [],
      measurements: [{ name: 'value', object: title, value, unit }],
    };
  },
});
