import { spawn } from 'node:child_process';
import {
  ConnectionError,
  type Connector,
  type ExecEnd,
  type HostSession,
} from '../../src/connectors/session.ts';
import type { Host } from '../../src/fleet/model.ts';

export interface LocalOptions {
  /** What `/bin/sh -s` stands for; a shell start-up file that prints, say, is `echo hi; exec sh -s`. */
  readonly command?: string;
  /** Hosts that answer with a connection error instead. */
  readonly down?: readonly string[];
  readonly onConnect?: (host: string) => void;
}

/** Runs what the engine sends in a real shell on this machine: all of a connector but the network. */
export function localConnector({ command, down = [], onConnect }: LocalOptions = {}): Connector {
  return {
    connect: async (host) => {
      onConnect?.(host.name);
      if (down.includes(host.name)) {
        const explanation = {
          id: 'connection/refused',
          args: { host: host.name, address: host.address, port: 22 },
        };
        throw new ConnectionError('refused', host.name, explanation);
      }
      return localSession(command);
    },
  };
}

function localSession(replacement: string | undefined): HostSession {
  return {
    exec: (command, { stdin, signal, onStdout, onStderr }) =>
      new Promise<ExecEnd>((resolve) => {
        // As ssh does: an abort that comes between two commands reaches no listener.
        if (signal.aborted) return resolve({ kind: 'lost', reason: 'aborted' });
        const child = spawn('/bin/sh', ['-c', replacement ?? command], {
          cwd: '/',
          env: { PATH: '/usr/bin:/bin' },
        });
        signal.addEventListener('abort', () => {
          child.kill('SIGKILL');
          resolve({ kind: 'lost', reason: 'aborted' });
        });
        child.stdout.on('data', onStdout);
        child.stderr.on('data', onStderr);
        child.stdin.on('error', () => {});
        child.stdin.end(stdin);
        child.on('close', (exitStatus, exitSignal) =>
          resolve(
            exitSignal
              ? { kind: 'killed', exitSignal }
              : { kind: 'exited', exitStatus: exitStatus ?? -1 },
          ),
        );
      }),
    openTunnel: () => Promise.reject(new Error('no tunnels here')),
    openSocket: () => Promise.reject(new Error('no tunnels here')),
    close: () => {},
  };
}

export function testHost(name: string): Host {
  return {
    name,
    address: '127.0.0.1',
    port: 22,
    user: 'mks-maint',
    identity: { kind: 'agent' },
    groups: ['app'],
    hostKeys: [],
    vars: {},
  };
}
