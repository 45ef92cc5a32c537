import type { Messages } from '../core/message.ts';

/** What `teiki doctor` finds; `<id>-remedy` takes the same arguments. */
export const doctorMessages = {
  'doctor/example-address': {
    ja: '{address} は例示用のアドレスで、どこにもつながりません',
    en: '{address} is an address from documentation: it leads nowhere',
  },
  'doctor/example-address-remedy': {
    ja: 'fleet.yml の {host} に実際の address を書き、teiki hostkeys --host {host} でホスト鍵を登録してください',
    en: 'Write the real address of {host} in fleet.yml and pin its key: teiki hostkeys --host {host}',
  },
  'doctor/no-shell': {
    ja: '{user} のログインシェルがスクリプトを実行しません(終了コード {exitStatus})',
    en: 'The login shell of {user} does not run the script (exit status {exitStatus})',
  },
  'doctor/no-shell-remedy': {
    ja: 'ホストで設定する: sudo usermod --shell /bin/sh {user}。起動ファイル(.bashrc など)が exit していないか、sshd の ForceCommand も確かめてください',
    en: 'On the host: sudo usermod --shell /bin/sh {user}. See also that no start-up file (.bashrc) exits and that sshd has no ForceCommand',
  },
  'doctor/missing-tool': {
    ja: '{tool} がありません({steps} で必要)',
    en: '{tool} is missing ({steps})',
  },
  'doctor/missing-tool-remedy': {
    ja: '{tool} を含むパッケージを入れてください。探すには: apt-file search bin/{tool}、dnf provides "*/bin/{tool}"',
    en: 'Install the package that has it. To find it: apt-file search bin/{tool}, dnf provides "*/bin/{tool}"',
  },
  'doctor/no-sudo': {
    ja: 'sudo がありません({steps} で必要)',
    en: 'sudo is missing ({steps})',
  },
  'doctor/no-sudo-remedy': {
    ja: 'sudo を入れ、teiki sudoers --host {host} の規則を置いてください',
    en: 'Install sudo and put the rules of teiki sudoers --host {host} in place',
  },
  'doctor/sudo-denied': {
    ja: 'sudo で {command} を実行できません({steps} で必要)',
    en: 'sudo does not allow {command} ({steps})',
  },
  'doctor/sudo-denied-remedy': {
    ja: 'teiki sudoers --host {host} の出力を visudo -c -f で確かめ、ホストの /etc/sudoers.d/teiki に置いてください(root 所有、0440)',
    en: 'Check the output of teiki sudoers --host {host} with visudo -c -f and put it into /etc/sudoers.d/teiki on the host (owner root, mode 0440)',
  },
  'doctor/sudo-spared': {
    ja: 'sudo で {command} は実行できませんが、{user} が直接読めるので足ります({steps})',
    en: 'sudo does not allow {command}, but {user} can read it without ({steps})',
  },
  'doctor/sudo-no-program': {
    ja: '{program} がありません({steps} で sudo により実行)',
    en: '{program} is missing; it is run through sudo ({steps})',
  },
  'doctor/sudo-no-program-remedy': {
    ja: '{program} を含むパッケージを入れ、場所を確かめてください: command -v で見えるパスと規則のパスは同じでなければなりません',
    en: 'Install the package that has {program}, and see that it is at this very path: a sudo rule names the path',
  },
  'doctor/sudo-password': {
    ja: 'sudo が {command} にパスワードを求めます({steps} で必要)',
    en: 'sudo asks for a password for {command} ({steps})',
  },
  'doctor/sudo-password-remedy': {
    ja: 'teiki sudoers --host {host} の NOPASSWD の規則が最後に効くように置いてください(sudo は最後に一致した規則を使います)',
    en: 'Let the NOPASSWD rules of teiki sudoers --host {host} come last: sudo takes the last rule that matches',
  },
  'doctor/sudo-broad': {
    ja: '{user} の sudo の権限が広すぎます: パスワードなしで {command} を実行できます',
    en: 'The sudo rights of {user} are too wide: {command} without a password',
  },
  'doctor/sudo-broad-remedy': {
    ja: 'その規則を消し、teiki sudoers --host {host} の規則だけを置いてください。この鍵を持つ者は誰でも root になれます',
    en: 'Remove that rule and keep those of teiki sudoers --host {host} alone: whoever has the key is root',
  },
  'doctor/sudo-unneeded': {
    ja: 'どのランブックも使わない sudo の規則があります: {command}',
    en: 'A sudo rule that no runbook needs: {command}',
  },
  'doctor/helper-missing': {
    ja: 'root の補助スクリプト {path} がありません({steps} で必要)',
    en: 'The root helper {path} is not installed ({steps})',
  },
  'doctor/helper-missing-remedy': {
    ja: 'teiki sudoers --helpers --host {host} の出力を読んでから、ホストで root として実行してください(sh)',
    en: 'Read the output of teiki sudoers --helpers --host {host}, then run it with sh as root on the host',
  },
  'doctor/helper-changed': {
    ja: 'root の補助スクリプト {path} の中身が変えられています({steps} が root で実行)',
    en: 'The root helper {path} is not the text that it was installed with; root runs it ({steps})',
  },
  'doctor/helper-changed-remedy': {
    ja: '誰が変えたかを調べ(ls -l --time-style=full-iso {path})、teiki sudoers --helpers --host {host} の出力をホストで root として実行し、入れ直してください',
    en: 'Find out who changed it (ls -l --time-style=full-iso {path}), then install it again: the output of teiki sudoers --helpers --host {host}, run with sh as root on the host',
  },
  'doctor/helper-unread': {
    ja: 'root の補助スクリプト {path} を確かめられません({steps} で必要): 読めないか、sha256sum がありません',
    en: 'The root helper {path} cannot be verified ({steps}): it is not readable, or there is no sha256sum',
  },
  'doctor/helper-unread-remedy': {
    ja: 'ホストで: sudo chmod 0755 {folder} {path}; command -v sha256sum',
    en: 'On the host: sudo chmod 0755 {folder} {path}; command -v sha256sum',
  },
  'doctor/helper-rights': {
    ja: 'root の補助スクリプト {path} は root:root の 0755 であるべきです(今は {owner} の {mode})',
    en: 'The root helper {path} should be of root:root with mode 0755, and is of {owner} with {mode}',
  },
  'doctor/helper-rights-remedy': {
    ja: 'ホストで: sudo chown root:root {path} && sudo chmod 0755 {path}',
    en: 'On the host: sudo chown root:root {path} && sudo chmod 0755 {path}',
  },
  'doctor/helper-folder': {
    ja: 'フォルダ {path} に root 以外が書けるので、その下の補助スクリプトをすり替えられます({owner}、{mode})',
    en: 'Others than root can write to {path} and so replace the root helpers below it ({owner}, {mode})',
  },
  'doctor/helper-folder-remedy': {
    ja: 'ホストで: sudo chown root {path} && sudo chmod go-w {path}',
    en: 'On the host: sudo chown root {path} && sudo chmod go-w {path}',
  },
  'doctor/helper-stale': {
    ja: 'どのランブックも使わない補助スクリプトが残っています: {path}',
    en: 'A root helper that no runbook needs, perhaps an older one: {path}',
  },
  'doctor/helper-stale-remedy': {
    ja: 'ホストで消せます: sudo rm {path}',
    en: 'It can be removed on the host: sudo rm {path}',
  },
  'doctor/root-login': {
    ja: 'root でログインしています。確認のほとんどに root は要りません',
    en: 'The login user is root, which hardly any check needs',
  },
  'doctor/root-login-remedy': {
    ja: '専用のユーザー(mks-maint など)を作り、fleet.yml の user に書き、teiki sudoers の規則を置いてください',
    en: 'Make a user for it (mks-maint), name it as `user` in fleet.yml, and give it the rules of teiki sudoers',
  },
  'doctor/group': {
    ja: '{user} がグループ {group} に入っていません({reads} を読む: {steps})',
    en: '{user} is not in the group {group}, which may read {reads} ({steps})',
  },
  'doctor/group-remedy': {
    ja: '読めないと報告されたら、sudo ではなくグループで許す: sudo usermod -aG {group} {user}',
    en: 'If it is reported as unreadable, let the group read rather than sudo: sudo usermod -aG {group} {user}',
  },
  'doctor/cron-twice': {
    ja: '{file} の {line} 行目の {command} は、ランブックが引き継いだ作業です。このままでは二重に実行されます: {steps}',
    en: 'Line {line} of {file} still runs {command}, which a runbook now does as well: it is done twice ({steps})',
  },
  'doctor/cron-twice-remedy': {
    ja: 'どちらか一方にする。ホストで行をコメントにする: sudo sed -i "{line}s/^/# teiki: /" {file}。まだ引き継がないなら、ランブック {runbooks} に enabled: false と書く',
    en: 'Keep one of the two. Comment the line out on the host: sudo sed -i "{line}s/^/# teiki: /" {file}; or, if it is to stay, write enabled: false in the runbook {runbooks}',
  },
  'doctor/cron-own-remedy': {
    ja: 'ホストで、このユーザーとして crontab -e を開き、{line} 行目をコメントにする。まだ引き継がないなら、ランブック {runbooks} に enabled: false と書く',
    en: 'On the host, as this user: crontab -e, and comment line {line} out; or, if it is to stay, write enabled: false in the runbook {runbooks}',
  },
  'doctor/cron-planned': {
    ja: '{file} の {line} 行目の {command} は、ランブックの作業と同じです。ランブックは計画を示すだけなので、まだ二重にはなりません: {steps}',
    en: 'Line {line} of {file} runs {command}, which a runbook only plans so far ({steps})',
  },
  'doctor/cron-planned-remedy': {
    ja: '手順に apply: true と書くときに、ホストで行をコメントにする: sudo sed -i "{line}s/^/# teiki: /" {file}',
    en: 'When the step gets apply: true, comment the line out on the host: sudo sed -i "{line}s/^/# teiki: /" {file}',
  },
  'doctor/cron-looked': {
    ja: '{file} の {line} 行目の {command} は、ランブックの確認と同じです。害はありませんが、もう要りません: {steps}',
    en: 'Line {line} of {file} runs {command}, which the checks of a runbook have taken over ({steps}); twice does no harm',
  },
  'doctor/cron-looked-remedy': {
    ja: 'ランブックの記録を確かめてから、ホストで行をコメントにする: sudo sed -i "{line}s/^/# teiki: /" {file}',
    en: 'Once there are records of the runbook, comment the line out on the host: sudo sed -i "{line}s/^/# teiki: /" {file}',
  },
  'doctor/cron-waiting': {
    ja: '{file} の {line} 行目の {command} は、無効 (enabled: false) のランブックの作業と同じです: {steps}',
    en: 'Line {line} of {file} runs {command}, which a runbook that is not enabled would do ({steps})',
  },
  'doctor/cron-waiting-remedy': {
    ja: 'ランブック {runbooks} を有効にするときに、ホストで行をコメントにする: sudo sed -i "{line}s/^/# teiki: /" {file}',
    en: 'When the runbook {runbooks} is enabled, comment the line out on the host: sudo sed -i "{line}s/^/# teiki: /" {file}',
  },
  'doctor/cron-unread': {
    ja: '読めない crontab やスクリプトがあり、二重に実行される作業がないかを確かめられません: {paths}',
    en: 'Crontabs or scripts are not readable, so nobody knows whether they do what a runbook does: {paths}',
  },
  'doctor/cron-unread-remedy': {
    ja: 'ホストで見る: sudo grep -rn . {paths}',
    en: 'See on the host: sudo grep -rn . {paths}',
  },
  'doctor/clock': {
    ja: '時計が {seconds} 秒{direction, select, ahead {進んで} other {遅れて}}います',
    en: 'The clock is {seconds} s {direction, select, ahead {ahead} other {behind}}',
  },
  'doctor/clock-remedy': {
    ja: '時刻同期を確かめる: timedatectl; chronyc tracking。ずれた時計では、バックアップや証明書の古さを誤って判定します',
    en: 'See to its synchronisation: timedatectl; chronyc tracking. With a wrong clock the age of backups and certificates is misjudged',
  },
  'doctor/tunnel': {
    ja: 'ホストから {target} に接続できません({detail}): {steps}',
    en: 'The host cannot connect to {target} ({detail}): {steps}',
  },
  'doctor/tunnel-remedy': {
    ja: 'ホストで {target} が待ち受けているか確かめる: ss -ltn',
    en: 'See on the host whether {target} is listening: ss -ltn',
  },
  'doctor/forwarding': {
    ja: 'sshd が {target} への転送を許していません: {steps}',
    en: 'sshd does not allow forwarding to {target}: {steps}',
  },
  'doctor/forwarding-remedy': {
    ja: 'sshd_config に「Match User {user}」「AllowTcpForwarding local」「PermitOpen {target}」を加えてください',
    en: 'Add to sshd_config: "Match User {user}", "AllowTcpForwarding local", "PermitOpen {target}"',
  },
  'doctor/sql-monitor': {
    ja: 'PostgreSQL のロール {role} が pg_monitor のメンバーではありません: {steps}',
    en: 'The PostgreSQL role {role} is not a member of pg_monitor: {steps}',
  },
  'doctor/sql-monitor-remedy': {
    ja: 'teiki roles の SQL を管理者として実行してください',
    en: 'Run the SQL of teiki roles as an administrator',
  },
  'doctor/sql-broad': {
    ja: 'PostgreSQL のロール {role} の権限が広すぎます: {attributes}',
    en: 'The PostgreSQL role {role} may do too much: {attributes}',
  },
  'doctor/sql-broad-remedy': {
    ja: '専用のロールを作ってください: teiki roles。または管理者として: ALTER ROLE "{role}" NOSUPERUSER NOCREATEROLE NOBYPASSRLS NOREPLICATION;',
    en: 'Make a role of its own: teiki roles. Or as an administrator: ALTER ROLE "{role}" NOSUPERUSER NOCREATEROLE NOBYPASSRLS NOREPLICATION;',
  },
  'doctor/sql-maintain': {
    ja: 'PostgreSQL のロール {role} は {database} の {tables} 表のうち {denied} 表を VACUUM できません: {steps}',
    en: 'The PostgreSQL role {role} may not vacuum {denied} of {tables} tables in {database}: {steps}',
  },
  'doctor/sql-maintain-remedy': {
    ja: 'teiki roles の SQL を管理者として実行してください(PostgreSQL 17 以降は MAINTAIN、それより前は所有者ロールのメンバー)',
    en: 'Run the SQL of teiki roles as an administrator (MAINTAIN from PostgreSQL 17 on, before that membership of the owner)',
  },
} as const satisfies Messages;

export type DoctorMessageId = keyof typeof doctorMessages;
