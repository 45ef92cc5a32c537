import { type ShellProbe, shell } from '../core/probe.ts';
import { lines, type ShellText, sh } from '../core/shell.ts';
import { type CronAnswers, cronQuestions, parseCronAnswers } from './cron-questions.ts';
import { type HelperAnswers, helperQuestions, parseHelperAnswers } from './helper-questions.ts';
import { helpersOf } from './helpers.ts';
import type { HostNeeds } from './needs.ts';

export interface RuleAnswer {
  readonly allowed: boolean;
  /** The login user sees the program as executable (one in a closed folder looks absent). */
  readonly present: boolean;
  /** The login user can read, without sudo, every path that the command names. */
  readonly readable: boolean;
}

export interface HostAnswers {
  readonly shell: string;
  readonly user: string;
  readonly groups: readonly string[];
  readonly missingTools: readonly string[];
  /** Root needs no sudo; without the program there is nothing to ask. */
  readonly sudo: 'root' | 'missing' | 'asked';
  /** In the order of the needs. */
  readonly rules: readonly RuleAnswer[];
  readonly helpers: HelperAnswers;
  readonly cron: CronAnswers;
  readonly listing: string;
}

/** All that doctor asks of a host, in one probe: nothing of it changes anything. */
export function questions({ tools, sudo }: Pick<HostNeeds, 'tools' | 'sudo'>): ShellProbe {
  return shell(
    sh`
printf 'shell %s\nuser %s\ngroups %s\n' "$SHELL" "$(id -un)" "$(id -Gn)"
for tool in ${tools.map(({ tool }) => tool)}; do
  command -v "$tool" >/dev/null || printf 'missing %s\n' "$tool"
done
${helperQuestions(helpersOf([{ sudo }]))}
${cronQuestions()}
[ "$(id -u)" != 0 ] || { printf 'sudo root\n'; exit 0; }
command -v sudo >/dev/null || { printf 'sudo missing\n'; exit 0; }
printf 'sudo asked\n'
rule() {
  allowed=no present=no readable=
  sudo -n -l -- "$@" >/dev/null 2>&1 && allowed=yes
  [ -x "$1" ] && present=yes
  shift
  for word do
    case $word in
    /*)
      if [ -d "$word" ]; then [ -r "$word" ] && [ -x "$word" ]; else [ -r "$word" ]; fi &&
        readable=\${readable:-yes} || readable=no ;;
    esac
  done
  printf 'rule %s %s %s\n' "$allowed" "$present" "\${readable:-no}"
}
${rules(sudo)}
printf 'list\n'
# Into a pipe, for sudo wraps its lines on anything else.
sudo -n -l 2>&1 | cat
exit 0`,
    { timeoutSeconds: 60, requires: ['id', 'cat', 'ls'] },
  );
}

function rules(sudo: HostNeeds['sudo']): ShellText {
  return lines(...sudo.map(({ argv }) => sh`rule ${argv}`));
}

export function parseAnswers(stdout: string): HostAnswers {
  const at = stdout.indexOf('\nlist\n');
  const facts = (at < 0 ? stdout : stdout.slice(0, at)).split('\n');
  const all = (word: string) =>
    facts.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));
  const sudo = all('sudo')[0];
  return {
    shell: all('shell')[0] ?? '',
    user: all('user')[0] ?? '',
    groups: (all('groups')[0] ?? '').split(' ').filter(Boolean),
    missingTools: all('missing'),
    sudo: sudo === 'root' || sudo === 'missing' ? sudo : 'asked',
    rules: all('rule').map((line) => {
      const [allowed, present, readable] = line.split(' ').map((word) => word === 'yes');
      return { allowed: allowed === true, present: present === true, readable: readable === true };
    }),
    helpers: parseHelperAnswers(facts),
    cron: parseCronAnswers(facts),
    listing: at < 0 ? '' : stdout.slice(at + '\nlist\n'.length),
  };
}
