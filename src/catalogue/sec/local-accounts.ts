import { rootHelper, sudoHelper } from '../../core/root-helper.ts';
import { type ShellText, sh } from '../../core/shell.ts';
import { Unparsable } from '../define.ts';

/** shadow(5) is root's. What goes out is the state of a password and its kind, never its hash. */
const helper = rootHelper(
  'accounts',
  sh`
[ "$#" = 1 ] && [ "$1" = list ] || { echo 'usage: accounts list' >&2; exit 2; }
[ -r /etc/shadow ] && [ -r /etc/passwd ] || { echo 'no /etc/shadow' >&2; exit 3; }
awk -F: '
  FILENAME == "/etc/login.defs" { split($0, word, /[ \t]+/); if (word[1] ~ /^UID_(MIN|MAX)$/) print "limit", word[1], word[2]; next }
  FILENAME == "/etc/shadow" { seen[$1] = 1; hash[$1] = $2; longest[$1] = $5; next }
  NF >= 7 {
    secret = $2
    if ($2 == "x") secret = seen[$1] ? hash[$1] : "*"
    state = secret == "" ? "empty" : secret ~ /^[!*]/ ? "locked" : "set"
    kind = "-"
    if (state == "set") { kind = "des"; if (secret ~ /^\$/) { split(secret, part, "$"); kind = part[2] } }
    print "account", $1, $3, state, kind, longest[$1] == "" ? "-" : longest[$1], $7 == "" ? "/bin/sh" : $7
  }
  END { print "end" }' $([ ! -r /etc/login.defs ] || echo /etc/login.defs) /etc/shadow /etc/passwd`,
);

export const listAccounts: ShellText = sudoHelper(helper, 'list');

export interface LocalAccount {
  readonly name: string;
  readonly uid: number;
  readonly password: 'empty' | 'locked' | 'set';
  /** As crypt(5) names it: `6`, `y`, `1` (MD5); `des` without a name; `-` where there is none. */
  readonly hash: string;
  /** Null means never, as the usual 99999 does. */
  readonly maxDays: number | null;
  readonly shell: string;
}

export interface LocalAccounts {
  readonly local: readonly LocalAccount[];
  /** Where the ids of people begin and end (login.defs). */
  readonly people: readonly [number, number];
}

/** @throws Unparsable */
export function readLocalAccounts(stdout: string): LocalAccounts {
  const written = stdout.trimEnd().split('\n');
  if (written.pop() !== 'end') throw new Unparsable('accounts, end', stdout.slice(-200));
  const limit = (name: string, usual: number) =>
    Number(new RegExp(`^limit ${name} (\\d+)$`, 'm').exec(stdout)?.[1] ?? usual);
  const local = written
    .filter((line) => !line.startsWith('limit '))
    .map((line): LocalAccount => {
      const [, name = '', uid, state, hash = '', max, shell = ''] =
        /^account (\S+) (\d+) (empty|locked|set) (\S+) (-?\d+|-) (.*)$/.exec(line) ?? [];
      if (state !== 'empty' && state !== 'locked' && state !== 'set') {
        throw new Unparsable('account, name, id, state …', line);
      }
      const days = Number(max);
      const maxDays = Number.isNaN(days) || days < 0 || days >= 99_999 ? null : days;
      return { name, uid: Number(uid), password: state, hash, maxDays, shell };
    });
  if (!local.some(({ uid }) => uid === 0)) throw new Unparsable('root', stdout.slice(0, 200));
  return { local, people: [limit('UID_MIN', 1000), limit('UID_MAX', 60_000)] };
}

export const canLogIn = ({ shell }: LocalAccount): boolean =>
  !/\/(nologin|false|sync)$/.test(shell);
