/** A part of the page that is measured for itself. */
export interface Section {
  /** `npm run bench -- --<flag>` */
  readonly flag: string;
  readonly title: string;
  /** Medians and how they were taken, then a table of targets: Markdown without the heading. */
  measure(): Promise<string>;
}

/** Medians in seconds, of work and of what it is compared with. */
export function seconds(ours: number, theirs: number): string {
  const shown = (value: number) =>
    value < 1 ? `${(value * 1000).toFixed(0)} ms` : `${value.toFixed(1)} s`;
  return `${shown(ours)} by ${shown(theirs)}`;
}
