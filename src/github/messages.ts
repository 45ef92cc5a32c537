import type { Messages } from '../core/message.ts';

/**
 * Why GitHub's API did not do what was asked, and what to do about it: `<id>-remedy` takes the same
 * arguments as `<id>`. `detail` is GitHub's own sentence: untrusted, as any argument.
 */
export const githubMessages = {
  'github/unauthorized': {
    ja: 'GitHub がトークンを受け付けません ({asked}: {detail})',
    en: 'GitHub does not accept the token ({asked}: {detail})',
  },
  'github/unauthorized-remedy': {
    ja: 'ワークフローで token に github.token (または有効期限内の App トークン) を渡してください',
    en: 'Give the workflow’s step token: github.token, or a token of an App that has not expired',
  },
  'github/permission': {
    ja: 'トークンに権限がありません ({asked}: {detail})',
    en: 'The token lacks a permission ({asked}: {detail})',
  },
  'github/permission-remedy': {
    ja: 'ワークフローのジョブの permissions: に次の行を加えてください → {permission}',
    en: 'Add this line to permissions: of the workflow’s job → {permission}',
  },
  'github/not-found': {
    ja: 'GitHub に見つかりません ({asked}: {detail})',
    en: 'GitHub does not find it ({asked}: {detail})',
  },
  'github/not-found-remedy': {
    ja: 'リポジトリ {repository} の名前と、トークンがそれを読めること (permissions: の {permission}) を確かめてください',
    en: 'See that {repository} is the right name and that the token may read it (permissions: {permission})',
  },
  'github/issues-disabled': {
    ja: 'リポジトリ {repository} では issue が無効です ({asked})',
    en: 'Issues are disabled in {repository} ({asked})',
  },
  'github/issues-disabled-remedy': {
    ja: 'Settings → General → Features → Issues を有効にしてください (gh repo edit {repository} --enable-issues)',
    en: 'Enable them: Settings → General → Features → Issues (gh repo edit {repository} --enable-issues)',
  },
  'github/invalid': {
    ja: 'GitHub が内容を受け付けません ({asked}: {detail})',
    en: 'GitHub refuses what was sent ({asked}: {detail})',
  },
  'github/invalid-remedy': {
    ja: '名前の挙がった項目を設定 (config.yml) で直してください。設定に無いものなら teiki の不具合です',
    en: 'Put the named field right in config.yml; if it is not there, this is a mistake of teiki',
  },
  'github/rate-limited': {
    ja: 'GitHub API の制限に達しました ({asked}: {detail})。{resumesAt} まで待つ必要があります',
    en: 'The limit of GitHub’s API is reached ({asked}: {detail}); it asks to wait until {resumesAt}',
  },
  'github/rate-limited-remedy': {
    ja: '次の実行が続きを行います。何度も起きるなら、同じリポジトリの他のワークフローの API 利用を確かめてください',
    en: 'The next tick goes on from here. If it happens often, look at what other workflows of the repository ask of the API',
  },
  'github/unavailable': {
    ja: 'GitHub API が応答しません ({asked}: {detail})',
    en: 'GitHub’s API does not answer ({asked}: {detail})',
  },
  'github/unavailable-remedy': {
    ja: '次の実行が続きを行います。続くようなら GitHub の稼働状況と、ランナーのプロキシ設定を確かめてください',
    en: 'The next tick goes on from here. If it lasts, look at GitHub’s status page and at the proxy of the runner',
  },
  'github/unexpected': {
    ja: 'GitHub API の応答が想定と異なります ({asked}: {detail})',
    en: 'GitHub’s API gave an answer that was not expected ({asked}: {detail})',
  },
  'github/unexpected-remedy': {
    ja: 'GITHUB_API_URL が GitHub の API を指し、間のプロキシが応答を書き換えていないことを確かめてください',
    en: 'See that GITHUB_API_URL is the API of GitHub and that no proxy rewrites its answers',
  },
  'github/unassignable': {
    ja: '{login} は {repository} の issue の担当者にできません。担当者なしで続けます',
    en: '{login} cannot be assigned to issues of {repository}; going on without',
  },
  'github/unassignable-remedy': {
    ja: 'config.yml の担当者の名前を直すか、{login} をリポジトリの協力者に加えてください',
    en: 'Put the name right in config.yml, or make {login} a collaborator of the repository',
  },
  'github/no-context': {
    ja: 'GitHub Actions の外では動きません: {names} がありません',
    en: 'This runs in GitHub Actions only: {names} is not set',
  },
  'github/no-context-remedy': {
    ja: '手元では teiki run を使ってください',
    en: 'On your own machine use teiki run',
  },
  'github/bad-event': {
    ja: 'イベント {event} の内容を読めません ({path}: {detail})',
    en: 'The payload of the event {event} cannot be read ({path}: {detail})',
  },
  'github/bad-event-remedy': {
    ja: 'ワークフローを {event} のイベントから起動したか、GITHUB_EVENT_PATH が書き換えられていないかを確かめてください',
    en: 'See that the workflow was started by {event} and that nothing rewrites GITHUB_EVENT_PATH',
  },
} as const satisfies Messages;
