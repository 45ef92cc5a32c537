/** A chart as what it shows; `charts/render.ts` draws it. */
export type Chart = BarChart | LineChart;

interface Common {
  readonly type: 'chart';
  /** Part of the file's name. */
  readonly name: string;
  readonly title: string;
  /** For those who do not see it. */
  readonly alt: string;
  readonly unit: string;
}

export type Tone = 'critical' | 'warning' | 'unknown' | 'ok' | 'plain' | 'second' | 'third';

export interface BarChart extends Common {
  readonly kind: 'bars';
  readonly categories: readonly string[];
  readonly series: readonly {
    readonly name: string;
    readonly tone: Tone;
    readonly values: readonly number[];
  }[];
  readonly limit?: { readonly value: number; readonly label: string };
}

export interface LineChart extends Common {
  readonly kind: 'lines';
  readonly series: readonly {
    readonly name: string;
    /** Local dates, and values. */
    readonly points: readonly (readonly [string, number])[];
  }[];
  readonly limit?: { readonly value: number; readonly label: string };
  readonly top?: number;
}
