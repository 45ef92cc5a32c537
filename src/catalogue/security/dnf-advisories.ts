import { Unparsable } from '../define.ts';
import type { SecurityUpdate } from './updates-state.ts';

const ranks = ['critical', 'important', 'moderate', 'low'];
const rank = (severity: string | null) =>
  (ranks.indexOf(severity ?? '') + ranks.length + 1) % (ranks.length + 1);

/** `RHSA-2024:1234 Important/Sec. openssl-libs-1:3.0.7-25.el9.x86_64` (yum 3, dnf 4). */
const classic = /^(\S+) +(?:([A-Za-z]+)\/Sec\.|security) +(\S+)$/;
/** `FEDORA-2024-02da2ae4ab security Moderate firefox-130.0-2.fc41.x86_64 2024-09-24 01:41:34` (dnf 5). */
const five = /^(\S+) +security +(\S+) +(\S+) +\d{4}-\d\d-\d\d[ T][\d:]+Z?$/;
const ignored =
  /^(Name +Type +Severity +Package +Issued|Last metadata expiration check:.*|Updating and loading repositories:|Repositories loaded\.|Loaded plugins:.*|updateinfo list done|)$/;

/** Reads `dnf -q updateinfo list security`: one update per package, at its worst severity. */
export function parseAdvisories(text: string): readonly SecurityUpdate[] {
  const updates = new Map<string, SecurityUpdate>();
  for (const line of text.split('\n').map((one) => one.trim())) {
    if (ignored.test(line)) continue;
    const [, advisory, severity, packageName] = five.exec(line) ?? classic.exec(line) ?? [];
    const [, name, to] = /^(.+)-([^-]+-[^-]+)\.[^.]+$/.exec(packageName ?? '') ?? [];
    if (advisory === undefined || name === undefined || to === undefined)
      throw new Unparsable('"advisory severity package" of updateinfo', line);
    const found = {
      name,
      from: '',
      to,
      origin: advisory,
      severity: severity?.toLowerCase() ?? null,
    };
    const known = updates.get(name);
    updates.set(
      name,
      known && rank(known.severity) < rank(found.severity)
        ? { ...found, severity: known.severity }
        : found,
    );
  }
  return [...updates.values()];
}
