import { z } from 'zod';
import { type ShellProbe, shell } from '../../core/probe.ts';
import { sh } from '../../core/shell.ts';
import { defineCheck } from '../define.ts';
import { evaluateFreshness, type FolderFacts } from './freshness-judgement.ts';
import { freshnessMessages } from './freshness-messages.ts';
import { backupFields, folder, type Kind } from './kinds.ts';
import { listingScript, parseListing } from './listing.ts';
import { newestOf } from './recent.ts';

const params = z.strictObject({
  ...backupFields,
  maxAgeHours: z
    .number()
    .positive()
    .default(26)
    .describe('Age of the newest finished backup above which it is critical; 24 h and 2 h grace'),
  offHostDirectory: folder
    .optional()
    .describe('Where a store outside this host is mounted; asks for copies of the backups in it'),
});

type Probes = { readonly listing: ShellProbe; readonly offHost?: ShellProbe };

/** The listing, then `df -P` of the folder; exit 0 whatever became of them. */
const probe = (directory: string, kinds: readonly Kind[]) =>
  shell(
    sh`
${listingScript(directory, kinds)}
df -P -k -- "$d" || :`,
    { requires: ['find', 'df'], maxOutputBytes: 1024 * 1024 },
  );

/** Last line of `df -P -k`: device, size, used, available, … (POSIX XCU, df). */
const dfLine = /^(\S.*?) +\d+ +\d+ +(-?\d+) +\S+ +\/.*$/m;

function parseFolder(
  output: { readonly stdout: string; readonly stderr: string },
  directory: string,
  kinds: readonly Kind[],
): FolderFacts {
  const end = output.stdout.lastIndexOf('\0') + 1;
  const listing = parseListing(output.stdout.slice(0, end), output.stderr, directory);
  const [, device, available] = dfLine.exec(output.stdout.slice(end)) ?? [];
  return {
    state: listing.state,
    complaint: listing.state === 'listed' ? '' : output.stderr.slice(0, 500),
    kinds: kinds.map((kind) => ({ name: kind.name, backups: newestOf(kind, listing) })),
    device: device ?? null,
    availableBytes: available === undefined ? null : Math.max(0, Number(available)) * 1024,
  };
}

export const check = defineCheck({
  id: 'backup.freshness',
  title: { ja: 'バックアップファイル存在確認', en: 'Backup freshness' },
  description: {
    ja: '種類ごとに最新の完成したバックアップの有無・古さ・大きさと、次回分の空き容量を確認します。作成中のもの(.partial・.part・.tmp、toc.dat のない pg_dump -Fd のフォルダー、60 秒以内に更新されたもの)は数えず、その前のものを判定します。シンボリックリンクは数えません。中身が読めるかどうかは backup.integrity が確認します。',
    en: 'Of each kind: whether there is a finished backup, its age and its size, and whether there is room for the next. What is still being made (.partial, .part, .tmp, a pg_dump -Fd folder without toc.dat, anything touched in the last 60 seconds) is not counted: the one before it is judged. Symbolic links are not counted. Whether a backup can be read is for backup.integrity.',
  },
  sources: ['find(1) -printf', 'stat(1) -c', 'POSIX XCU df', 'pg_dump(1) --format'],
  level: 1,
  params,
  messages: freshnessMessages,
  measures: {
    age: { ja: '最新バックアップの経過時間', en: 'Age of the newest backup' },
    size: { ja: '最新バックアップの大きさ', en: 'Size of the newest backup' },
    available: { ja: 'バックアップ先の空き容量', en: 'Space left for backups' },
  },
  probes: ({ directory, kinds, offHostDirectory }): Probes => ({
    listing: probe(directory, kinds),
    ...(offHostDirectory === undefined ? {} : { offHost: probe(offHostDirectory, kinds) }),
  }),
  parse: ({ listing, offHost }, { directory, kinds, offHostDirectory }) => ({
    local: parseFolder(listing, directory, kinds),
    offHost:
      offHost && 'stdout' in offHost && offHostDirectory !== undefined
        ? parseFolder(offHost, offHostDirectory, kinds)
        : null,
  }),
  evaluate: evaluateFreshness,
});
