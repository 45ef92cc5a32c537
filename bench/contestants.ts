import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ansible } from './ansible.ts';
import { type Arena, type Contestant, concurrency, hostFile } from './contestant.ts';
import { runbookId } from './instance.ts';

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

/** A script that has reached its end says so on both streams. */
function endedScripts(text: string, nonce: string, hosts: number): string | undefined {
  const ended = text.split(`${nonce} Z`).length - 1;
  return ended === 2 * hosts ? undefined : `${ended / 2} of ${hosts} scripts reached their end`;
}
