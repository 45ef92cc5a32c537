import { z } from 'zod';
import type { Finding } from '../../core/finding.ts';
import { shell } from '../../core/probe.ts';
import { sh } from '../../core/shell.ts';
import { defineCheck } from '../define.ts';
import { readNmap } from './nmap-xml.ts';

const params = z.strictObject({
  targets: z
    .array(
      z
        .string()
        .regex(/^(?!-)[A-Za-z0-9.:-]+$/, 'Expected one host name or address, no range or network')
        .refine((one) => !/^\d+(\.\d*)*-|\.\d*-/.test(one), 'Expected one address, not a range'),
    )
    .min(1)
    .max(50)
    .default(['localhost'])
    .describe('Hosts of your own, each by its name or address'),
  full: z
    .strictObject({
      consent: z.string().min(10).describe('Who has agreed to it in writing, and when'),
    })
    .optional()
    .describe('Runs intrusive scripts too, which can stop a service'),
  minutes: z.int().min(1).max(60).default(15).describe('Time limit for each host'),
});

const messages = {
  vulnerable: {
    ja: '{host} の {port} に脆弱性があります: {title}({id}、{script})',
    en: '{host} is vulnerable at {port}: {title} ({id}, {script})',
  },
  likely: {
    ja: '{host} の {port} に脆弱性がありそうです: {title}({id}、{script})',
    en: '{host} is likely vulnerable at {port}: {title} ({id}, {script})',
  },
  'timed-out': {
    ja: '{host} の検査は {minutes} 分で終わりませんでした',
    en: 'The scan of {host} did not end within {minutes} minutes',
  },
  absent: {
    ja: '{missing} 台のホストから応答がなく、検査していません',
    en: '{missing, plural, one {# host} other {# hosts}} did not answer and {missing, plural, one {was} other {were}} not scanned',
  },
  'remedy-vulnerable': {
    ja: '出力の全体を見る: nmap -sV --script {script} {host}。更新や設定で直し、もう一度検査してください',
    en: 'See all of it: nmap -sV --script {script} {host}. Mend it by an update or its configuration, and scan again',
  },
  'remedy-minutes': {
    ja: '手順の minutes を増やすか、targets を分けてください',
    en: 'Raise `minutes` in the step, or split `targets`',
  },
  'remedy-absent': {
    ja: '名前とアドレス、途中のファイアウォールを確かめてください: nmap -sn <ホスト>',
    en: 'Check the names, the addresses and what filters on the way: nmap -sn <host>',
  },
} as const;
type Id = keyof typeof messages;

export const check = defineCheck({
  id: 'sec.vuln-scan',
  title: { ja: '脆弱性スキャン', en: 'Vulnerability scan' },
  description: {
    ja: '手順に書いた自分たちのホストだけを、ホストから nmap で検査します。既定は安全とされるスクリプトだけで (vuln かつ safe)、外部へバージョンを送るもの (vulners など) は使いません。侵襲的なものは、書面の同意を full に書いたときだけ動かします。localhost の検査はファイアウォールの内側を見るもので、外からの見え方ではありません。見つからないことは安全の証明ではありません。',
    en: 'Scans from the host, with nmap, only hosts of your own that the step lists. By default it runs only scripts that are held to be safe (vuln and safe), and none that sends versions to others (vulners). Intrusive ones run only when `full` names a written consent. A scan of localhost looks from behind the firewall, not from outside. To find nothing proves nothing.',
  },
  sources: ['nmap(1) -sV, --script, -oX, --host-timeout', 'https://nmap.org/book/nse-usage.html'],
  level: 1,
  params,
  messages,
  measures: {
    vulnerabilities: { ja: '脆弱性', en: 'Vulnerabilities' },
    open: { ja: '開いているポート', en: 'Open ports' },
  },
  probes: ({ targets, full, minutes }) => ({
    nmap: shell(
      sh`nice -n 19 nmap -sV --script ${
        full ? 'vuln and not external' : 'vuln and safe and not external'
      } --host-timeout ${`${minutes}m`} -oX - -- ${targets}`,
      {
        requires: ['nmap', 'nice'],
        timeoutSeconds: minutes * 60 * Math.ceil(targets.length / 5) + 30,
        weight: 'heavy',
        maxOutputBytes: 4 * 1024 * 1024,
      },
    ),
  }),
  parse: ({ nmap }) => ({ hosts: readNmap(nmap.stdout), stderr: nmap.stderr.slice(0, 500) }),
  evaluate: ({ hosts, stderr }, { targets, minutes }) => {
    const vulnerable = hosts.flatMap(({ address, vulnerabilities }) =>
      vulnerabilities.map((one): Finding<Id> => {
        const isLikely = one.state.startsWith('LIKELY');
        const { port, script, id, title } = one;
        const args = { host: address, port, script, id, title };
        return {
          key: `${address}:${port}:${id}`,
          severity: isLikely ? 'warning' : 'critical',
          message: { id: isLikely ? 'likely' : 'vulnerable', args },
          remedy: { id: 'remedy-vulnerable', args },
        };
      }),
    );
    const late = hosts
      .filter(({ timedOut }) => timedOut)
      .map(
        ({ address }): Finding<Id> => ({
          key: `time:${address}`,
          severity: 'unknown',
          message: { id: 'timed-out', args: { host: address, minutes } },
          remedy: { id: 'remedy-minutes', args: {} },
        }),
      );
    const missing = new Set(targets).size - hosts.length;
    const absent: Finding<Id> = {
      key: 'absent',
      severity: 'unknown',
      message: { id: 'absent', args: { missing } },
      remedy: { id: 'remedy-absent', args: {} },
      evidence: stderr,
    };
    return {
      findings: [...vulnerable, ...late, ...(missing > 0 ? [absent] : [])],
      measurements: hosts.flatMap(({ address: object, ports, vulnerabilities }) => [
        { name: 'open', object, value: ports.length, unit: 'count' } as const,
        { name: 'vulnerabilities', object, value: vulnerabilities.length, unit: 'count' } as const,
      ]),
    };
  },
});
