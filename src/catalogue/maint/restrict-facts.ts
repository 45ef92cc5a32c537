import { type ShellOutput, type ShellProbe, shell } from '../../core/probe.ts';
import { sh } from '../../core/shell.ts';
import { Unparsable } from '../define.ts';
import { lookAtFlag } from './restrict-helper.ts';

/** The door as it stands: the flag with its timer, and what nginx answers to whom. */
export interface DoorFacts {
  readonly nginx: 'absent' | 'failed' | 'ok';
  /** What nginx says about a configuration that it does not accept. */
  readonly complaint: string;
  /** How often its configuration asks for the flag. */
  readonly included: number;
  /** Since when it is closed, in seconds of the host's clock. */
  readonly flagSinceSeconds: number | null;
  /** Of a restriction that its timer has ended. */
  readonly ended: { readonly sinceSeconds: number; readonly atSeconds: number } | null;
  readonly timer: boolean;
  readonly outsider: Answer;
  readonly operator: Answer;
  readonly health: Answer;
}

interface Answer {
  /** 0: no answer. */
  readonly status: number;
  readonly retryAfter: string | null;
}

interface Door {
  readonly url: string;
  readonly health: string;
  readonly outsider: string;
  readonly operator: string;
}

/** Certificates are not what is asked here. */
export function doorProbe({ url, health, outsider, operator }: Door): ShellProbe {
  const script = sh`
ask() {
  curl -skg --noproxy '*' --connect-to ::127.0.0.1: --max-time 10 --interface "$2" \
    -o /dev/null -D - -w '\nend %{http_code}\n' "$3" 2>/dev/null | tr -d '\r' |
    sed -n -e "s/^[Rr]etry-[Aa]fter: */retry $1 /p" -e "s/^end /status $1 /p"
}
${lookAtFlag} || exit
ask outsider ${outsider} ${url}
ask operator ${operator} ${url}
ask health ${outsider} ${health}
echo done`;
  return shell(script, { requires: ['curl', 'sed'], timeoutSeconds: 60 });
}

/** @throws Unparsable */
export function parseDoor({ stdout }: ShellOutput): DoorFacts {
  const word = (pattern: RegExp): readonly string[] | null => pattern.exec(stdout);
  const nginx = word(/^nginx (absent|failed|ok)(?: (\d+))?$/m);
  if (nginx === null || !/^state$/m.test(stdout) || !/^done$/m.test(stdout))
    throw new Unparsable('nginx …, state … done', stdout.slice(0, 300));
  const flag = word(/^flag (\d+)$/m);
  const ended = word(/^ended (\d+) (\d+)$/m);
  const answer = (who: string): Answer => {
    const status = word(new RegExp(`^status ${who} (\\d{3})$`, 'm'))?.[1];
    if (status === undefined) throw new Unparsable(`status ${who} …`, stdout.slice(-300));
    const retryAfter = word(new RegExp(`^retry ${who} (.+)$`, 'm'))?.[1] ?? null;
    return { status: Number(status), retryAfter };
  };
  return {
    nginx: nginx[1] === 'ok' ? 'ok' : nginx[1] === 'absent' ? 'absent' : 'failed',
    complaint: word(/^nginx failed\n([\s\S]*?)^state$/m)?.[1]?.trim() ?? '',
    included: Number(nginx[2] ?? 0),
    flagSinceSeconds: flag ? Number(flag[1]) : null,
    ended: ended ? { sinceSeconds: Number(ended[1]), atSeconds: Number(ended[2]) } : null,
    timer: /^timer active$/m.test(stdout),
    outsider: answer('outsider'),
    operator: answer('operator'),
    health: answer('health'),
  };
}
