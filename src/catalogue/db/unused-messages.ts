export const unusedMessages = {
  unused: {
    ja: '索引 {name}(表 {table}、{sizeBytes})は {days} 日間一度も使われていません。削除案: {drop}',
    en: 'The index {name} (table {table}, {sizeBytes}) has not been used for {days} days. Proposed: {drop}',
  },
  'keep-foreign': {
    ja: '索引 {name}({sizeBytes})は {days} 日間読まれていませんが、外部キーを支えているので残してください',
    en: 'The index {name} ({sizeBytes}) has not been read for {days} days but supports a foreign key: keep it',
  },
  young: {
    ja: '統計を見てきた期間が {days} 日({limit} 日必要)なので、まだ判断しません。候補は {count} 件です',
    en: 'The statistics have been watched for {days} days ({limit} needed): no judgement yet. Candidates: {count}',
  },
  replicas: {
    ja: 'スタンバイが {streaming} 台つながっていますが、{asked} 台にしか尋ねていません。使用回数はサーバーごとなので、判断できません',
    en: '{streaming} standbys are connected and only {asked} were asked: each has counts of its own, so this cannot be judged',
  },
  'remedy-unused': {
    ja: '使う予定がないことを確かめ、通常の窓で所有者として: {drop} 元に戻すには(保存): {definition};',
    en: 'See that nothing is going to use it, then as owner in an ordinary window: {drop} To undo (kept here): {definition};',
  },
  'remedy-replicas': {
    ja: '手順の with に replicas: [ホスト名] を、config.yml の services.postgres.replicas に同じ名前を書いてください',
    en: 'Write replicas: [host] in the `with` of the step, and the same names under services.postgres.replicas in config.yml',
  },
} as const;
