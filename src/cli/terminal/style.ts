import { Ansis } from 'ansis';
import type { Severity, Verdict } from '../../core/severity.ts';

/** Colours where they are wanted (NO_COLOR, FORCE_COLOR and what the stream is decide); marks always. */
export function styleFor(stream: { readonly isTTY?: boolean }) {
  const { NO_COLOR, FORCE_COLOR } = process.env;
  const wanted =
    FORCE_COLOR !== undefined ? FORCE_COLOR !== '0' : stream.isTTY === true && !NO_COLOR;
  return new Ansis(wanted ? 1 : 0);
}

export type Style = ReturnType<typeof styleFor>;

export const marks: Readonly<Record<Verdict | Severity, string>> = {
  critical: '✖',
  unknown: '?',
  warning: '▲',
  note: '·',
  ok: '✔',
  skipped: '–',
};

export function coloured(style: Style, verdict: Verdict | Severity, text: string): string {
  switch (verdict) {
    case 'critical':
      return style.red.bold(text);
    case 'unknown':
      return style.magenta.bold(text);
    case 'warning':
      return style.yellow.bold(text);
    case 'ok':
      return style.green(text);
    default:
      return style.dim(text);
  }
}
