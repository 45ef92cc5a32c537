import type { Messages } from '../core/message.ts';

export const reviewMessages = {
  'review/title': { ja: 'メンテナンスの変更点', en: 'What this changes in the maintenance' },
  'review/nothing': {
    ja: 'このプルリクエストは、メンテナンスの動作を何も変えません。',
    en: 'This pull request changes nothing that the maintenance does.',
  },
  'review/broken': {
    ja: '設定に{count, plural, other { # 件の誤り}}があるため、変更点を示せません。直して push してください。',
    en: 'There {count, plural, one {is # error} other {are # errors}} in the configuration, so what it changes cannot be told. Mend it and push again.',
  },
  'review/not-run': {
    ja: 'このプルリクエストの内容は、まだどのホストでも実行されていません。',
    en: 'Nothing of this pull request has been run on any host.',
  },
  'review/risks': { ja: '安全装置を弱める変更', en: 'Changes that weaken a safeguard' },
  'review/risks-open': {
    ja: 'このままでは通りません。意図した変更なら、書き込み権限のある人がラベル {label} を付けてください。そうでなければ元に戻してください。',
    en: 'This check fails as it is. If they are meant, somebody with write permission puts the label {label} on the pull request; otherwise take them back.',
  },
  'review/risks-approved': {
    ja: 'ラベル {label} を {by} さんが付けたため、通します。',
    en: 'Approved by the label {label}, set by {by}.',
  },
  'review/label-stale': {
    ja: 'ラベル {label} は、いまの変更を見る前に付けられたものです。いったん外して、付け直してください。',
    en: 'The label {label} was set before these changes were there: take it off and set it again.',
  },
  'review/label-author': {
    ja: '{by} さんはこのプルリクエストの作成者なので、ラベル {label} では通せません (fourEyes: true)。ほかの人が付けてください。',
    en: '{by} has opened this pull request, so the label {label} has to be set by somebody else (fourEyes: true).',
  },
  'review/label-permission': {
    ja: '{by} さんには書き込み権限がないため、ラベル {label} では通せません。',
    en: '{by} has no write permission, so the label {label} does not count.',
  },
  'review/label-unknown': {
    ja: 'だれがラベル {label} を付けたかを確かめられませんでした: {detail}',
    en: 'Nobody knows who has set the label {label}: {detail}',
  },
  'review/risk-base': {
    ja: '変更前の設定に誤りがあり、安全装置が弱まったかどうかを比べられません',
    en: 'The configuration before the change has errors, so its safeguards cannot be compared',
  },
  'review/risk-weaker': {
    ja: '{key} が {before} から {after} に緩められます',
    en: '{key} is loosened from {before} to {after}',
  },
  'review/risk-removed': {
    ja: '{key} がなくなります (今は {before})',
    en: '{key} is removed (it is {before} now)',
  },
  'review/risk-freeze': {
    ja: '凍結期間 {from}〜{to} ({reason}) が外れるか短くなります',
    en: 'The freeze of {from} to {to} ({reason}) is taken away or shortened',
  },
  'review/risk-exclusion': {
    ja: '{host} を除外する期間 {from}〜{to} ({reason}) が外れるか短くなります',
    en: 'The exclusion of {host} from {from} to {to} ({reason}) is taken away or shortened',
  },
  'review/risk-known-hosts': {
    ja: 'known_hosts に書かれたホスト鍵が変わります。ホスト側の指紋と見比べてください',
    en: 'Host keys in known_hosts change: compare the fingerprints with the hosts themselves',
  },
  'review/risk-host-key': {
    ja: '{host} のホスト鍵が変わります。ホスト側の指紋と見比べてください',
    en: 'The host key of {host} changes: compare the fingerprint with the host itself',
  },
  'review/risk-root': {
    ja: '{host} に root でログインするようになります',
    en: 'The login user of {host} becomes root',
  },
  'review/risk-level': {
    ja: '{runbook} のレベルが {before} から {after} に下がり、必要な予告や承認が減ります',
    en: 'The level of {runbook} falls from {before} to {after}, which asks for less notice and approval',
  },
  'review/risk-rarer': {
    ja: '{runbook} の確認が {before} ごとから {after} ごとに減ります',
    en: 'The checks of {runbook} come every {after} and no more every {before}',
  },
  'review/risk-apply': {
    ja: '{runbook} の {step} が、レベル 2 以上の変更を予定どおりに自動で行うようになります (apply: true)',
    en: 'Scheduled runs of {runbook} begin to carry out {step}, at level 2 or above (apply: true)',
  },
  'review/risk-harmful': {
    ja: '{runbook} の {step} で、カタログが既定で禁じていることを許します ({key}: {after})',
    en: '{step} of {runbook} is allowed what the catalogue forbids by default ({key}: {after})',
  },
  'review/risk-parameter': {
    ja: '{runbook} の {step} の歯止め {key} が {before} から {after} に緩められます',
    en: '{key}, which holds back {step} of {runbook}, goes from {before} to {after}',
  },
  'review/risk-check': {
    ja: '{runbook} の確認 {step} ({check}) が行われなくなります: {hosts}',
    en: 'The check {step} ({check}) of {runbook} is carried out no more on {hosts}',
  },
  'review/risk-check-disabled': {
    ja: '{runbook} が enabled: false になり、確認 {step} ({check}) が行われなくなります: {hosts}',
    en: '{runbook} is no longer enabled, so its check {step} ({check}) is carried out no more on {hosts}',
  },
  'review/risk-check-runbook': {
    ja: '{runbook} がなくなり、確認 {step} ({check}) が行われなくなります: {hosts}',
    en: '{runbook} is removed, so its check {step} ({check}) is carried out no more on {hosts}',
  },
  'review/risk-backup': {
    ja: '{runbook} の {step} ({check}) が予定どおりには行われなくなります: {hosts}',
    en: 'Scheduled runs carry out {step} ({check}) of {runbook} no more on {hosts}',
  },
  'review/runbook-added': { ja: '追加', en: 'new' },
  'review/runbook-removed': { ja: '削除', en: 'removed' },
  'review/runbook-changed': { ja: '変更', en: 'changed' },
  'review/hosts-touched': { ja: '対象ホスト', en: 'Hosts' },
  'review/hosts-added': { ja: '加わるホスト', en: 'Hosts added' },
  'review/hosts-removed': { ja: '外れるホスト', en: 'Hosts removed' },
  'review/column-what': { ja: '項目', en: 'What' },
  'review/column-before': { ja: '変更前', en: 'Before' },
  'review/column-after': { ja: '変更後', en: 'After' },
  'review/column-hosts': { ja: 'ホスト', en: 'Hosts' },
  'review/column-change': { ja: '変更', en: 'Change' },
  'review/column-right': { ja: '権限', en: 'Right' },
  'review/column-window': { ja: '対象期間', en: 'Window' },
  'review/column-runbook': { ja: 'ランブック', en: 'Runbook' },
  'review/threshold': { ja: 'しきい値', en: 'threshold' },
  'review/looser': { ja: '緩める', en: 'looser' },
  'review/stricter': { ja: '厳しくする', en: 'stricter' },
  'review/config': { ja: '設定 (config.yml)', en: 'Configuration (config.yml)' },
  'review/fleet': { ja: 'ホスト (fleet.yml)', en: 'Hosts (fleet.yml)' },
  'review/rights': { ja: 'ホストで要る権限', en: 'Rights on the hosts' },
  'review/rights-hint': {
    ja: 'マージの前に、ホストで権限を変えてください: {rules} と {helpers}。そのあと {doctor} で確かめられます。',
    en: 'Change the rights on the hosts before it is merged: {rules}, {helpers}; {doctor} verifies them.',
  },
  'review/gained': { ja: '増える', en: 'gained' },
  'review/lost': { ja: '減る', en: 'lost' },
  'review/sudo': { ja: 'sudo の規則', en: 'sudo rule' },
  'review/helper': { ja: 'root の補助スクリプト', en: 'root helper' },
  'review/secret': { ja: 'シークレット', en: 'secret' },
  'review/calendar': {
    ja: '{days} 日先までの予定の変化',
    en: 'The calendar of the next {days} days',
  },
  'review/off': { ja: '凍結・免除', en: 'frozen or waived' },
  'review/scripts': { ja: 'ホストに送るスクリプト', en: 'Scripts that hosts will get' },
  'review/scripts-hint': {
    ja: '変わったランブックについて、ホストで読み取りを行うスクリプトの全文です。変更は、ここに示す root の補助スクリプトと、予告に載る計画に従って行われます。見えない文字は、見えるように \\u に番号を付けて示します。',
    en: 'What reads on the hosts, in full, for each runbook that changes. Tasks change things by the plan that their notice shows, as root only by the helpers shown here. Invisible characters are shown as \\u and their number.',
  },
  'review/script-elsewhere': {
    ja: '長いため、全文は実行ページの成果物 {artifact} の {file} にあります。',
    en: 'too long to be shown here; the artifact {artifact} of the run has it in full, as {file}.',
  },
  'review/more': { ja: 'ほか {count} 件', en: 'and {count} more' },
  'review/cut': {
    ja: '長いため、{missing} 節を省きました。全体は実行ページの成果物にあります。',
    en: '{missing, plural, one {# section is} other {# sections are}} left out for length; the artifact of the run has them all.',
  },
  'review/workflow-run': { ja: '実行ページ', en: 'Page of the run' },
  'review/label-description': {
    ja: '安全装置を弱める変更を見たうえで認める',
    en: 'The weakened safeguards of this pull request have been seen and are meant',
  },
  'review/not-commented': {
    ja: 'コメントを書けないため、変更点は実行ページの要約に示します: {detail}',
    en: 'No comment can be written, so the summary of the run has the review: {detail}',
  },
  'review/fork': { ja: 'フォークからのプルリクエストです', en: 'it comes from a fork' },
  'review/no-token': { ja: 'github-token がありません', en: 'there is no github-token' },
} as const satisfies Messages;

export type ReviewMessageId = keyof typeof reviewMessages;
