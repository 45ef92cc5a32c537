import { Unparsable } from '../define.ts';

export interface StuckProcess {
  readonly pid: number;
  readonly state: 'Z' | 'D';
  readonly name: string;
  readonly parentPid: number;
  readonly parent: string;
  /** systemd unit of the parent; empty when it has none. */
  readonly unit: string;
  readonly ageSeconds: number;
}

export interface StatesFacts {
  /** In the same state on both looks; of those in D, that have not run in between. */
  readonly stuck: readonly StuckProcess[];
}

interface Line extends StuckProcess {
  /** Process id and start: an id alone may have been given to another. */
  readonly identity: string;
  readonly switches: string;
}

/** @throws Unparsable */
export function parseStates(stdout: string): StatesFacts {
  const samples = stdout.split(/^(?=sample )/m).filter((text) => text.trim() !== '');
  const [first, second] = samples.map(parseSample);
  if (!first || !second) throw new Unparsable('two samples of all processes', stdout.slice(-300));
  const before = new Map(first.map((one) => [one.identity, one]));
  const stuck = second.filter(({ identity, state, switches }) => {
    const earlier = before.get(identity);
    return earlier?.state === state && (state === 'Z' || earlier.switches === switches);
  });
  return { stuck: stuck.map(({ identity: _, switches: __, ...one }) => one) };
}

const processLine = /^process (\d+) ([ZD]) (\d+) (\d+) (\S+) (\S+)\t(.*)\t(.*)$/;
const kernelThreads = 2;

function parseSample(text: string): readonly Line[] {
  const [, up, ticks] = /^sample (\d+(?:\.\d+)?) (\d+)$/m.exec(text) ?? [];
  if (up === undefined || !/^end$/m.test(text)) {
    throw new Unparsable('sample, processes, end', text.slice(0, 300));
  }
  return text.split('\n').flatMap((line) => {
    if (!line.startsWith('process ')) return [];
    const found = processLine.exec(line);
    if (!found) throw new Unparsable('a process and its state', line);
    const [
      ,
      pid = '',
      state = '',
      parentPid,
      start,
      switches = '',
      unit = '',
      parent = '',
      name = '',
    ] = found;
    if (Number(parentPid) === kernelThreads) return [];
    return [
      {
        pid: Number(pid),
        state: state === 'Z' ? 'Z' : 'D',
        name,
        parentPid: Number(parentPid),
        parent,
        unit: unit === '-' ? '' : unit,
        ageSeconds: Math.max(0, Math.floor(Number(up) - Number(start) / Number(ticks))),
        identity: `${pid} ${start}`,
        switches,
      } as const,
    ];
  });
}
