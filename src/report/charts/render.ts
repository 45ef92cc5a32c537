import type { Chart } from './model.ts';
import { optionOf, type Theme } from './option.ts';

const size = { width: 820, height: 320 } as const;

/**
 * Draws charts as SVG. The library is large and only reports need it, so it is loaded here.
 * @returns the same bytes for the same chart, whatever was drawn before
 */
export async function chartRenderer(): Promise<(chart: Chart, theme: Theme) => string> {
  const { init } = await import('./library.ts');
  return (chart, theme) => {
    const drawing = init(null, null, { renderer: 'svg', ssr: true, ...size });
    try {
      drawing.setOption(optionOf(chart, theme));
      return plainSvg(drawing.renderToSVGString());
    } finally {
      drawing.dispose();
    }
  };
}

/**
 * Without what is for a page with scripts (classes for the pointer, indices), and with ids that do
 * not count on from one drawing to the next.
 */
function plainSvg(svg: string): string {
  const ids = new Map<string, string>();
  const plain = svg
    .replaceAll(/<style[^>]*>.*?<\/style>/gs, '')
    .replaceAll(/ (?:class|ecmeta_[a-z_]+|pointer-events)="[^"]*"/g, '')
    .replaceAll(/\bzr\d+-[a-z]+\d+\b/g, (id) => {
      const known = ids.get(id) ?? `i${ids.size}`;
      ids.set(id, known);
      return known;
    });
  return `${plain.trim()}\n`;
}
