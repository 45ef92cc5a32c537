import type { Messages } from '../core/message.ts';

/** Why records could not be committed, each with the line to add or the command to run. */
export const gitMessages = {
  'git/missing-git': {
    ja: 'git が見つかりません。ランナーに git を入れてください: sudo apt-get install git',
    en: 'There is no git on this machine. Install it on the runner: sudo apt-get install git',
  },
  'git/no-repository': {
    ja: '{directory} は git の作業ツリーではありません。このアクションの前に actions/checkout を実行してください',
    en: '{directory} is not a git work tree. Run actions/checkout before this action',
  },
  'git/no-remote': {
    ja: 'リモート {remote} がありません。git remote add {remote} URL で加えてください',
    en: 'There is no remote {remote}. Add it: git remote add {remote} URL',
  },
  'git/no-branch': {
    ja: "{remote} にブランチ {branch} がありません。ブランチ名を確かめるか、config.yml に records: '{' branch: maintenance-records '}' を書いてください (最初の記録のときに作られます)",
    en: "{remote} has no branch {branch}. See that its name is right, or write `records: '{' branch: maintenance-records '}'` in config.yml, which is created with the first record",
  },
  'git/dubious-ownership': {
    ja: '作業ツリーの所有者が異なるため git が動きません。前のステップで次を実行してください: git config --global --add safe.directory {directory}',
    en: 'git refuses a work tree of another owner. Run this in a step before: git config --global --add safe.directory {directory}',
  },
  'git/no-permission': {
    ja: "ブランチ {branch} に書き込む権限がありません。ジョブに permissions: '{' contents: write '}' を書いてください ({detail})",
    en: "The token may not write to {branch}. Add to the job: `permissions: '{' contents: write '}'` ({detail})",
  },
  'git/no-credentials': {
    ja: 'git がリモートに書き込む資格情報がありません。actions/checkout の with: から persist-credentials: false を除いてください ({detail})',
    en: 'git has no credentials for the remote. Take `persist-credentials: false` out of the `with:` of actions/checkout ({detail})',
  },
  'git/protected-branch': {
    ja: "ブランチ {branch} は保護されているため記録を書けません。config.yml に records: '{' branch: maintenance-records '}' を書くと、記録は専用のブランチに置かれます ({detail})",
    en: "Branch {branch} is protected, so that no record can be written to it. Write `records: '{' branch: maintenance-records '}'` in config.yml, and records go to a branch of their own ({detail})",
  },
  'git/refused': {
    ja: "リモートのフックがブランチ {branch} への書き込みを拒否しました。フックを直すか、config.yml に records: '{' branch: maintenance-records '}' を書いてください ({detail})",
    en: "A hook of the remote refuses the push to {branch}. Mend the hook, or write `records: '{' branch: maintenance-records '}'` in config.yml ({detail})",
  },
  'git/rejected': {
    ja: 'ほかの書き込みと {attempts} 回競合したため、ブランチ {branch} に記録を書けませんでした。ジョブをもう一度実行してください ({detail})',
    en: 'Others wrote to {branch} first {attempts} times, so that the record could not be pushed. Run the job again ({detail})',
  },
  'git/unreachable': {
    ja: 'リモートに {attempts} 回つながりませんでした。ネットワークと GitHub の状態 (https://www.githubstatus.com) を確かめ、ジョブをもう一度実行してください ({detail})',
    en: 'The remote could not be reached in {attempts} attempts. Look at the network and at https://www.githubstatus.com, then run the job again ({detail})',
  },
  'git/disk-full': {
    ja: 'git がディスクに書けません。空きを作ってください: df -h ({detail})',
    en: 'git cannot write to the disk. Free some space: df -h ({detail})',
  },
  'git/failed': {
    ja: 'git {command} が終了コード {exitStatus} で失敗しました: {detail}',
    en: 'git {command} failed with exit status {exitStatus}: {detail}',
  },
  'git/outside': {
    ja: '{path} は作業ツリー {directory} の外にあります',
    en: '{path} is outside of the work tree {directory}',
  },
  'git/kept': {
    ja: '結果は {path} に残してあります',
    en: 'The result is kept in {path}',
  },
} as const satisfies Messages;

type Reason<Id> = Id extends `git/${infer Name}` ? Name : never;
export type GitReason = Exclude<Reason<keyof typeof gitMessages>, 'kept'>;
