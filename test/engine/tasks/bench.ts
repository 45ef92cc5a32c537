import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Task } from '../../../src/catalogue/define-task.ts';
import type { Connector } from '../../../src/connectors/session.ts';
import type { StepOutcome } from '../../../src/engine/outcome.ts';
import { runHost } from '../../../src/engine/run-host.ts';
import type { Conduct } from '../../../src/engine/tasks/conduct.ts';
import { localConnector, testHost } from '../../support/local-connector.ts';
import { fileTask } from './file-task.ts';

/** A host that is this machine, with a lock and a state folder of its own. */
export class Bench {
  readonly folder = mkdtempSync(join(tmpdir(), 'teiki-task-'));
  readonly file = join(this.folder, 'file');
  readonly lock = join(this.folder, 'teiki.lock');
  readonly state = join(this.folder, `teiki-${process.getuid?.() ?? 0}`);

  constructor() {
    this.content = 'old';
  }

  get content(): string {
    return readFileSync(this.file, 'utf8');
  }

  set content(text: string) {
    writeFileSync(this.file, text);
  }

  /** Names of what is left in the folders of lock and work. */
  get left(): string[] {
    const names = readdirSync(this.folder).filter((name) => name === 'teiki.lock');
    return [...names, ...(this.#has(this.state) ? readdirSync(this.state) : [])];
  }

  #has(folder: string): boolean {
    return readdirSync(this.folder).some((name) => join(this.folder, name) === folder);
  }

  async run({ task = fileTask(), params = {}, connector, signal, secret, ...rest }: BenchRun = {}) {
    const conduct: Conduct = {
      changes: 'all',
      runId: 'this-run',
      places: { lock: this.folder, state: this.folder },
      ...rest.conduct,
    };
    const step = {
      id: 'step',
      task,
      params: task.params.parse({ file: this.file, want: 'new', ...params }),
      marked: rest.marked ?? false,
      history: [],
    };
    const unused = () => Promise.reject(new Error('not in this test'));
    const world = {
      connector: connector ?? localConnector(),
      probeTls: unused,
      probeHttp: unused,
      probeTcp: unused,
      now: () => new Date(),
      ...(secret && { secret }),
    };
    const never = new AbortController().signal;
    const plan = { host: testHost('app1'), steps: [step] };
    const { steps } = await runHost(plan, world, signal ?? never, conduct);
    return steps[0] as StepOutcome;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export interface BenchRun {
  readonly task?: Task;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly conduct?: Partial<Conduct>;
  readonly connector?: Connector;
  readonly signal?: AbortSignal;
  readonly secret?: (name: string) => string | undefined;
  readonly marked?: boolean;
}

/** Outcome, verdict and local ids of the findings, the reason last. */
export function brief({ task, verdict, findings, reason }: StepOutcome): string {
  const ids = findings.map(({ message }) => message.id.split('/').at(-1));
  const why = reason ? [`(${reason.id.split('/').at(-1)})`] : [];
  return [task?.outcome, verdict, ...ids, ...why].join(' ');
}
