import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ControlGroup, makeControlGroup } from './control-group.ts';

/**
 * One real sshd in namespaces of its own, where only `lo` exists: it answers on every address of
 * 127.0.0.0/8, so that two hundred addresses are two hundred hosts.
 *
 * Nothing of the machine is changed. The login user exists only in a copy of /etc/passwd that is
 * mounted over the real one inside; all processes end with the namespace's first one, and that one
 * ends when the pipe from us closes, however we died.
 */
export interface Sandbox extends AsyncDisposable {
  readonly user: string;
  /** Path of the private key that may log in. */
  readonly identity: string;
  /** The host key, as in `hostKeys`. */
  readonly hostKey: string;
  readonly group: ControlGroup;
  /** Command line that runs another one inside the network of the hosts. */
  readonly enter: readonly string[];
  /** Resolves when sshd serves nobody any more. */
  quiet(): Promise<void>;
  /** Processes started inside since the beginning, for differences. */
  processesStarted(): number;
}

const user = 'teiki-bench';

/** Addresses of `count` hosts. */
export function addresses(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `127.1.${index >> 7}.${(index & 127) + 1}`);
}

export async function makeSandbox(directory: string): Promise<Sandbox> {
  const at = (name: string) => join(directory, name);
  for (const name of ['host-key', 'identity']) {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', at(name)]);
  }
  writeAccounts(at);
  copyFileSync(at('identity.pub'), at('authorized-keys'));
  writeFileSync(at('sshd-config'), sshdConfig(at));
  writeFileSync(at('init.sh'), init(at));

  const group = makeControlGroup('server');
  const isolation = ['--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];
  const [program, ...args] = [...group.enter, 'unshare', ...isolation, 'sh', at('init.sh')];
  // A session of its own: Ctrl-C is for us, and we end it.
  const child = spawn(program, args, { detached: true });
  try {
    await ready(child, () => readFileSync(at('sshd.log'), 'utf8'));
  } catch (error) {
    child.kill('SIGKILL');
    await group.close();
    throw error;
  }
  const pid = child.pid ?? 0;
  const first = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  const resting = group.processes().length;
  return {
    user,
    identity: at('identity'),
    hostKey: readFileSync(at('host-key.pub'), 'utf8').trim(),
    group,
    enter: ['nsenter', `--net=/proc/${first}/ns/net`, '--'],
    quiet: async () => {
      for (let waited = 0; group.processes().length > resting; waited += 20) {
        if (waited > 20_000) throw new Error('a command still runs on a host of the benchmark');
        await sleep(20);
      }
    },
    // The ids of a namespace are given out one after the other, so the newest one counts them.
    processesStarted: () =>
      Number(
        execFileSync('nsenter', ['-t', first, '--pid', 'sh', '-c', 'echo $$'], {
          encoding: 'utf8',
        }),
      ),
    [Symbol.asyncDispose]: () => group.close(),
  };
}

type At = (name: string) => string;

function writeAccounts(at: At): void {
  const home = at('home');
  mkdirSync(home);
  chmodSync(home, 0o755);
  const line: Record<string, string> = {
    passwd: `${user}:x:54321:54321::${home}:/bin/sh`,
    group: `${user}:x:54321:`,
    // Without PAM sshd takes "!" for a locked account.
    shadow: `${user}:*:19000:0:99999:7:::`,
  };
  for (const [file, entry] of Object.entries(line)) {
    writeFileSync(at(file), `${readFileSync(`/etc/${file}`, 'utf8').trimEnd()}\n${entry}\n`);
    if (file === 'shadow') chmodSync(at(file), 0o600);
  }
}

/** PAM is off: what a distribution's session modules cost is not what is compared. */
function sshdConfig(at: At): string {
  return `ListenAddress 0.0.0.0
HostKey ${at('host-key')}
AuthorizedKeysFile ${at('authorized-keys')}
MaxStartups 1000:100:1000
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
StrictModes no
PidFile none
PrintMotd no
`;
}

function init(at: At): string {
  return `set -e
ip link set lo up
for file in passwd group shadow; do mount --bind ${at('"$file"')} "/etc/$file"; done
mount -t tmpfs tmpfs /run
mkdir /run/sshd
/usr/sbin/sshd -D -f ${at('sshd-config')} -E ${at('sshd.log')} >/dev/null 2>&1 &
until grep -q listening ${at('sshd.log')}; do kill -0 $!; sleep 0.05; done
exec 3<&0
cat <&3 >/dev/null &
pipe=$!
echo ready
wait $pipe
`;
}

function ready(child: ChildProcess, log: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    child.stdout?.once('data', () => resolve());
    child.once('error', reject);
    child.once('close', () => reject(new Error(`sshd does not start: ${said.trim()}\n${log()}`)));
  });
}
