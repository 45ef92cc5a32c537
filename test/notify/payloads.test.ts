import { describe, expect, test } from 'vitest';
import type { IncidentEvent } from '../../src/incident/actions.ts';
import type { Digest, NotifyIncident } from '../../src/notify/digest.ts';
import { jsonPayload, NotifyPayload } from '../../src/notify/json.ts';
import { escapeSlack, slackPayload } from '../../src/notify/slack.ts';
import { teamsPayload } from '../../src/notify/teams.ts';

const event = (
  kind: IncidentEvent['kind'],
  number: number,
  rest: Partial<NotifyIncident> = {},
): NotifyIncident => ({
  kind,
  key: `logs.disk-usage:${number}`,
  title: 'ログディスク容量確認: /dev/vda1 (app1)',
  severity: 'warning',
  hosts: ['app1'],
  number,
  url: `https://github.com/acme/mks/issues/${number}`,
  ...rest,
});

const digest: Digest = {
  locale: 'ja',
  team: 'SREチーム',
  run: {
    runbook: 'weekly-health',
    title: '週次システムヘルスチェック',
    url: 'https://github.com/acme/mks/actions/runs/1/attempts/1',
    record: 'https://github.com/acme/mks/blob/main/maintenance/records/x.md',
  },
  incidents: [
    event('opened', 7, { severity: 'critical', hosts: ['app1', 'app2', 'app3', 'app4', 'app5'] }),
    event('worsened', 5),
    event('closed', 3),
    event('reopened', 2),
  ],
  notices: [
    {
      title: '月次システム更新 (2026-12-07 03:00)',
      text: '5〜15分つながりにくくなります',
      url: 'https://github.com/acme/mks/issues/9',
    },
  ],
};

describe.each(['ja', 'en'] as const)('messages in %s', (locale) => {
  test.each([
    ['slack', slackPayload],
    ['teams', teamsPayload],
    ['json', jsonPayload],
  ] as const)('%s', async (name, render) => {
    const text = `${JSON.stringify(render({ ...digest, locale }), null, 2)}\n`;
    await expect(text).toMatchFileSnapshot(`__snapshots__/${name}.${locale}.json`);
  });
});

const evil =
  '<!channel> <@U123> @here @everyone *b* _i_ ~s~ `c` [x](javascript:alert(1)) <at>all</at> :boom: &amp; \u202e\u0007| https://evil.example';

describe('what a host has put into a title', () => {
  const attacked = {
    ...digest,
    team: evil,
    notices: [{ title: evil, text: evil, url: 'javascript:alert(1)' }],
    incidents: [event('opened', 1, { title: evil, hosts: [evil], url: 'https://x|y>z' })],
  };

  test('Slack: no mention, no link, no mark-up', () => {
    const payload = slackPayload(attacked);
    const texts = payload.blocks.flatMap((block) =>
      'text' in block && block.type === 'section' ? [block.text] : [],
    );
    for (const { text, verbatim } of [...texts, { text: payload.text, verbatim: true }] as {
      text: string;
      verbatim: boolean;
    }[]) {
      expect(verbatim).toBe(true);
      const unlinked = text
        .replaceAll(/<https:\/\/github\.com\/[^|<>]*\|[^<>]*>/g, '')
        .replaceAll(/^(🔴 )?\*[^*\n]+\*$/gm, '');
      expect(unlinked).not.toMatch(/[<>*_~`]|@(here|everyone)|:boom:|\u202e/);
    }
  });

  test('Teams: runs of plain text, no entities, no address but those of http', () => {
    const text = JSON.stringify(teamsPayload(attacked));
    expect(text).not.toMatch(/"TextBlock"|"entities"|\u202e|"url":"(?!https:\/\/github\.com)/);
  });

  test('json: plain text', () => {
    const payload = NotifyPayload.parse(jsonPayload(attacked));
    expect(payload.incidents[0]?.title).not.toMatch(/\p{Cc}|\u202e/u);
  });

  test.each([
    ['<!channel>', '&lt;!channel&gt;'],
    ['a & b', 'a &amp; b'],
    ['@here', '＠here'],
    ['sato@example.com', 'sato@example.com'],
    ['12:30:15', '12：30:15'],
  ])('%s', (text, expected) => expect(escapeSlack(text)).toBe(expected));
});

describe('sizes', () => {
  const long = {
    title: '長'.repeat(5000),
    hosts: Array.from({ length: 1000 }, () => '名'.repeat(60)),
    url: `https://github.com/${'a'.repeat(220)}`,
  };
  const many: Digest = {
    ...digest,
    team: long.title,
    incidents: Array.from({ length: 1000 }, (_, index) =>
      event(
        (['opened', 'closed', 'worsened', 'reopened'] as const)[index % 4] ?? 'opened',
        index,
        long,
      ),
    ),
    notices: Array.from({ length: 100 }, () => ({
      title: long.title,
      text: long.title,
      url: long.url,
    })),
  };

  test('Slack: 50 blocks, 3,000 characters each, 150 in the header', () => {
    const { blocks } = slackPayload(many);
    expect(blocks.length).toBeLessThanOrEqual(50);
    for (const block of blocks) {
      if (!('text' in block)) continue;
      expect(block.text.text.length).toBeLessThanOrEqual(block.type === 'header' ? 150 : 3000);
    }
  });

  test('Teams: 28 KB', () => {
    expect(Buffer.byteLength(JSON.stringify(teamsPayload(many)))).toBeLessThan(28_000);
  });

  test('json: lists are cut, and say how many there were', () => {
    const payload = jsonPayload(many);
    expect(payload).toMatchObject({
      counts: { incidents: 1000, notices: 100 },
      incidents: { length: 200 },
    });
    expect(Buffer.byteLength(JSON.stringify(payload))).toBeLessThan(3_000_000);
  });
});
