import type { Host } from '../lab/host.ts';

const login = 'POST /api/v1/auth/login';

interface Requests {
  readonly from: string;
  /** The first one, in local time; the others follow `everySeconds`. */
  readonly at: string;
  readonly everySeconds?: number;
  readonly what: readonly (readonly [request: string, status: number])[];
}

/** Lines as nginx writes them by default; only their times are the story's. */
function lines({ from, at, everySeconds = 2, what }: Requests): readonly [number, string][] {
  const begins = Date.parse(`${at.replace(' ', 'T')}+09:00`);
  return what.map(([request, status], number) => {
    const time = begins + number * everySeconds * 1000;
    const [, day, month, year, clock] =
      /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(time + 9 * 3_600_000).toUTCString()) ?? [];
    const stamp = `${day}/${month}/${year}:${clock} +0900`;
    return [time, `${from} - - [${stamp}] "${request} HTTP/1.1" ${status} 153 "-" "curl/8.5.0"\n`];
  });
}

async function append(host: Host, requests: readonly Requests[]): Promise<void> {
  const sorted = requests.flatMap(lines).sort(([one], [other]) => one - other);
  await host.must('cat >>/var/log/nginx/access.log', {
    input: sorted.map(([, line]) => line).join(''),
  });
}

const times = <Value>(count: number, make: (index: number) => Value): Value[] =>
  Array.from({ length: count }, (_, index) => make(index));
const wrong = [login, 401] as const;
const right = [login, 200] as const;

/** What users do: also one who mistypes a password. */
const users = (date: string): Requests[] => [
  { from: '192.0.2.101', at: `${date} 00:40:10`, what: [wrong, right, ['GET /files', 200]] },
  { from: '2001:db8:7::5', at: `${date} 01:20:00`, what: [right, ['GET /files?page=2', 200]] },
];

/** One address tries passwords until one fits; another looks for what it might break into. */
export async function attackOne(host: Host, date: string): Promise<void> {
  const paths = ['/.env', '/wp-login.php', '/.git/config', '/phpmyadmin/', '/actuator/health'];
  await append(host, [
    ...users(date),
    { from: '203.0.113.66', at: `${date} 01:03:00`, what: [...times(24, () => wrong), right] },
    {
      from: '198.51.100.23',
      at: `${date} 01:30:00`,
      what: times(120, (index) => [`GET ${paths[index % paths.length]}`, 404]),
    },
  ]);
}

/** Many addresses try once or twice each, which no limit for a single one would notice. */
export async function attackFromEverywhere(host: Host, date: string): Promise<void> {
  await append(host, [
    ...users(date),
    ...times(26, (index) => ({
      from: index % 2 === 0 ? `198.51.100.${100 + index}` : `2001:db8:${index}::1`,
      at: `${date} 01:${String(10 + index)}:00`,
      what: times(1 + (index % 2), () => wrong),
    })),
  ]);
}

/** A night without attacks. */
export async function quietNight(host: Host, date: string): Promise<void> {
  await append(host, users(date));
}
