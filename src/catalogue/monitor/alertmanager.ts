import { z } from 'zod';
import { type ShellOutput, type ShellProbe, shell } from '../../core/probe.ts';
import { type ShellText, sh } from '../../core/shell.ts';
import { Unparsable } from '../define.ts';
import { matchersParam } from './matcher.ts';

export const alertmanagerFields = {
  url: z
    .url({ protocol: /^https?$/ })
    .refine((url) => !/^https?:\/\/[^/?#]*@/.test(url), 'A URL must not hold a password')
    .transform((url) => url.replace(/\/+$/, ''))
    .prefault('http://127.0.0.1:9093')
    .describe('Alertmanager, as seen from the host; by default that of config.yml'),
  via: z
    .string()
    .optional()
    .describe('The host that talks to it, where it is one for all; by default that of config.yml'),
  matchers: matchersParam,
};

export interface Silence {
  readonly id: string;
  readonly endsAt: string;
  readonly comment: string;
}

export interface AlertmanagerFacts {
  /** 200, another HTTP status, or 0 when there was no answer. */
  readonly status: number;
  /** What it or curl has said instead. */
  readonly complaint: string;
  /** Silences that this host's runs have made, those of lost ones included, and that still hold. */
  readonly ours: readonly Silence[];
  /** Names of matching alerts that are firing and not silenced; null when that cannot be told. */
  readonly firing: readonly string[] | null;
}

/** The name under which a host makes its silences, as `$by`. */
export const creator = sh`by=teiki@$(uname -n | tr -cd 'A-Za-z0-9._-')`;

export function alertmanagerProbe(url: string, matchers: readonly string[]): ShellProbe {
  const filters = matchers.flatMap((matcher) => ['--data-urlencode', `filter=${matcher}`]);
  const script = sh`
${creator}
echo "by $by"
ask() {
  name=$1; shift
  answer=$(curl -sSg --noproxy '*' --max-time 15 -w '\n%{http_code}' "$@" 2>&1)
  printf '%s %s\n' "$name" "$(printf '%s' "$answer" | tail -n 1)"
  printf '%s' "$answer" | sed '$d'
  echo
}
ask silences ${`${url}/api/v2/silences`}
ask alerts -G ${`${url}/api/v2/alerts`} -d active=true -d silenced=false -d inhibited=false ${filters}
echo done`;
  return shell(script, {
    requires: ['curl'],
    timeoutSeconds: 45,
    maxOutputBytes: 4 * 1024 * 1024,
  });
}

const silences = z.array(
  z.object({
    id: z.string().regex(/^[0-9a-f-]+$/i),
    createdBy: z.string(),
    comment: z.string(),
    endsAt: z.string(),
    status: z.object({ state: z.string() }),
  }),
);
const alerts = z.array(z.object({ labels: z.record(z.string(), z.string()) }));

/** @throws Unparsable */
export function parseAlertmanager({ stdout }: ShellOutput): AlertmanagerFacts {
  const by = /^by (\S+)$/m.exec(stdout)?.[1];
  const parts =
    /^silences (\d{3})\n([\s\S]*?)^alerts (\d{3})\n([\s\S]*)^done$/m.exec(stdout) ?? undefined;
  if (by === undefined || parts === undefined)
    throw new Unparsable('silences …, alerts …, done', stdout.slice(0, 300));
  const [, status = '', written = '', alertStatus, firing = ''] = parts;
  if (status !== '200') {
    const complaint = written.trim().slice(0, 500);
    return { status: Number(status), complaint, ours: [], firing: null };
  }
  const ours = read(silences, written).filter(
    ({ createdBy, status: { state } }) => createdBy === by && state !== 'expired',
  );
  const names = () =>
    read(alerts, firing).map(({ labels }) => {
      const { alertname = '?', instance } = labels;
      return instance === undefined ? alertname : `${alertname} (${instance})`;
    });
  return {
    status: 200,
    complaint: '',
    ours: ours.map(({ id, endsAt, comment }) => ({ id, endsAt, comment })),
    firing: alertStatus === '200' ? [...new Set(names())].sort() : null,
  };
}

function read<T>(schema: z.ZodType<T>, text: string): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    throw new Unparsable('JSON of the Alertmanager API v2', text.slice(0, 300));
  }
}

/** Exit statuses that say what went wrong, for `failures`. */
export const exitStatuses = { unreachable: 20, rejected: 21 };

/** `send METHOD URL`, the body from standard input. */
export const send: ShellText = sh`
send() {
  answer=$(curl -sSg --noproxy '*' --max-time 15 -w '\n%{http_code}' -X "$1" \
    -H 'Content-Type: application/json' --data-binary @- "$2" 2>&1)
  printf '%s\n' "$answer"
  case \${answer##*[!0-9]} in
    2??) ;;
    404) [ "$1" = DELETE ] || exit ${exitStatuses.rejected} ;;
    000) exit ${exitStatuses.unreachable} ;;
    *) exit ${exitStatuses.rejected} ;;
  esac
}`;

/** Silences that are there no more are none. */
export function expire(url: string, ids: readonly string[]): ShellText {
  if (ids.length === 0) return sh`:`;
  return sh`for id in ${ids}; do send DELETE "${`${url}/api/v2/silence/`}$id" </dev/null; done`;
}
