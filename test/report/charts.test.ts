import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Chart } from '../../src/report/charts/model.ts';
import { chartRenderer } from '../../src/report/charts/render.ts';

const bars: Chart = {
  type: 'chart',
  kind: 'bars',
  name: 'findings',
  title: '月ごとの検出事項',
  alt: '',
  unit: '',
  categories: ['2026-10', '<script>'],
  series: [{ name: '重大', tone: 'critical', values: [1, 2] }],
};
const lines: Chart = {
  type: 'chart',
  kind: 'lines',
  name: 'disk',
  title: 'ディスク',
  alt: '',
  unit: '%',
  top: 100,
  limit: { value: 85, label: '85%' },
  series: [
    {
      name: 'app1:/',
      points: [
        ['2026-10-05', 40],
        ['2026-12-28', 80],
      ],
    },
  ],
};

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('charts', () => {
  it('are the same bytes, whatever was drawn before', async () => {
    const draw = await chartRenderer();
    const first = [draw(bars, 'light'), draw(lines, 'light')];
    draw(lines, 'dark');
    expect([draw(bars, 'light'), draw(lines, 'light')]).toEqual(first);
  });

  it('differ in their colours alone between light and dark', async () => {
    const draw = await chartRenderer();
    const plain = (svg: string) => svg.replaceAll(/#[0-9a-f]{6}/g, '#');
    expect(draw(lines, 'dark')).not.toBe(draw(lines, 'light'));
    expect(plain(draw(lines, 'dark'))).toBe(plain(draw(lines, 'light')));
  });

  it('hold no script and no style sheet, and texts are escaped', async () => {
    const draw = await chartRenderer();
    for (const chart of [bars, lines]) {
      const svg = draw(chart, 'light');
      expect(svg).not.toMatch(/<script|<style|class=|onclick|ecmeta/);
      expect(svg).toContain(chart.title);
      expect(svg).toMatch(/^<svg .*<\/svg>\n$/s);
    }
    expect(draw(bars, 'light')).toContain('&lt;script&gt;');
  });

  it.each(['America/New_York', 'Pacific/Apia', 'UTC'])(
    'show the days that they are given, on a runner in %s too',
    async (zone) => {
      const draw = await chartRenderer();
      const here = draw(lines, 'light');
      expect(here).toContain('>2026-11<');
      vi.stubEnv('TZ', zone);
      expect(draw(lines, 'light')).toBe(here);
    },
  );
});
