import { readingMessages } from './reading-messages.ts';

export const bruteforceMessages = {
  ...readingMessages,
  success: {
    ja: '{address} から {path} へのログインが {failures} 回失敗した後に成功しています({successAt}、同様の接続元は {addresses} 個)。パスワードが破られた可能性があります',
    en: '{address} logged in at {path} after {failures} failures ({successAt}; {addresses, plural, one {# such address} other {# such addresses}}): a password may have been guessed',
  },
  spraying: {
    ja: '{path} のログイン失敗が 1 時間以内に {limit} 個以上の接続元に広がっています({sprayedAt}、{fromAt} 以降の接続元は {addresses} 個、失敗は {failures} 回): 分散型の攻撃の疑い',
    en: 'Within an hour {limit} or more addresses failed to log in at {path} ({sprayedAt}; {failures} failures from {addresses} addresses since {fromAt}): a distributed attack',
  },
  address: {
    ja: '{addresses} 個の接続元が {path} のログインに 10 分間で {limit} 回を超えて失敗しています(最多は {address}: {failures} 回、{fromAt} 以降)',
    en: '{addresses, plural, one {# address} other {# addresses}} failed more than {limit} times within 10 minutes to log in at {path} (most: {address}, {failures} failures since {fromAt})',
  },
  account: {
    ja: '{accounts} 個のアカウントで、{path} のログイン失敗が 10 分間に {limit} 回を超えています(最多は {failures} 回、{fromAt} 以降)',
    en: '{accounts, plural, one {# account} other {# accounts}} had more than {limit} failed logins within 10 minutes at {path} (at most {failures} since {fromAt})',
  },
  total: {
    ja: '{path} のログイン失敗が 1 時間に {perHour} 回あり(上限 {limit} 回)、{peakAt} からが最多です({fromAt} 以降の合計 {failures} 回、接続元 {addresses} 個)',
    en: '{path} had {perHour} failed logins within an hour from {peakAt} on (limit {limit}; {failures} from {addresses, plural, one {# address} other {# addresses}} since {fromAt})',
  },
  'ssh-success': {
    ja: '{address} から SSH のパスワードログインが {failures} 回失敗した後に成功しています',
    en: '{address} logged in by SSH with a password after {failures} failures',
  },
  'ssh-failures': {
    ja: 'SSH のログイン失敗は {fromAt} 以降 {failures} 回、接続元 {addresses} 個です(fail2ban: {fail2ban})',
    en: '{failures} failed SSH logins from {addresses, plural, one {# address} other {# addresses}} since {fromAt} (fail2ban: {fail2ban})',
  },
  'ssh-absent': {
    ja: 'journald がないため、SSH のログイン失敗は調べていません(fail2ban: {fail2ban})',
    en: 'There is no journal, so failed SSH logins are not looked at (fail2ban: {fail2ban})',
  },
  'ssh-denied': {
    ja: 'ジャーナルを読む権限がないため、SSH のログイン失敗を調べられません',
    en: 'The journal cannot be read, so failed SSH logins are not known',
  },
  'remedy-success': {
    ja: 'まず本人に確かめ、違えばそのアカウントのセッションを切りパスワードを変える。ログ: sudo grep -F {address} {log}',
    en: 'Ask the person first; if it was not them, end the sessions of the account and change its password. The log: sudo grep -F {address} {log}',
  },
  'remedy-ban': {
    ja: '遮断の案(実行前に、自社・監視・ロードバランサー・GitHub ランナーのアドレスでないことを必ず確かめる。ignoredAddresses も参照): sudo fail2ban-client set <jail> banip {address}、なければ sudo ufw insert 1 deny from {address}。解除: sudo fail2ban-client set <jail> unbanip {address}、sudo ufw delete deny from {address}',
    en: 'Proposed (first make sure that it is not your office, monitoring, load balancer or runner; see `ignoredAddresses`): sudo fail2ban-client set <jail> banip {address}, or without it sudo ufw insert 1 deny from {address}. To undo: sudo fail2ban-client set <jail> unbanip {address}, sudo ufw delete deny from {address}',
  },
  'remedy-limit': {
    ja: '接続元ごとの遮断では止まりません。nginx の limit_req でログインの頻度を制限し、アプリ側のロックアウトと二要素認証を確かめてください: sudo nginx -T | grep limit_req',
    en: 'Banning single addresses will not stop this. Limit logins with limit_req in nginx, and see that the application locks accounts and asks for a second factor: sudo nginx -T | grep limit_req',
  },
  'remedy-ssh': {
    ja: '本人に確かめ、違えばセッションを切りパスワードを変える: sudo journalctl -u ssh -g {address}。鍵だけにするには sshd_config で PasswordAuthentication no',
    en: 'Ask the person; if it was not them, end the session and change the password: sudo journalctl -u ssh -g {address}. Keys only: PasswordAuthentication no in sshd_config',
  },
  'remedy-ssh-denied': {
    ja: '接続ユーザーを systemd-journal グループ(または adm)に入れる: sudo usermod -aG systemd-journal "$USER"。調べないならランブックに ssh: false',
    en: 'Put the login user into the group systemd-journal (or adm): sudo usermod -aG systemd-journal "$USER". Or set ssh: false in the runbook',
  },
} as const;
