import type { Finding } from '../../core/finding.ts';
import type { Survey } from './entries.ts';

/** What the two searches for wrong modes have to say when they have not seen everything. */
export const searchMessages = {
  missing: {
    ja: '{directory} がないため、調べられませんでした',
    en: '{directory} does not exist, so nothing was looked at',
  },
  incomplete: {
    ja: '{directory} を最後まで調べられませんでした(find の終了ステータス {exitStatus})',
    en: '{directory} could not be searched to its end (exit status {exitStatus} of find)',
  },
  'too-many': {
    ja: '{directory} で見つかったものが多すぎます。{total} 件のうち初めの {shown} 件だけを見ました',
    en: '{directory} has too many to look at: only the first {shown} of {total} were',
  },
  'no-account': {
    ja: 'サービス {services} のアカウントが分からないため、「その他」として使っているかどうかは確かめていません',
    en: 'The account of {services} is not known, so nobody has checked whether it has these rights only as one of the others',
  },
  'remedy-missing': {
    ja: '場所を確かめ、違えばランブックの directories を直してください: sudo ls -ld {directory}',
    en: 'Check the place, and set `directories` in the runbook if it is elsewhere: sudo ls -ld {directory}',
  },
  'remedy-incomplete': {
    ja: '証跡に理由があります。sudo の規則がなければ `teiki sudoers` の出力を置いてください',
    en: 'The evidence says why. If it is for want of a sudo rule, install what `teiki sudoers` prints',
  },
  'remedy-too-many': {
    ja: '初めに示したものから直すか、directories を狭めてください',
    en: 'Mend the first ones, or narrow `directories`',
  },
  'remedy-no-account': {
    ja: 'サービスの名前を確かめ、ランブックの services に書いてください: systemctl list-units --type=service',
    en: 'Find the name of the service, and write it into `services` of the runbook: systemctl list-units --type=service',
  },
} as const;

export function searchTrouble(
  surveys: readonly Survey[],
  trouble: string,
): Finding<keyof typeof searchMessages>[] {
  return surveys.flatMap(({ directory, state, exitStatus, total, entries }) => {
    const key = `search:${directory}`;
    const severity = 'unknown' as const;
    const found: Finding<keyof typeof searchMessages>[] = [];
    if (state === 'missing') {
      const message = { id: 'missing', args: { directory } } as const;
      found.push({ key, severity, message, remedy: { id: 'remedy-missing', args: { directory } } });
    }
    if (state === 'incomplete') {
      const message = { id: 'incomplete', args: { directory, exitStatus } } as const;
      const remedy = { id: 'remedy-incomplete', args: {} } as const;
      found.push({ key, severity, message, remedy, evidence: trouble });
    }
    if (total > entries.length) {
      const args = { directory, total, shown: entries.length };
      const remedy = { id: 'remedy-too-many', args: {} } as const;
      found.push({ key: `many:${directory}`, severity, message: { id: 'too-many', args }, remedy });
    }
    return found;
  });
}

/** Said only where it matters: something is to be mended, and a service may depend on it. */
export function accountTrouble(unknown: readonly string[]): Finding<keyof typeof searchMessages>[] {
  if (unknown.length === 0) return [];
  const message = { id: 'no-account', args: { services: unknown.join(', ') } } as const;
  return [
    { key: 'accounts', severity: 'note', message, remedy: { id: 'remedy-no-account', args: {} } },
  ];
}
