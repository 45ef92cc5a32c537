import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ansible } from './ansible.ts';
import { runbookId } from './instance.ts';
import type { Command } from './measure.ts';
import { addresses, type Sandbox } from './sandbox.ts';

/** Hosts at once, the same for everyone: what teiki takes. */
export const concurrency = 64;

export type ContestantName = 'teiki' | 'xargs ssh' | 'clush' | 'Ansible';

export interface Contestant {
  readonly name: ContestantName;
  command(hosts: number): Command;
  /** What went wrong in the run just done, undefined when every host has answered in full. */
  complaint(hosts: number, exitStatus: number): string | undefined;
}

export interface Arena {
  readonly directory: string;
  readonly root: string;
  readonly sandbox: Sandbox;
  /** The bundle that was built for the occasion. */
  readonly bundle: string;
  /** The script that teiki sends, and the nonce that its last line carries. */
  readonly script: string;
  readonly nonce: string;
  instance(hosts: number): string;
}

/** What teiki negotiates with this sshd, said to OpenSSH's client; it would choose dearer ones. */
export function writeSshConfig(directory: string, sandbox: Sandbox): void {
  const knownHosts = join(directory, 'known-hosts');
  writeFileSync(knownHosts, `* ${sandbox.hostKey}\n`);
  writeFileSync(
    join(directory, 'ssh-config'),
    `User ${sandbox.user}
IdentityFile ${sandbox.identity}
IdentitiesOnly yes
PreferredAuthentications publickey
KexAlgorithms curve25519-sha256
HostKeyAlgorithms ssh-ed25519
Ciphers aes128-gcm@openssh.com
UserKnownHostsFile ${knownHosts}
GlobalKnownHostsFile /dev/null
StrictHostKeyChecking yes
BatchMode yes
LogLevel ERROR
`,
  );
}

export function contestants(arena: Arena): readonly Contestant[] {
  return [teiki(arena), xargs(arena), clush(arena), ansible(arena)];
}

function teiki({ directory, bundle, instance }: Arena): Contestant {
  const json = join(directory, 'teiki.json');
  return {
    name: 'teiki',
    command: (hosts) => {
      rmSync(json, { force: true });
      return {
        argv: [
          ...[process.execPath, join(bundle, 'cli.js'), 'run', runbookId],
          ...['--dir', instance(hosts), '--json', json],
        ],
        output: join(directory, 'teiki.out'),
      };
    },
    complaint: (hosts) => {
      if (!existsSync(json)) return 'no result was written';
      const result = JSON.parse(readFileSync(json, 'utf8')) as {
        hosts: { reachable: boolean; failure?: unknown }[];
        steps: { step: string; verdict: string; findings: unknown }[];
      };
      const reached = result.hosts.filter(({ reachable, failure }) => reachable && !failure).length;
      if (reached < hosts) return `${reached} of ${hosts} hosts were reached`;
      const unknown = result.steps.find(({ verdict }) => verdict === 'unknown');
      return unknown && `${unknown.step} is unknown: ${JSON.stringify(unknown.findings)}`;
    },
  };
}

/** As a person would write it: each ssh needs the script on a stdin of its own, hence the shell. */
function xargs({ directory, nonce }: Arena): Contestant {
  const output = join(directory, 'xargs');
  const ssh = `ssh -F ${directory}/ssh-config -T -o ControlMaster=no`;
  const each = `exec ${ssh} "$1" 'exec /bin/sh -s' <${directory}/script.sh >${output}/$1 2>&1`;
  return {
    name: 'xargs ssh',
    command: (hosts) => {
      rmSync(output, { recursive: true, force: true });
      mkdirSync(output);
      return {
        argv: [
          ...['xargs', '-a', hostFile(directory, hosts), '-P', String(concurrency), '-I', '{}'],
          ...['sh', '-c', each, 'sh', '{}'],
        ],
        output: join(directory, 'xargs.out'),
      };
    },
    complaint: (hosts) => {
      const texts = readdirSync(output).map((name) => readFileSync(join(output, name), 'utf8'));
      return endedScripts(texts.join(''), nonce, hosts);
    },
  };
}

function clush({ directory, nonce }: Arena): Contestant {
  const output = join(directory, 'clush.out');
  const options = `-F ${directory}/ssh-config -T -o ControlMaster=no`;
  return {
    name: 'clush',
    command: (hosts) => ({
      argv: [
        ...['clush', '-f', String(concurrency), '--hostfile', hostFile(directory, hosts)],
        ...['-o', options, 'exec /bin/sh -s'],
      ],
      stdin: join(directory, 'script.sh'),
      output,
    }),
    complaint: (hosts) => {
      const [out, err] = [output, `${output}.err`].map((file) => readFileSync(file, 'utf8'));
      return endedScripts(`${out}${err}`, nonce, hosts);
    },
  };
}

export function hostFile(directory: string, hosts: number): string {
  const path = join(directory, `hosts-${hosts}`);
  writeFileSync(path, `${addresses(hosts).join('\n')}\n`);
  return path;
}

/** A script that has reached its end says so on both streams. */
function endedScripts(text: string, nonce: string, hosts: number): string | undefined {
  const ended = text.split(`${nonce} Z`).length - 1;
  return ended === 2 * hosts ? undefined : `${ended / 2} of ${hosts} scripts reached their end`;
}
