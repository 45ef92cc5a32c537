import { randomUUID } from 'node:crypto';
import { cleanBlock, cleanLine, withoutCommands } from '../text/untrusted.ts';
import { command, type Place } from './commands.ts';
import { cutSections } from './step-summary.ts';

export type AnnotationLevel = 'error' | 'warning' | 'notice';

export interface StepIo {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly appendFile: (path: string, text: string) => void;
  /** Standard output, where the runner reads commands. */
  readonly print: (text: string) => void;
}

/** GitHub shows no more per type and step. */
const maxAnnotations = 10;

/**
 * What a step gives to GitHub Actions: outputs, variables, a summary, annotations, log lines.
 * Secrets are registered first (`mask`); text from hosts can come through any of the others and
 * stays text.
 */
export class StepOutputs {
  readonly #io: StepIo;
  readonly #counts = new Map<AnnotationLevel, number>();

  constructor(io: StepIo) {
    this.#io = io;
  }

  /**
   * Keeps a secret out of the log, each of its lines too: the runner looks line by line. Lines
   * shorter than 4 characters are left, for masking them would make *** of everything.
   */
  mask(secret: string): void {
    const lines = secret.split(/\r\n|\r|\n/);
    const list = new Set([secret, ...lines].map((text) => text.trim()));
    for (const text of list) {
      if (text.length >= 4) this.#io.print(`${command('add-mask', {}, text)}\n`);
    }
  }

  /** For `steps.<id>.outputs`. At most 1 MB per job. */
  output(name: string, value: string): void {
    this.#assign('GITHUB_OUTPUT', name, value);
  }

  /** For the steps that follow. */
  variable(name: string, value: string): void {
    this.#assign('GITHUB_ENV', name, value);
  }

  /** Markdown, most important section first; what does not fit is left out and said so. */
  summary(sections: readonly string[], note: (missing: number) => string): void {
    const path = this.#io.environment['GITHUB_STEP_SUMMARY'];
    if (path) this.#io.appendFile(path, cutSections(sections, note));
  }

  /** False when the type already has as many as GitHub shows; then it goes into the log. */
  annotate(level: AnnotationLevel, message: string, place: Place = {}): boolean {
    const count = this.#counts.get(level) ?? 0;
    this.#counts.set(level, count + 1);
    const text = cleanLine(message, { maxCharacters: 2000 });
    if (count >= maxAnnotations) {
      this.log(text);
      return false;
    }
    const { file, line, title } = place;
    const properties = { file, line, col: place.column, title: title && shortened(title) };
    this.#io.print(`${command(level, properties, text)}\n`);
    return true;
  }

  /** A line of the job's log; nothing in it becomes a command. */
  log(text: string): void {
    this.#io.print(`${harmless(text)}\n`);
  }

  /** Lines that the reader unfolds. */
  group(title: string, lines: readonly string[]): void {
    this.#io.print(`${command('group', {}, shortened(title))}\n`);
    for (const line of lines) this.log(line);
    this.#io.print('::endgroup::\n');
  }

  /** Output that is not ours, in whatever form: the runner obeys nothing until the token comes. */
  verbatim(text: string): void {
    const token = randomUUID();
    this.#io.print(`::stop-commands::${token}\n${harmless(text)}\n::${token}::\n`);
  }

  #assign(variable: 'GITHUB_OUTPUT' | 'GITHUB_ENV', name: string, value: string): void {
    const path = this.#io.environment[variable];
    if (!path) throw new Error(`${variable} is not set: this is no step of GitHub Actions`);
    if (!/^[A-Za-z_][\w-]*$/.test(name)) throw new RangeError(`"${name}" names no output`);
    // Unforeseeable, so that text from a host cannot end the value and begin another.
    const delimiter = `teiki_${randomUUID()}`;
    this.#io.appendFile(path, `${name}<<${delimiter}\n${value}\n${delimiter}\n`);
  }
}

/**
 * Cleaned first: the runner skips blanks before a command that JavaScript does not count as such
 * (U+0085), and what an escape sequence has kept apart could come together.
 */
function harmless(text: string): string {
  return withoutCommands(cleanBlock(text, { maxCharacters: 100_000 }));
}

function shortened(text: string): string {
  return cleanLine(text, { maxCharacters: 200 });
}
