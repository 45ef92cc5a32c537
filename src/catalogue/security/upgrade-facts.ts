import type { HttpOutput, ShellOutput } from '../../core/probe.ts';
import { Unparsable } from '../define.ts';
import { parseAudit, parseLists } from './apt-facts.ts';
import { parseSimulation, type Simulation, type Update } from './apt-simulation.ts';
import { failureOf } from './failure.ts';
import { parseSections, type Sections } from './sections.ts';
import type { Failure, ListState } from './updates-state.ts';
import { parseSpace, type Space } from './upgrade-space.ts';

export interface PlannedPackage extends Update {
  /** Marked as automatically installed: what nothing needs any more may then be removed. */
  readonly automatic: boolean;
}

export interface ServiceState {
  readonly name: string;
  readonly state: string;
  readonly restarts: number;
  /** Of one that is not active: the last that it wrote into the journal, where that can be read. */
  readonly words?: readonly string[];
}

export interface AptUpgradeFacts extends ListState {
  readonly failure: Failure | null;
  /** What the upgrade would do, and nothing else. */
  readonly packages: readonly PlannedPackage[];
  readonly removals: readonly string[];
  /** Names that were chosen; the other packages come along with them. */
  readonly chosen: readonly string[];
  /** Fixes that wait for another window, `name version`. */
  readonly deferred: readonly string[];
  readonly held: readonly string[];
  readonly keptBack: readonly string[];
  readonly phased: readonly string[];
  readonly audit: string;
  readonly failedUnits: readonly string[];
  readonly services: readonly ServiceState[];
  /** Files that dpkg or ucf laid beside changed configuration files. */
  readonly conffiles: readonly string[];
  readonly space: Space;
  /** Versions of the packages above and of those of the last upgrade; those half installed are not in it. */
  readonly installed: Readonly<Record<string, string>>;
}

export interface UpgradeFacts {
  /** Null where there is no apt: `other` is then what is there. */
  readonly apt: AptUpgradeFacts | null;
  readonly other: string;
  /** HTTP status, or why there was no answer. */
  readonly health: readonly { readonly url: string; readonly answer: number | string }[];
}

export type UpgradeOutputs = Readonly<Record<string, ShellOutput | HttpOutput>>;

/** @throws Unparsable */
export function parseUpgrade(outputs: UpgradeOutputs, health: readonly string[]): UpgradeFacts {
  const { packages } = outputs;
  if (packages === undefined || !('stdout' in packages)) throw new Unparsable('packages', '');
  const sections = parseSections(packages.stdout);
  return {
    apt: sections.text('apt') === undefined ? null : parseAptUpgrade(sections),
    other: sections.text('other') ?? '',
    health: health.map((url, index) => ({ url, answer: answerOf(outputs[`health${index}`]) })),
  };
}

function answerOf(output: UpgradeOutputs[string] | undefined): number | string {
  if (output === undefined || 'stdout' in output) return 'not asked';
  return output.error?.code ?? output.status;
}

const nothing: Simulation = { upgrades: [], installs: [], removals: [], keptBack: [], phased: [] };

function parseAptUpgrade(sections: Sections): AptUpgradeFacts {
  const { archives: _, ...lists } = parseLists(sections);
  const failure = failureOf(sections, 'simulation') ?? failureOf(sections, 'exact');
  const read = (name: string) =>
    failure || sections.text(name) === undefined
      ? nothing
      : parseSimulation(sections.text(name) ?? '');
  const exact = read('exact');
  const { keptBack, phased } = read('simulation');
  const automatic = new Set(sections.lines('automatic'));
  const chosen = sections.lines('chosen').map((one) => one.replace(/=.*/, ''));
  return {
    ...lists,
    failure,
    packages: [...exact.upgrades, ...exact.installs].map((update) => ({
      ...update,
      automatic: update.from === '' || automatic.has(update.name),
    })),
    removals: exact.removals,
    chosen,
    deferred: sections
      .lines('fixes')
      .filter((fix) => !chosen.includes(fix.replace(/=.*/, '')))
      .map((fix) => fix.replace('=', ' ')),
    held: sections.lines('held'),
    keptBack,
    phased,
    audit: parseAudit(sections),
    failedUnits: sections.lines('failed'),
    services: sections.lines('services').map((line) => parseService(line, sections.lines('words'))),
    conffiles: sections.lines('conffiles').toSorted(),
    space: parseSpace(sections),
    installed: parseInstalled(sections),
  };
}

function parseService(line: string, journal: readonly string[]): ServiceState {
  const [name = ''] = line.split(' ');
  const own = journal.filter((one) => one.startsWith(`${name} `));
  const words = own.map((one) => one.slice(name.length + 1));
  return {
    ...(words.length > 0 && { words }),
    name,
    state: /ActiveState=(\S+)/.exec(line)?.[1] ?? 'unknown',
    restarts: Number(/NRestarts=(\d+)/.exec(line)?.[1] ?? 0),
  };
}

/** Names as apt has them; `ii` and `hi` alone are installed. */
function parseInstalled(sections: Sections): Record<string, string> {
  const native = sections.text('native') ?? '';
  return Object.fromEntries(
    sections.lines('installed').flatMap((line) => {
      const [name = '', architecture = '', version = '', status = ''] = line.split(' ');
      if (status.slice(1, 2) !== 'i') return [];
      const isNative = architecture === native || architecture === 'all';
      return [[isNative ? name : `${name}:${architecture}`, version]];
    }),
  );
}
