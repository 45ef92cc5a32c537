/** What is said about a backup folder, whatever the check. */
export const folderMessages = {
  missing: {
    ja: 'バックアップのフォルダー {directory} がありません(パスの誤りか、マウントされていません)',
    en: 'There is no folder {directory}: the path is wrong or nothing is mounted there',
  },
  'not-a-folder': {
    ja: '{directory} はフォルダーではありません',
    en: '{directory} is not a folder',
  },
  unreadable: {
    ja: 'バックアップのフォルダー {directory} を読む権限がありません',
    en: 'The folder {directory} may not be read by the maintenance user',
  },
  'remedy-missing': {
    ja: 'ホストで確かめる: ls -ld {directory}; findmnt -T {directory}。場所が違うなら手順書の directory を直してください',
    en: 'Look on the host: ls -ld {directory}; findmnt -T {directory}. If backups are elsewhere, correct `directory` in the runbook',
  },
  'remedy-unreadable': {
    ja: 'グループに読み取りを許す: sudo chgrp mks-maint {directory} && sudo chmod g+rx {directory}(mks-maint は保守ユーザーのグループ)',
    en: 'Let its group read: sudo chgrp mks-maint {directory} && sudo chmod g+rx {directory} (mks-maint being the group of the maintenance user)',
  },
  'remedy-closed': {
    ja: 'グループに読み取りを許す: sudo chgrp -R mks-maint {path} && sudo chmod -R g+rX {path}。次回分はバックアップのスクリプトで umask 027 とグループを設定してください',
    en: 'Let the group read: sudo chgrp -R mks-maint {path} && sudo chmod -R g+rX {path}. For the next ones, set umask 027 and the group in the backup script',
  },
} as const;
