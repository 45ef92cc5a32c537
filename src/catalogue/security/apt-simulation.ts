import { Unparsable } from '../define.ts';

/** An upgrade that apt-get(8) proposes. */
export interface Update {
  /** With `:arch` where it is not the host's own, as apt writes it. */
  readonly name: string;
  /** Installed version; empty for a package that is new. */
  readonly from: string;
  readonly to: string;
  /** `Label:Version/Suite`, several where archives hold the same version. */
  readonly origin: string;
}

export interface Simulation {
  readonly upgrades: readonly Update[];
  readonly installs: readonly Update[];
  readonly removals: readonly string[];
  readonly keptBack: readonly string[];
  /** Not yet rolled out to this machine (Ubuntu's phased updates). */
  readonly phased: readonly string[];
}

/** A security archive by the label or suite in its Release file, never by the name of a package. */
export function isSecurityOrigin(origin: string): boolean {
  return origin.split(', ').some((one) => {
    const [label = '', archive = ''] = one.split(':');
    return (
      label === 'Debian-Security' || label.startsWith('UbuntuESM') || archive.endsWith('-security')
    );
  });
}

/** Reads `apt-get -s dist-upgrade` (apt 1.4 to 3.0). */
export function parseSimulation(text: string): Simulation {
  if (!/^\d+ (packages )?upgraded, \d+ newly installed,|^ {2}Upgrading: \d+|^Summary:/m.test(text))
    throw new Unparsable('the summary of "apt-get -s dist-upgrade"', text.slice(-400));
  const lines = text.split('\n');
  const proposals = lines.flatMap((line) => (line.startsWith('Inst ') ? [parseInst(line)] : []));
  return {
    upgrades: proposals.filter(({ from }) => from !== ''),
    installs: proposals.filter(({ from }) => from === ''),
    removals: lines.flatMap((line) => /^Remv (\S+) /.exec(line)?.[1] ?? []),
    keptBack: listUnder(lines, /kept back:$|^Not upgrading( yet)?:/i),
    phased: listUnder(lines, /phasing:$/),
  };
}

const inst = /^Inst (\S+) (?:\[(\S+)\] )?\((\S+) (.*) \[[^\]]+\]\)/;

function parseInst(line: string): Update {
  const [, name, from = '', to, origin] = inst.exec(line) ?? [];
  if (name === undefined || to === undefined || origin === undefined)
    throw new Unparsable('"Inst package [old] (new origin [architecture])"', line);
  return { name, from, to, origin };
}

function listUnder(lines: readonly string[], heading: RegExp): readonly string[] {
  const start = lines.findIndex((line) => !line.startsWith(' ') && heading.test(line));
  if (start < 0) return [];
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => !line.startsWith('  '));
  return rest
    .slice(0, end < 0 ? rest.length : end)
    .flatMap((line) => line.trim().split(/\s+/))
    .filter((name) => name !== '');
}
