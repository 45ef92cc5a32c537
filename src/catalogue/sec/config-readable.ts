import { z } from 'zod';
import { shell } from '../../core/probe.ts';
import { lines, sh, sudo } from '../../core/shell.ts';
import { defineCheck, Unparsable } from '../define.ts';
import { judgeConfig } from './config-judgement.ts';
import { configMessages } from './config-messages.ts';
import { directories, printed, readSurveys, survey } from './entries.ts';
import { accountsProbe, readAccounts, services } from './service-accounts.ts';

const params = z.strictObject({
  directories: directories
    .default(['/etc/mks'])
    .describe('Folders of configuration, each searched within its file system'),
  services,
  owners: z
    .array(z.string().min(1))
    .default(['root'])
    .describe('Accounts that may own the files, besides those of `services`'),
});

/** PEM files of OpenSSL and OpenSSH, encrypted ones too. */
const privateKey = '-----BEGIN ([A-Z0-9]+ )*PRIVATE KEY-----';

export const check = defineCheck({
  id: 'sec.config-readable',
  title: { ja: '設定ファイルの権限', en: 'Rights of configuration files' },
  description: {
    ja: '設定のフォルダで、誰でも読めるファイル、誰でも書けるもの、所有者が root でもサービスのアカウントでもないファイル、0600 でない秘密鍵(中身の PEM の見出しで判別)を探します。上のフォルダが他人を通さないために読めないものは数えません。直すコマンドは元のモードに戻すコマンドと共に示し、サービスが「その他」として読んでいる場合は chgrp と 640 の組にします。ACL は見ません。鍵の中身は読み出しません。',
    en: 'Finds, in folders of configuration, files that everybody may read, what everybody may write, files whose owner is neither root nor the account of a service, and private keys (told by the PEM heading inside) that are not 0600. What a folder above keeps from others does not count. Each comes with the command that mends it and the one that gives back the mode of before; where a service reads as one of the "others", it is chgrp and 640. ACLs are not looked at, and nothing of a key leaves the host.',
  },
  sources: ['find(1) -xdev, -printf', 'chmod(1)', 'RFC 7468', 'inode(7)'],
  level: 1,
  params,
  messages: configMessages,
  measures: { readable: { ja: '誰でも読める設定', en: 'Configuration that everybody may read' } },
  probes: ({ directories, services }) => ({
    find: shell(
      lines(
        ...directories.map((directory) => {
          const where = ['-H', directory, '-ignore_readdir_race', '-xdev'];
          const what = ['(', '-type', 'd', '-o', '-type', 'f', ')', ...printed];
          return survey(directory, sudo('/usr/bin/find', ...where, ...what));
        }),
      ),
      { requires: ['tr', 'sed'], timeoutSeconds: 60, maxOutputBytes: 1024 * 1024 },
    ),
    keys: shell(
      sh`${lines(
        ...directories.map((directory) =>
          // Exit status 1 is "no such text", and 2 with -s as well what find has told already.
          sudo('/usr/bin/grep', '-rlZsE', '-D', 'skip', '-e', privateKey, '--', directory),
        ),
      )}
printf 'end\0'`,
      { timeoutSeconds: 60 },
    ),
    accounts: accountsProbe(services),
  }),
  parse: ({ find, keys, accounts }, params) => {
    const paths = keys.stdout.split('\0');
    if (paths.pop() !== '' || paths.pop() !== 'end') {
      throw new Unparsable('paths of private keys, end', keys.stdout.slice(-200));
    }
    return {
      surveys: readSurveys(find.stdout, params.directories),
      keys: paths,
      keyTrouble: keys.stderr.slice(0, 500),
      trouble: find.stderr.slice(0, 500),
      ...readAccounts(accounts.stdout),
    };
  },
  evaluate: judgeConfig,
});
