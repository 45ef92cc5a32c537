export const releaseMessages = {
  'end-of-life': {
    ja: '{os} {version} のセキュリティ更新は {until} に終了しました。以後の脆弱性は修正されません',
    en: 'Security updates for {os} {version} ended on {until}: newer vulnerabilities are not fixed',
  },
  'end-of-life-soon': {
    ja: '{os} {version} のセキュリティ更新は {until} に終了します(あと {days} 日)',
    en: 'Security updates for {os} {version} end on {until}, in {days, plural, one {# day} other {# days}}',
  },
  'remedy-end-of-life': {
    ja: '次のリリースへの移行を計画してください(四半期の作業)。延長サポートを契約している場合は、その配布元を設定します',
    en: 'Plan the move to the next release (work for a quarter). If extended support is contracted, configure its archive',
  },
  'long-term-support': {
    ja: '{os} {version} は LTS 期間に入っています({until} まで)。対象から外れたパッケージには更新が出ません',
    en: '{os} {version} is in its LTS phase (until {until}): some packages no longer get updates',
  },
  'release-unlisted': {
    ja: '{os} {version} のサポート期限は {tableDate} 時点の表にありません',
    en: 'The end of support of {os} {version} is not in the table of {tableDate}',
  },
} as const;
