export const listenersMessages = {
  unexpected: {
    ja: '想定外の待ち受けが外に開いています: {service}({addresses}、プロセス: {process})',
    en: 'Something unexpected listens to the outside: {service} ({addresses}, process: {process})',
  },
  'unexpected-six': {
    ja: '想定外の待ち受けが IPv6 だけで外に開いています: {service}({addresses}、プロセス: {process})',
    en: 'Something unexpected listens to the outside, on IPv6 only: {service} ({addresses}, process: {process})',
  },
  'remedy-unexpected': {
    ja: '何かを調べる: sudo ss {protocol, select, udp {-ulnp} other {-tlnp}} "sport = :{port}"、sudo systemctl status <PID>。正しいものならランブックの expected に書いてください',
    en: 'Find out what it is: sudo ss {protocol, select, udp {-ulnp} other {-tlnp}} "sport = :{port}", sudo systemctl status <PID>. If it belongs there, add it to `expected` in the runbook',
  },
  exposed: {
    ja: '{service} はループバックだけのはずですが、外に開いています({addresses}、プロセス: {process})',
    en: '{service} belongs on the loopback only and listens to the outside ({addresses}, process: {process})',
  },
  'remedy-exposed': {
    ja: '待ち受けを 127.0.0.1 に変える(gunicorn は --bind 127.0.0.1:{port}、PostgreSQL は listen_addresses)。変更は作業枠で行ってください',
    en: 'Bind it to 127.0.0.1 (gunicorn: --bind 127.0.0.1:{port}, PostgreSQL: listen_addresses). Do it in a window',
  },
  'wrong-process': {
    ja: '{service} で待ち受けているのは {expected} ではなく {process} です',
    en: '{service} is held by {process} instead of {expected}',
  },
  missing: {
    ja: '{service} で何も待ち受けていません',
    en: 'Nothing listens on {service}',
  },
  'only-loopback': {
    ja: '{service} はループバックでしか待ち受けておらず、外から接続できません',
    en: '{service} listens on the loopback only: nobody outside can connect',
  },
  'remedy-only-loopback': {
    ja: '待ち受けの設定を確かめてください。それで正しいなら expected に loopback: true を書きます',
    en: 'Look at the configured address. If it is right, write loopback: true in `expected`',
  },
  'missing-process': {
    ja: '{service} で {expected} が待ち受けていません',
    en: '{expected} does not listen on {service}',
  },
  'remedy-missing': {
    ja: 'サービスの状態を確かめる: systemctl --failed、journalctl -p err -b。このホストにないサービスなら expected から外してください',
    en: 'Look at the services: systemctl --failed, journalctl -p err -b. If this host has no such service, take it out of `expected`',
  },
  'six-only': {
    ja: '{service} は IPv6 だけで待ち受けています。IPv4 の利用者は接続できません',
    en: '{service} listens on IPv6 only: clients with IPv4 cannot connect',
  },
  'remedy-six-only': {
    ja: '設定に IPv4 の待ち受けを加える(nginx なら listen {port}; と listen [::]:{port}; の両方)',
    en: 'Add the IPv4 side to its configuration (nginx: both listen {port}; and listen [::]:{port};)',
  },
  new: {
    ja: '前回の記録にない待ち受けがあります: {service}({addresses}、プロセス: {process})',
    en: 'This did not listen at the last record: {service} ({addresses}, process: {process})',
  },
  'no-processes': {
    ja: '権限がないためプロセス名が分かりません。ポートだけで判定しました',
    en: 'Without the right to see them, the processes are not known; the ports alone were judged',
  },
  'remedy-no-processes': {
    ja: '必要な sudo の規則を出力して設置する: teiki sudoers',
    en: 'Print the sudo rules that are needed, and install them: teiki sudoers',
  },
  'peers-new': {
    ja: '前回までの記録にない接続先: {peers}',
    en: 'The host is connected to peers that no earlier record has: {peers}',
  },
  'peers-unexpected': {
    ja: '想定外の接続先があります: {peers}',
    en: 'The host is connected to peers that nobody expects: {peers}',
  },
  'remedy-peers': {
    ja: 'どのプロセスかを調べる: sudo ss -tnp state established。正しい接続先なら peers に書いてください',
    en: 'Find the process: sudo ss -tnp state established. If the peer is right, add it to `peers`',
  },
} as const;
