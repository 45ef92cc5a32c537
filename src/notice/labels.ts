import type { Locale, Text } from '../core/message.ts';

const definitions: Readonly<
  Record<string, { readonly color: string; readonly description: Text }>
> = {
  notice: {
    color: '0052cc',
    description: { ja: 'メンテナンスの予告', en: 'Notice of maintenance' },
  },
  approved: {
    color: '0e8a16',
    description: { ja: '承認済み (付けた人が承認者)', en: 'Approved by whoever has added it' },
  },
  maintenance: {
    color: '0e8a16',
    description: { ja: '定期メンテナンスの課題', en: 'Issues of regular maintenance' },
  },
};

export function labelDefinition(name: string, locale: Locale) {
  const { color, description } = definitions[name] ?? {
    color: 'ededed',
    description: { ja: '', en: '' },
  };
  return { name, color, description: description[locale] };
}
