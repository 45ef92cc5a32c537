import type { Connector, ExecOptions } from '../../src/connectors/session.ts';
import { localConnector } from '../support/local-connector.ts';

interface Recording {
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

const nonceOf = (script: string) => /teiki_nonce=(\S+)/.exec(script)?.[1] ?? '';

/**
 * Runs each host's script once in a real shell and gives the same bytes ever after, with the nonce
 * of the present run: durations, and all that a host could say differently, stay the same.
 */
export function replayConnector(): Connector {
  const recordings = new Map<string, Promise<Recording>>();
  const live = localConnector();
  return {
    connect: async (host, options) => {
      const session = await live.connect(host, options);
      const record = async (command: string, exec: ExecOptions): Promise<Recording> => {
        const stdout: Buffer[] = [];
        const stderr: Buffer[] = [];
        await session.exec(command, {
          ...exec,
          onStdout: (chunk) => stdout.push(chunk),
          onStderr: (chunk) => stderr.push(chunk),
        });
        const nonce = nonceOf(String(exec.stdin));
        const plain = (chunks: Buffer[]) =>
          Buffer.from(
            Buffer.concat(chunks).toString('latin1').replaceAll(nonce, '\u0001'),
            'latin1',
          );
        return { stdout: plain(stdout), stderr: plain(stderr) };
      };
      return {
        ...session,
        exec: async (command, exec) => {
          const recording = recordings.get(host.name) ?? record(command, exec);
          recordings.set(host.name, recording);
          const { stdout, stderr } = await recording;
          const nonce = nonceOf(String(exec.stdin));
          const again = (bytes: Buffer) =>
            Buffer.from(bytes.toString('latin1').replaceAll('\u0001', nonce), 'latin1');
          exec.onStdout(again(stdout));
          exec.onStderr(again(stderr));
          return { kind: 'exited', exitStatus: 0 };
        },
      };
    },
  };
}
