import { z } from 'zod';
import { shell } from '../../core/probe.ts';
import { lines, sh, sudo } from '../../core/shell.ts';
import { defineCheck } from '../define.ts';
import { directories, printed, readSurveys, survey } from './entries.ts';
import { accountsProbe, readAccounts, services } from './service-accounts.ts';
import { judgeWritable } from './writable-judgement.ts';
import { writableMessages } from './writable-messages.ts';

const params = z.strictObject({
  directories: directories
    .default(['/opt/mks'])
    .describe('Folders that are searched, each within its file system'),
  services,
  setuid: z
    .array(z.string().startsWith('/'))
    .default([])
    .describe('Paths of files that may be setuid or setgid'),
});

export const check = defineCheck({
  id: 'sec.world-writable',
  title: { ja: '誰でも書き込めるファイル', en: 'World-writable files' },
  description: {
    ja: '指定したフォルダの中から、誰でも書き込めるファイル、sticky ビットのない誰でも書き込めるフォルダ、宣言していない setuid・setgid のファイル(前回の実行になかったものは重大)を探します。直すコマンドは元のモードに戻すコマンドと共に証跡に示し、サービスのアカウントが「その他」として書いている場合は、先にグループで書けるようにします。別のファイルシステムとシンボリックリンクの先は見ません。ACL も見ません。',
    en: 'Searches folders for files that everybody may write, folders that everybody may write and that are not sticky, and setuid or setgid files that nobody has declared (critical when the last run did not have them). Each is listed with the command that mends it and the one that gives back the mode of before; where the account of a service writes as one of the "others", the command gives it the right as the group first. It stays within the file system, follows no symbolic links, and does not look at ACLs.',
  },
  sources: ['find(1) -perm, -xdev, -printf', 'chmod(1)', 'inode(7)'],
  level: 1,
  params,
  messages: writableMessages,
  measures: {
    writable: { ja: '誰でも書き込めるもの', en: 'World-writable files and folders' },
    setuid: { ja: 'setuid・setgid のファイル', en: 'Files with setuid or setgid' },
  },
  probes: ({ directories, services }) => ({
    find: shell(
      lines(
        ...directories.map((directory) =>
          survey(
            directory,
            sh`nice -n 19 ${sudo(
              '/usr/bin/find',
              ...['-H', directory, '-ignore_readdir_race', '-xdev'],
              ...['(', '-type', 'd', '-perm', '-0002', '!', '-perm', '-1000'],
              ...['-o', '-type', 'f', '-perm', '/6002', ')'],
              ...printed,
            )}`,
          ),
        ),
      ),
      {
        requires: ['tr', 'sed', 'nice'],
        timeoutSeconds: 300,
        weight: 'heavy',
        maxOutputBytes: 1024 * 1024,
      },
    ),
    accounts: accountsProbe(services),
  }),
  parse: ({ find, accounts }, params) => ({
    surveys: readSurveys(find.stdout, params.directories),
    trouble: find.stderr.slice(0, 500),
    ...readAccounts(accounts.stdout),
  }),
  evaluate: judgeWritable,
});
