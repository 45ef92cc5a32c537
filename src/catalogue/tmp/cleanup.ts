import { z } from 'zod';
import { defineTask } from '../define-task.ts';
import {
  type DeletionOrder,
  directory,
  guardFields,
  notWithin,
  quarantine,
  ruleFields,
  within,
} from '../deletion/order.ts';
import { deletionTask } from '../deletion/task.ts';

const params = z
  .strictObject({
    rules: z
      .array(z.strictObject(ruleFields))
      .min(1)
      .max(50)
      .default([
        { directory: '/tmp', pattern: 'mks_*', olderThanDays: 7 },
        { directory: '/var/tmp', pattern: 'mks_*', olderThanDays: 30 },
        { directory: '/opt/mks/uploads/temp', pattern: '*', olderThanDays: 1 },
        { directory: '/opt/mks/sessions', pattern: 'sess_*', olderThanDays: 30 },
      ])
      .describe('Which files go. The first rule that fits a file is the one that counts'),
    within: z
      .array(directory)
      .default(['/tmp', '/var/tmp', '/opt/mks'])
      .describe('Trees in which folders may be cleaned at all'),
    ...guardFields(['mks']),
    emptyFolders: z
      .boolean()
      .default(false)
      .describe('Removes empty folders of that name and age too, never the folder itself'),
    quarantine,
  })
  .superRefine((given, context) => {
    given.rules.forEach((rule, index) => {
      const message = notWithin(given.within, rule.directory);
      const path = ['rules', index, 'directory'];
      if (message) context.addIssue({ code: 'custom', path, message });
    });
    if (given.quarantine && given.owners.includes('root')) {
      const message = 'Expected owners without root where files are moved to a quarantine';
      context.addIssue({ code: 'custom', path: ['owners'], message });
    }
    const { quarantine: hold } = given;
    if (hold && given.rules.some((rule) => within([rule.directory], hold.folder))) {
      const message = 'Expected a folder that is in none of the folders to clean';
      context.addIssue({ code: 'custom', path: ['quarantine', 'folder'], message });
    }
  });

function orderOf(given: z.output<typeof params>): DeletionOrder {
  const { rules, owners, maxFiles, maxShare, emptyFolders, quarantine } = given;
  return {
    rules: rules.map((rule) => ({
      directory: rule.directory,
      patterns: [rule.pattern],
      olderThanDays: rule.olderThanDays,
      maxShare: rule.maxShare ?? maxShare,
    })),
    owners,
    maxFiles,
    emptyFolders,
    logs: false,
    ...(quarantine && { quarantine }),
  };
}

export const task = defineTask({
  id: 'tmp.cleanup',
  title: { ja: '一時ファイルクリーンアップ', en: 'Clean up temporary files' },
  description: {
    ja: '決めたフォルダから、名前と古さの合うファイルを削除します。古さは最後に書かれてからの 24 時間単位です (find -mmin +N×1440。find -mtime +7 は 8 日以上を意味します)。シンボリックリンクはたどらず、別のファイルシステムへ移らず、開かれているファイル、ハードリンクのあるファイル、owners にないユーザーのファイルは残し、所有者の権限で削除します。フォルダがシンボリックリンクのとき、件数や割合が上限を超えるときは何も行いません。systemd のサービスの私用フォルダ (PrivateTmp) には触れません。削除は元に戻せませんが、quarantine を書くと同じファイルシステムのフォルダへ移し、失敗したときは戻します。何を削除してよいかは root のヘルパーに書き込まれるので、規則を変えたら teiki sudoers --helpers を入れ直してください。',
    en: 'Deletes files of given names and ages from given folders. Ages are in times of 24 hours since the last writing, as of find -mmin +N×1440 (find -mtime +7 would mean 8 days and more). It follows no symbolic link and stays on one file system; files that are open, that have another hard link, or whose owner is not among `owners` stay; each file is deleted with the rights of its owner. Nothing is done where a folder is a symbolic link, or where more files or a larger share of a folder would go than allowed. The private folders of services (PrivateTmp of systemd) are left alone. Deletion cannot be undone; with `quarantine` files are moved to a folder on the same file system instead, and back when something fails. What may be deleted is written into the root helper: after a change of the rules, install what teiki sudoers --helpers prints.',
  },
  sources: [
    'find(1) -mmin, -delete, -execdir; "SECURITY CONSIDERATIONS" of the findutils manual',
    'tmpfiles.d(5)',
    'systemd.exec(5) PrivateTmp=',
    'proc(5) /proc/pid/fd',
  ],
  params,
  ...deletionTask(orderOf),
});
