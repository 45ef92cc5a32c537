import type { Messages } from '../../core/message.ts';

export const restartMessages = {
  service: {
    ja: '{unit} は、更新で置き換えられる前のファイルのまま動いています',
    en: '{unit} still runs files that an update has replaced',
  },
  'remedy-service': {
    ja: '作業枠で再起動してください (system.restart-services の手順でもできます): systemctl restart {unit}',
    en: 'Restart it in a window, by a step of system.restart-services or with: systemctl restart {unit}',
  },
  'remedy-manager': {
    ja: 'systemd 自身です。サービスを止めずに入れ替わります: systemctl daemon-reexec',
    en: 'This is systemd itself; it is replaced without stopping a service: systemctl daemon-reexec',
  },
  'remedy-with-reboot': {
    ja: '単独で再起動するとログインやほかのサービスが切れるので、次にホストを再起動するときに入れ替えてください',
    en: 'Restarted alone it takes sessions and other services with it: leave it to the next reboot of the host',
  },
  process: {
    ja: 'systemd のユニットに属さないプロセス {name} が、更新前のファイルのまま動いています',
    en: 'The process {name}, which belongs to no unit, still runs files that an update has replaced',
  },
  'remedy-process': {
    ja: '何が起動したかを調べ、起動し直してください: ps -o pid,ppid,user,lstart,args -C {name}',
    en: 'Find out what has started it, and start it anew: ps -o pid,ppid,user,lstart,args -C {name}',
  },
  sessions: {
    ja: '{count, plural, other {# 個}}のログイン中のセッションが更新前のファイルを使っています (ログアウトで終わります)',
    en: '{count, plural, one {# session} other {# sessions}} of people still run replaced files, which ends when they log out',
  },
  'no-way': {
    ja: '再起動が必要なサービスを調べる手段がありません (ヘルパー {helper} も needrestart もない)',
    en: 'There is no way to see which services need a restart: neither the helper {helper} nor needrestart is installed',
  },
  'remedy-no-way': {
    ja: 'teiki sudoers --helpers の出力を root で実行するか、needrestart を入れてください: apt-get install needrestart',
    en: 'Run the output of teiki sudoers --helpers as root, or install needrestart: apt-get install needrestart',
  },
  'reboot-kernel': {
    ja: '新しいカーネル {installed} が入っていますが、{running} で動いています',
    en: 'The kernel {installed} is installed, but {running} is running',
  },
  'reboot-build': {
    ja: 'カーネル {running} は新しいビルド ({installed}) に更新されていますが、動いているのは前のビルドです',
    en: 'The kernel {running} has been updated in place ({installed}), and the former build is running',
  },
  'reboot-required': {
    ja: 'ホストの再起動が求められています ({packages})',
    en: 'A reboot is asked for ({packages})',
  },
  microcode: {
    ja: 'CPU の新しいマイクロコードが入っていますが、まだ読み込まれていません',
    en: 'Newer microcode for the CPU is installed, but not loaded',
  },
  'remedy-reboot': {
    ja: 'レベル3の作業枠で再起動してください: systemctl reboot',
    en: 'Reboot in a window of level 3: systemctl reboot',
  },
  'kernel-unknown': {
    ja: '動いているカーネル {running} が最新かどうか分かりません (/boot にあるもの: {installed})',
    en: 'Whether the running kernel {running} is the newest is not known (in /boot: {installed})',
  },
  'remedy-kernel-unknown': {
    ja: '動いているカーネルと入っているカーネルを見比べてください: uname -a; ls -l /boot/vmlinuz-*',
    en: 'Compare the running kernel with the installed ones: uname -a; ls -l /boot/vmlinuz-*',
  },
  'no-kernel': {
    ja: 'このホストにはカーネルが入っていません (コンテナなど)。カーネル {running} の更新は提供元の仕事です',
    en: 'No kernel is installed on this host (a container, say): {running} is for its provider to update',
  },
} as const satisfies Messages;

export type RestartMessage = keyof typeof restartMessages;
