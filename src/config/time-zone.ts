import { nearest } from '../yaml/nearest.ts';

/** Names only: an offset such as `+09:00` knows no daylight saving, and is not meant here. */
export function isTimeZone(name: string): boolean {
  if (/^[+-]/.test(name)) return false;
  // The names in use, without aliases; the formatter that knows all takes ten times as long to make.
  if (Intl.supportedValuesOf('timeZone').includes(name)) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

export function nearestTimeZone(name: string): string | undefined {
  const zones = Intl.supportedValuesOf('timeZone');
  return (
    nearest(name, zones) ??
    zones.find((zone) => zone.toLowerCase().endsWith(`/${name.toLowerCase()}`))
  );
}
