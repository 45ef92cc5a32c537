import type { HostSession } from '../connectors/session.ts';
import type { ShellProbe } from '../core/probe.ts';
import type { Host } from '../fleet/model.ts';
import { HostSql } from './host-sql.ts';
import { answerOf, type ProbeAnswer } from './reading.ts';
import { runScript, type ScriptRun } from './run-script.ts';
import type { ScriptProbe } from './script.ts';
import type { EngineWorld } from './world.ts';

/** The way to one host for one run: a connection that is opened anew when it breaks in a task. */
export class HostLine {
  readonly host: Host;
  readonly world: EngineWorld;
  readonly signal: AbortSignal;
  readonly sql: HostSql;
  #session: HostSession | undefined;

  constructor(host: Host, world: EngineWorld, signal: AbortSignal) {
    this.host = host;
    this.world = world;
    this.signal = signal;
    this.sql = new HostSql(world, host);
  }

  /** @throws ConnectionError */
  async session(signal = this.signal): Promise<HostSession> {
    this.#session ??= await this.world.connector.connect(this.host, { signal });
    return this.#session;
  }

  async script(probes: readonly ScriptProbe[], signal = this.signal): Promise<ScriptRun> {
    const session = await this.session(signal);
    return await runScript(probes, this.host.name, session, this.world.now, signal);
  }

  /**
   * One script of the engine's own. These can all be sent twice, so that one more attempt is made
   * over a new connection when the first is lost.
   * @throws ConnectionError
   */
  async ask(probe: ShellProbe, signal = this.signal): Promise<ProbeAnswer | undefined> {
    const probes = [{ frame: 'own', probe }];
    let run = await this.script(probes, signal);
    if (run.breakdown?.reason.id === 'unknown/lost' && !signal.aborted) {
      this.close();
      run = await this.script(probes, signal);
    }
    const frame = run.reader.frame('own');
    return frame && answerOf(probe, frame);
  }

  close(): void {
    this.sql.close();
    this.#session?.close();
    this.#session = undefined;
  }
}
