import { get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Host } from '../lab/host.ts';

export interface Answer {
  /** Milliseconds since the epoch when it was asked. */
  readonly at: number;
  readonly path: string;
  /** Status, or why there was none. */
  readonly said: number | string;
}

const paths = ['/api/v1/health', '/api/v1/projects'];

/** Asks a host through its web server, ten times a second, each time over a connection of its own. */
export class Load {
  readonly answers: Answer[] = [];
  readonly #host: Host;
  readonly #stop = new AbortController();
  readonly #asking: Promise<void>;

  constructor(host: Host) {
    this.#host = host;
    this.#asking = this.#ask();
  }

  async end(): Promise<void> {
    this.#stop.abort();
    await this.#asking;
  }

  get failed(): readonly Answer[] {
    return this.answers.filter(({ said }) => said !== 200);
  }

  async #ask(): Promise<void> {
    const open = new Set<Promise<unknown>>();
    for (let n = 0; !this.#stop.signal.aborted; n += 1) {
      const one: Promise<unknown> = this.#one(paths[n % paths.length] ?? '/').finally(() =>
        open.delete(one),
      );
      open.add(one);
      await sleep(100);
    }
    await Promise.all(open);
  }

  async #one(path: string): Promise<void> {
    const at = Date.now();
    const said = await new Promise<number | string>((resolve) => {
      const request = get({ host: this.#host.address, path, agent: false, timeout: 15_000 });
      request.on('timeout', () => request.destroy(new Error('timed out')));
      request.on('error', ({ message }) => resolve(message));
      request.on('response', (response) => {
        response.resume();
        response.on('error', ({ message }) => resolve(message));
        response.on('end', () => resolve(response.statusCode ?? 'no status'));
      });
    });
    this.answers.push({ at, path, said });
  }
}

export interface Restart {
  readonly unit: string;
  readonly from: number;
  readonly to: number;
}

/** From systemd's own journal: when a unit began to stop, and when it was there again. */
export async function restartsOf(host: Host, units: readonly string[]): Promise<Restart[]> {
  const all: Restart[] = [];
  for (const unit of units) {
    const lines = await host.must(
      `journalctl -q -u "$1" -o short-unix --no-pager | awk '/systemd\\[1\\]: (Stopping|Started) / { print $1, $4 }'`,
      { args: [unit] },
    );
    let from: number | undefined;
    for (const line of lines.split('\n')) {
      const [time = '', word] = line.split(' ');
      const at = Number(time) * 1000;
      if (word === 'Stopping') from = at;
      else if (from !== undefined) {
        all.push({ unit, from, to: at });
        from = undefined;
      }
    }
  }
  return all.sort((a, b) => a.from - b.from);
}

/** What failed while nothing was announced to be away. A worker needs a moment after its master. */
export function unannounced(load: Load, restarts: readonly Restart[]): readonly Answer[] {
  const graceMs = 1000;
  return load.failed.filter(
    ({ at }) => !restarts.some(({ from, to }) => at >= from - graceMs && at <= to + graceMs),
  );
}
