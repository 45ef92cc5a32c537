import { z } from 'zod';
import type { Finding } from '../../core/finding.ts';
import { defineCheck } from '../define.ts';

export const check = defineCheck({
  id: 'maint.contact',
  title: { ja: '緊急連絡先の確認', en: 'Emergency contacts' },
  description: {
    ja: '作業中の連絡先が決まっているかを確かめます。電話番号 (emergency) がなければ、同じ実行の中でレベル 2 以上の作業に進みません。連絡のチャンネル (channel) がなければ警告します。値は config.yml の contacts から取られ、記録には残しません。ホストには何も尋ねません。',
    en: 'Whether somebody can be called while the work goes on. Without `emergency` no later level 2 or 3 task of the run is applied; without `channel` there is a warning. Both come from `contacts` of config.yml, and are not kept in the record. The host is not asked anything.',
  },
  sources: ['https://sre.google/sre-book/managing-incidents/'],
  level: 1,
  precondition: true,
  params: z.strictObject({
    emergency: z
      .string()
      .default('')
      .describe('Whom to call; by default contacts.emergency of config.yml'),
    channel: z
      .string()
      .default('')
      .describe('Where the team talks; by default contacts.channel of config.yml'),
  }),
  messages: {
    'no-emergency': {
      ja: '緊急連絡先が決まっていません',
      en: 'Nobody was named to be called in an emergency',
    },
    'no-emergency-remedy': {
      ja: 'config.yml の contacts に、emergency: "03-0000-0000 (当番)" のように加えてください',
      en: 'Add, say, emergency: "03-0000-0000 (on call)" to contacts in config.yml',
    },
    'no-channel': {
      ja: '作業中に連絡を取るチャンネルが決まっていません',
      en: 'No channel was named for talking while the work goes on',
    },
    'no-channel-remedy': {
      ja: 'config.yml の contacts に channel: "#mks-incident" のように加えてください',
      en: 'Add, say, channel: "#mks-incident" to contacts in config.yml',
    },
  },
  measures: {},
  probes: () => ({}),
  parse: (_, { emergency, channel }) => ({
    emergency: emergency.trim() !== '',
    channel: channel.trim() !== '',
  }),
  evaluate: ({ emergency, channel }) => {
    const found = <Id extends 'no-emergency' | 'no-channel'>(
      severity: Finding['severity'],
      id: Id,
    ) => ({
      key: id.slice('no-'.length),
      severity,
      message: { id, args: {} },
      remedy: { id: `${id}-remedy` as const, args: {} },
    });
    return {
      findings: [
        ...(emergency ? [] : [found('critical', 'no-emergency')]),
        ...(channel ? [] : [found('warning', 'no-channel')]),
      ],
    };
  },
});
