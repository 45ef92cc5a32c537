import { z } from 'zod';
import { shell } from '../../core/probe.ts';
import { sh } from '../../core/shell.ts';
import { defineCheck, Unparsable } from '../define.ts';

const params = z.strictObject({
  directory: z.string().startsWith('/').default('/var/log/mks-backend').describe('Folder of logs'),
  pattern: z
    .string()
    .regex(/^[^/\0]+$/, 'Expected a file name pattern without "/"')
    .default('*.log')
    .describe(
      'Name pattern as of find -name; rotated files with a date ("app.log-20261123") count',
    ),
  largerThanMiB: z.int().min(1).default(100).describe('Only files strictly larger are found'),
});

const messages = {
  large: {
    ja: '{directory} に {limitMiB} MiB を超えるログが {files} 個あります(最大 {path}: {largestBytes}、合計 {totalBytes})',
    en: '{directory} has {files, plural, one {# log} other {# logs}} larger than {limitMiB} MiB (the largest is {path}: {largestBytes}; {totalBytes} in all)',
  },
  missing: {
    ja: '{directory} がないか、接続ユーザーには見えません',
    en: '{directory} does not exist, or the login user cannot see it',
  },
  unreadable: {
    ja: '{directory} の一部を読めないため、大きなログを見落としているかもしれません',
    en: 'Part of {directory} cannot be read, so large logs may have been missed',
  },
  'remedy-large': {
    ja: 'logrotate の設定が効いているかを試す: sudo logrotate -d /etc/logrotate.conf。大きくなった理由はログの中身で確かめてください',
    en: 'See whether logrotate takes care of it: sudo logrotate -d /etc/logrotate.conf. What made it grow is in the log itself',
  },
  'remedy-missing': {
    ja: '場所と権限を確かめる: sudo ls -ld {directory}。違う場所ならランブックの directory を直してください',
    en: 'Check the place and its rights: sudo ls -ld {directory}. If the logs are elsewhere, set `directory` in the runbook',
  },
  'remedy-unreadable': {
    ja: '接続ユーザーを adm グループに入れるか、読み取りを許す: sudo setfacl -R -m g:adm:rX {directory}',
    en: 'Put the login user into the group adm, or let it read: sudo setfacl -R -m g:adm:rX {directory}',
  },
} as const;

interface Facts {
  readonly missing: boolean;
  readonly complete: boolean;
  readonly files: number;
  readonly totalBytes: number;
  /** The largest ones, largest first. */
  readonly largest: readonly { path: string; bytes: number; modifiedAt: string }[];
  readonly trouble: string;
}

/** A file may bear any time, even one beyond what a date can be. */
function timeOf(epochSeconds: number): string {
  const time = new Date(epochSeconds * 1000);
  return Number.isNaN(time.getTime()) ? `@${epochSeconds}` : time.toISOString();
}

export const check = defineCheck({
  id: 'logs.large-files',
  title: { ja: 'ログファイルサイズ確認', en: 'Large log files' },
  description: {
    ja: '大きくなりすぎたログファイル(日付付きで回されたものを含む)を探します。シンボリックリンクと別のファイルシステムはたどりません。',
    en: 'Finds log files that have grown too large, those rotated under a date included. It follows no symbolic links and stays on one file system.',
  },
  sources: ['POSIX XCU find', 'logrotate(8) dateext'],
  level: 1,
  params,
  messages,
  measures: {
    files: { ja: '大きなログの数', en: 'Large logs' },
    total: { ja: '大きなログの合計', en: 'Size of large logs' },
  },
  // `-size +Nc` is exact and known to every find; only a file that is found costs a process more.
  probes: ({ directory, pattern, largerThanMiB }) => ({
    find: shell(
      sh`
[ -d ${directory} ] || { printf 'missing\0'; exit 0; }
find -H ${directory} -xdev -type f \( -name ${pattern} -o -name ${`${pattern}-*`} \) \
  -size +${largerThanMiB * 1024 * 1024}c -exec sh -c '
for f; do s=$(stat -c "%s %Y" -- "$f") && printf "%s %s\0" "$s" "$f"; done; exit 0' sh {} +
printf 'exit %d\0' "$?"`,
      { requires: ['find', 'stat'], timeoutSeconds: 60 },
    ),
  }),
  parse: ({ find }): Facts => {
    const pieces = find.stdout.split('\0').filter((piece) => piece !== '');
    const last = pieces.pop();
    const status = /^exit (\d+)$/.exec(last ?? '')?.[1];
    if (last !== 'missing' && status === undefined) {
      throw new Unparsable('the exit status of find', find.stdout.slice(-200));
    }
    const files = pieces.map((piece) => {
      const [, bytes, seconds, path = ''] = /^(\d+) (-?\d+) (\/[^]*)$/.exec(piece) ?? [];
      if (bytes === undefined) throw new Unparsable('size, time and path of a file', piece);
      return { path, bytes: Number(bytes), modifiedAt: timeOf(Number(seconds)) };
    });
    files.sort((a, b) => b.bytes - a.bytes);
    return {
      missing: last === 'missing',
      complete: status === '0',
      files: files.length,
      totalBytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
      largest: files.slice(0, 20),
      trouble: find.stderr.slice(0, 1000),
    };
  },
  // One finding for the folder: dated names change with every rotation and would each be a new incident.
  evaluate: (facts, { directory, largerThanMiB }) => {
    const key = `directory:${directory}`;
    const unknown = (id: 'missing' | 'unreadable') => ({
      key: `${key}:${id}`,
      severity: 'unknown' as const,
      message: { id, args: { directory } },
      remedy: { id: `remedy-${id}` as const, args: { directory } },
      ...(facts.trouble === '' ? {} : { evidence: facts.trouble }),
    });
    if (facts.missing) return { findings: [unknown('missing')] };
    const [largest] = facts.largest;
    const large = largest && {
      key,
      severity: 'warning' as const,
      message: {
        id: 'large' as const,
        args: {
          directory,
          limitMiB: largerThanMiB,
          files: facts.files,
          path: largest.path,
          largestBytes: largest.bytes,
          totalBytes: facts.totalBytes,
        },
      },
      remedy: { id: 'remedy-large' as const, args: {} },
      evidence: facts.largest
        .map(({ path, bytes, modifiedAt }) => `${bytes}\t${modifiedAt}\t${path}`)
        .join('\n'),
    };
    return {
      findings: [...(large ? [large] : []), ...(facts.complete ? [] : [unknown('unreadable')])],
      measurements: [
        { name: 'files', value: facts.files, unit: 'count' },
        { name: 'total', value: facts.totalBytes, unit: 'bytes' },
      ],
    };
  },
});
