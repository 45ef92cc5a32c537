import { z } from 'zod';
import { defineTask } from '../define-task.ts';
import {
  type DeletionOrder,
  directory,
  guardFields,
  notWithin,
  olderThanDays,
  pattern,
} from '../deletion/order.ts';
import { deletionTask } from '../deletion/task.ts';

const params = z
  .strictObject({
    directory: directory
      .default('/var/log/mks-backend')
      .describe('Folder of the logs: its real path, without symbolic links'),
    patterns: z
      .array(pattern)
      .min(1)
      .max(20)
      .default(['*.log.[0-9]*', '*.log-[0-9]*'])
      .describe('Name patterns as of find -name that fit rotated logs only, with number or date'),
    olderThanDays: olderThanDays
      .default(90)
      .describe('Logs last written more than so many times 24 hours ago'),
    keepAtLeastDays: z
      .int()
      .min(0)
      .default(90)
      .describe('What law or contract ask for; `olderThanDays` must not be less'),
    within: z
      .array(directory)
      .default(['/var/log', '/opt/mks'])
      .describe('Trees in which logs may be deleted at all'),
    ...guardFields(['mks', 'root']),
  })
  .superRefine((given, context) => {
    const message = notWithin(given.within, given.directory);
    if (message) context.addIssue({ code: 'custom', path: ['directory'], message });
    if (given.olderThanDays < given.keepAtLeastDays) {
      const message = `Expected at least the ${given.keepAtLeastDays} days of keepAtLeastDays`;
      context.addIssue({ code: 'custom', path: ['olderThanDays'], message });
    }
  });

function orderOf(given: z.output<typeof params>): DeletionOrder {
  const { directory, patterns, olderThanDays, maxShare, owners, maxFiles } = given;
  return {
    rules: [{ directory, patterns, olderThanDays, maxShare }],
    owners,
    maxFiles,
    emptyFolders: false,
    logs: true,
  };
}

export const task = defineTask({
  id: 'logs.purge-old',
  title: { ja: '古いログ削除', en: 'Delete old logs' },
  description: {
    ja: 'ローテーション済みの古いログを削除します (番号付き app.log.3.gz と日付付き app.log-20240101.gz のどちらも)。まず logrotate の maxage を考えてください: 設定一行で済みます。使用中のログに当てはまる patterns (名前が .log で終わる、logrotate の設定が現在のログとして挙げている、プロセスが書き込んでいる、一日以内に書かれた) では何も行いません。開かれているファイル、ハードリンクのあるファイル、owners にないユーザーのファイルは残し、シンボリックリンクはたどりません。削除は元に戻せません。',
    en: 'Deletes old logs that have been rotated, under a number (app.log.3.gz) or a date (app.log-20240101.gz). Think of maxage of logrotate first: it is one line of configuration. Nothing is done with a pattern that fits a log in use: one that ends in .log, that a configuration of logrotate names as current, that a process has open for writing, or that was written within a day. Files that are open, that have another hard link, or whose owner is not among `owners` stay; no symbolic link is followed. Deletion cannot be undone.',
  },
  sources: ['logrotate.conf(5) maxage, dateext', 'find(1) -mmin, -delete', 'proc(5) /proc/pid/fd'],
  params,
  ...deletionTask(orderOf),
});
