import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { commandReader } from './commands.ts';
import { newEnvFiles, readPairs, readSummary } from './env-files.ts';
import { type JobState, masked, placeOf } from './job-state.ts';
import { runProcess } from './process.ts';

/** The processes of one step, what they print and what they write for the runner. */
export class Execution {
  readonly folder: string;
  readonly outputs: Record<string, string> = {};
  readonly saved: Record<string, string> = {};
  readonly state: JobState;
  readonly #title: string;
  readonly #reader = commandReader();
  readonly #log: string[] = [];
  readonly #signal: AbortSignal;
  #files: Awaited<ReturnType<typeof newEnvFiles>> | undefined;

  constructor(state: JobState, title: string, wasCancelled: boolean) {
    this.state = state;
    this.#title = title;
    this.folder = join(state.temp, `_step_${state.ran.length}_${state.posts.length}`);
    // A step that runs although the run is cancelled is not cancelled again.
    this.#signal = wasCancelled ? new AbortController().signal : state.run.cancelled.signal;
  }

  async start(): Promise<void> {
    mkdirSync(this.folder, { recursive: true });
    this.#files = await newEnvFiles(this.folder);
  }

  say(line: string): void {
    this.#log.push(masked(line, this.state.masks));
  }

  async process(
    command: string,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
  ): Promise<void> {
    const { state } = this;
    const files = this.#files;
    mkdirSync(state.workspace, { recursive: true });
    const status = await runProcess({
      command,
      args,
      directory: state.workspace,
      environment: {
        ...state.environment,
        ...env,
        PATH: [...state.path, state.environment['PATH'] ?? ''].join(':'),
        ...(files && {
          GITHUB_OUTPUT: files.output,
          GITHUB_ENV: files.env,
          GITHUB_PATH: files.path,
          GITHUB_STATE: files.state,
          GITHUB_STEP_SUMMARY: files.summary,
        }),
      },
      signal: this.#signal,
      onLine: (line) => this.#hear(line),
    });
    if (this.#reader.refused.length > 0)
      throw new Error(`The commands ${this.#reader.refused.join(', ')} are disabled`);
    if (status !== 0) throw new Error(`Process completed with exit code ${status}.`);
  }

  #hear(line: string): void {
    const { state } = this;
    const command = this.#reader.read(line);
    if (command?.name === 'add-mask') state.masks.push(command.value);
    else this.say(line);
    if (state.run.world.faults?.cancelAt?.(placeOf(state, this.#title), line) === true) {
      state.run.cancelled.cancel();
    }
  }

  async end() {
    const { commands, annotations, masks, outputs, state } = this.#reader;
    Object.assign(this.outputs, outputs);
    Object.assign(this.saved, state);
    let summary = '';
    let problem: string | undefined;
    try {
      if (this.#files) {
        Object.assign(this.outputs, await readPairs(this.#files.output));
        Object.assign(this.saved, await readPairs(this.#files.state));
        Object.assign(this.state.environment, await readPairs(this.#files.env));
        summary = await readSummary(this.#files.summary);
      }
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error);
      this.say(`##[error]${problem}`);
    }
    return {
      outputs: this.outputs,
      log: this.#log,
      commands,
      annotations,
      masks,
      summary: masked(summary, this.state.masks),
      problem,
    };
  }
}
