import type { Severity } from '../core/severity.ts';

/** What is amiss on purpose, and what the run has to make of it. */
export interface PlantedFault {
  readonly host: string;
  /** Id of the catalogue entry that must find it. */
  readonly use: string;
  readonly severity: Severity;
}

interface HostStory {
  readonly name: string;
  /** A host that is down has a port on which nobody listens. */
  readonly isUp: boolean;
  readonly certificateDays: number;
  readonly truncatedDump: boolean;
  readonly logMiB: number;
  readonly expected: readonly Omit<PlantedFault, 'host'>[];
}

export const story: readonly HostStory[] = [
  {
    name: 'app1',
    isUp: true,
    certificateDays: 60,
    truncatedDump: false,
    logMiB: 1,
    expected: [],
  },
  {
    name: 'app2',
    isUp: true,
    certificateDays: 5,
    truncatedDump: true,
    logMiB: 120,
    expected: [
      { use: 'logs.large-files', severity: 'warning' },
      { use: 'backup.integrity', severity: 'critical' },
      { use: 'tls.file-expiry', severity: 'critical' },
    ],
  },
  {
    name: 'app3',
    isUp: false,
    certificateDays: 60,
    truncatedDump: false,
    logMiB: 1,
    expected: [{ use: 'host.unreachable', severity: 'critical' }],
  },
];

export const plantedFaults: readonly PlantedFault[] = story.flatMap(({ name, expected }) =>
  expected.map((fault) => ({ host: name, ...fault })),
);
