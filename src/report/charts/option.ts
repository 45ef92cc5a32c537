import type { Chart, Tone } from './model.ts';

export type Theme = 'light' | 'dark';

/** On the backgrounds of GitHub's pages; bars and lines are told apart without colours too. */
const palettes = {
  light: {
    text: '#1f2328',
    soft: '#59636e',
    grid: '#d1d9e0',
    critical: '#cf222e',
    warning: '#d4a72c',
    unknown: '#8250df',
    ok: '#1a7f37',
    plain: '#0969da',
    second: '#bc4c00',
    third: '#8250df',
  },
  dark: {
    text: '#f0f6fc',
    soft: '#9198a1',
    grid: '#3d444d',
    critical: '#f85149',
    warning: '#e3b341',
    unknown: '#ab7df8',
    ok: '#3fb950',
    plain: '#4493f8',
    second: '#f0883e',
    third: '#ab7df8',
  },
} as const;

const font = "'Noto Sans CJK JP','Noto Sans JP','Hiragino Sans','Yu Gothic',sans-serif";
const lineTones: readonly Tone[] = ['plain', 'second', 'third', 'ok', 'warning', 'critical'];
const lineTypes = ['solid', 'dashed', 'dotted'] as const;
const symbols = ['circle', 'rect', 'triangle', 'diamond'] as const;

/** The chart in the words of the chart library. */
export function optionOf(chart: Chart, theme: Theme) {
  const colours = palettes[theme];
  const label = { color: colours.soft, fontFamily: font, fontSize: 12 };
  const axis = {
    axisLabel: label,
    axisLine: { lineStyle: { color: colours.grid } },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: colours.grid } },
  };
  const { limit } = chart;
  const markLine = limit && {
    silent: true,
    symbol: 'none',
    lineStyle: { color: colours.critical, type: 'dashed', width: 1.5 },
    label: { ...label, color: colours.critical, formatter: limit.label, position: 'insideEndTop' },
    data: [{ yAxis: limit.value }],
  };
  return {
    animation: false,
    // Dates are local ones already.
    useUTC: true,
    textStyle: { fontFamily: font },
    title: {
      text: chart.title,
      left: 8,
      top: 6,
      textStyle: { color: colours.text, fontFamily: font, fontSize: 14, fontWeight: 600 },
    },
    ...(chart.series.length > 1 && {
      legend: {
        bottom: 4,
        icon: chart.kind === 'bars' ? 'rect' : undefined,
        itemWidth: 22,
        itemGap: 28,
        itemHeight: 10,
        textStyle: { ...label },
      },
    }),
    grid: { left: 64, right: 24, top: 56, bottom: chart.series.length > 1 ? 62 : 36 },
    yAxis: {
      ...axis,
      type: 'value',
      min: 0,
      ...(chart.kind === 'lines' && chart.top !== undefined && { max: chart.top }),
      ...(chart.unit === '' && { minInterval: 1 }),
      name: chart.unit,
      nameTextStyle: { ...label, align: 'right' },
      axisLine: { show: false },
    },
    xAxis:
      chart.kind === 'bars'
        ? {
            ...axis,
            type: 'category',
            data: chart.categories,
            splitLine: { show: false },
            axisLabel: { ...label, interval: 0 },
          }
        : {
            ...axis,
            type: 'time',
            splitLine: { show: false },
            axisLabel: { ...label, formatter: '{yyyy}-{MM}', hideOverlap: true },
            minInterval: 28 * 86_400_000,
          },
    series:
      chart.kind === 'bars'
        ? chart.series.map(({ name, tone, values }, index) => ({
            type: 'bar',
            stack: 'all',
            name,
            barMaxWidth: 44,
            data: values,
            itemStyle: { color: colours[tone] },
            ...(index === 0 && markLine && { markLine }),
          }))
        : chart.series.map(({ name, points }, index) => {
            const color = colours[lineTones[index % lineTones.length] ?? 'plain'];
            return {
              type: 'line',
              name,
              data: points.map(([date, value]) => [Date.parse(`${date}T00:00:00Z`), value]),
              symbol: symbols[index % symbols.length],
              symbolSize: 4,
              lineStyle: { color, width: 2, type: lineTypes[index % lineTypes.length] },
              itemStyle: { color },
              ...(index === 0 && markLine && { markLine }),
            };
          }),
  };
}
