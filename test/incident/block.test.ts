import { describe, expect, test } from 'vitest';
import { parseBody, renderBlock } from '../../src/incident/block.ts';
import { decodeMarker } from '../../src/incident/marker.ts';
import type { Memory } from '../../src/incident/memory.ts';
import { hiddenJson } from '../../src/text/hidden-json.ts';

const memory: Memory = {
  key: 'logs.large-files:file:/var/log/--><b>@all #1 日本語--',
  steps: ['weekly-health/logs.large-files'],
  n: 2,
  told: { severity: 'warning', count: 1, hosts: ['app1'] },
  title: 'Large files -- --> here',
  opened: '2026-11-23T03:00:00.000Z',
  severitySince: '2026-11-23T03:00:00.000Z',
  comments: 3,
  read: 17,
  waiver: { until: '2026-12-31', by: 'sato', reason: '部品 --> 待ち' },
  shows: 'abc',
};
const block = renderBlock(memory, 'What was found <!-- in here -->');

describe('the marker', () => {
  test('comes back as it was, and is safe in a comment of HTML', () => {
    const text = hiddenJson({ ...memory, text: 'x' });
    expect(text).not.toMatch(/--|[<>@#\n]/);
    expect(decodeMarker(1, text)).toEqual({ kind: 'ours', marker: { ...memory, text: 'x' } });
  });

  test.each([
    ['cut', 1, '{"key":"a"', 'damaged'],
    ['not one of ours', 1, '{"key":"a"}', 'damaged'],
    ['of a later version', 2, '{"key":"a"}', 'newer'],
    ['of a later version in another form', 2, 'key=a', 'newer'],
  ] as const)('%s', (_, version, text, kind) => {
    expect(decodeMarker(version, text).kind).toBe(kind);
  });
});

describe('people around the block', () => {
  const before = 'Mine above\r\n\r\n- [ ] @sato\n';
  const after = '\n\n\nMine below \t\r\n';
  const surrounded = { before, after };
  test.each([
    ['as it was', (body: string) => body, { ...surrounded, intact: true, found: true }],
    [
      'with line ends of a browser',
      (body: string) => body.replaceAll(/\r?\n/g, '\r\n'),
      { intact: true, found: true },
    ],
    [
      'edited within',
      (body: string) => body.replace('found', 'FOUND'),
      { ...surrounded, intact: false, found: true },
    ],
    [
      'without its end',
      (body: string) => body.replace(/<!-- \/teiki.*?-->/, ''),
      { before, intact: false, found: true },
    ],
    [
      'with its marker cut',
      (body: string) => body.replace('"steps"', '"us'),
      { ...surrounded, intact: false, found: true },
    ],
    [
      'with its beginning gone',
      (body: string) => body.replace(/<!-- teiki.*?-->/, ''),
      { after, intact: false, found: true },
    ],
    ['emptied', () => '', { before: '', after: '', intact: false, found: false }],
  ])('%s', (_, edit, expected) => {
    const { marker, ...parsed } = parseBody(edit(`${before}${block}${after}`));
    expect(parsed).toMatchObject(expected);
    if (parsed.intact) expect(marker?.key).toBe(memory.key);
  });

  test('a block that somebody has copied below is theirs', () => {
    const parsed = parseBody(`${block}\n\n> ${block}`);
    expect(parsed).toMatchObject({ before: '', after: `\n\n> ${block}`, intact: true });
  });
});
