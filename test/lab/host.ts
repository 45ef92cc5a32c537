import { mkdir, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { deleteNamespace, destroyCgroup } from './destroy.ts';
import { type CommandResult, type ExecuteOptions, execute } from './exec.ts';
import { answersSsh, type Machine, type MachineParts, startMachine } from './machine.ts';
import type { HostNetwork } from './network.ts';

/** A script's arguments are `$1`, `$2`…: nothing is ever spliced into its text. */
export interface RunOptions extends Pick<ExecuteOptions, 'input' | 'timeoutSeconds'> {
  args?: string[];
}

/** A user of a host who logs in with the lab's key. */
export interface HostUser {
  name: string;
  /** Path of the login shell. Default: /bin/bash. */
  shell?: string;
  /** Rules as they follow the name in sudoers, such as `ALL=(root) NOPASSWD: /usr/bin/id`. */
  sudo?: string[];
}

/** The same limits as init.sh sets, and a clean environment. */
const asInit = ['setpriv', '--bounding-set', '-sys_time,-sys_module,-sys_rawio']
  .concat(['env', '-i', '-C', '/root', 'HOME=/root', 'LANG=C.UTF-8'])
  .concat('PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin');

/** A real host: systemd, sshd, a network of its own. Made by `Lab.boot`. */
export class Host {
  readonly name: string;
  readonly address: string;
  /** Its public key, to pin: `ssh-ed25519 AAAA…`. */
  readonly hostKey: string;
  readonly network: HostNetwork;
  /** Its control group on this machine. */
  readonly cgroup: string;
  /** A folder on this machine that goes with the host. */
  readonly folder: string;
  readonly #parts: MachineParts;
  readonly #authorizedKey: string;
  #machine: Machine | undefined;
  #starting: Promise<void> | undefined;
  #stopped = false;
  #snippets = 0;

  constructor(parts: MachineParts, network: HostNetwork, hostKey: string, authorizedKey: string) {
    this.name = parts.name;
    this.address = parts.address;
    this.cgroup = parts.cgroup;
    this.folder = parts.folder;
    this.network = network;
    this.hostKey = hostKey;
    this.#parts = parts;
    this.#authorizedKey = authorizedKey;
  }

  /** Powers the host on (again); resolves when SSH answers. A reboot does so by itself. */
  async start(): Promise<void> {
    this.#starting = this.#powerOn();
    await this.#starting;
  }

  async #powerOn(): Promise<void> {
    if (this.#stopped) return;
    await mkdir(this.cgroup, { recursive: true });
    const machine = await startMachine(this.#parts);
    this.#machine = machine;
    void machine.ended.then(({ reboot }) => {
      if (this.#machine === machine) this.#machine = undefined;
      // A boot that fails shows in `reachable`.
      if (reboot) this.start().catch(() => {});
    });
  }

  /** Runs a bash script as root inside the host, not over SSH: it works when the network does not. */
  async run(script: string, options: RunOptions = {}): Promise<CommandResult> {
    const pid = this.#machine?.pid;
    if (pid === undefined) throw new Error(`Host ${this.name} is down`);
    const { args = [], ...rest } = options;
    const namespaces = ['--mount', '--uts', '--ipc', '--net', '--pid', '--cgroup'];
    const command = [...asInit, 'bash', '-c', script, 'bash', ...args];
    return execute('nsenter', ['--target', String(pid), ...namespaces, '--', ...command], rest);
  }

  /**
   * Like {@link run} for a script that must succeed.
   *
   * @returns its standard output without the last line end.
   * @throws Error with its exit status and what it said.
   */
  async must(script: string, options: RunOptions = {}): Promise<string> {
    const { stdout, stderr, exitStatus } = await this.run(script, options);
    if (exitStatus === 0) return stdout.replace(/\n$/, '');
    throw new Error(`On ${this.name}: "${script}" ended with ${exitStatus}: ${stderr || stdout}`);
  }

  /** Writes a file and the folders above it. Default: mode 644, owner `root:root`. */
  async write(
    path: string,
    content: string | Uint8Array,
    { mode = 0o644, owner = 'root:root' }: { mode?: number; owner?: string } = {},
  ): Promise<void> {
    await this.must(
      'mkdir -p "$(dirname "$1")" && cat > "$1" && chown "$3" "$1" && chmod "$2" "$1"',
      { args: [path, mode.toString(8), owner], input: content },
    );
  }

  /** Waits until every unit has started (about three seconds after power-on). */
  async settled(): Promise<string> {
    return (await this.run('systemctl is-system-running --wait')).stdout.trim();
  }

  /** Adds a user, or gives an existing one this shell and these rules. */
  async addUser({ name, shell = '/bin/bash', sudo }: HostUser): Promise<void> {
    await this.must(
      `if id -u "$1" >/dev/null 2>&1; then usermod --shell "$2" "$1"
       else useradd --create-home --shell "$2" --password '*' "$1"; fi`,
      { args: [name, shell] },
    );
    await this.write(`/etc/ssh/authorized_keys/${name}`, `${this.#authorizedKey}\n`);
    if (sudo) await this.sudoers(name, sudo);
  }

  /** Replaces a user's sudo rules; none takes them away. Throws when visudo finds a mistake. */
  async sudoers(user: string, rules: string[]): Promise<void> {
    const text = rules.map((rule) => `${user} ${rule}\n`).join('');
    await this.must('visudo --check --quiet --file=-', { input: text });
    await this.write(`/etc/sudoers.d/lab-${user}`, text, { mode: 0o440 });
  }

  /** Adds lines to sshd's configuration, before all others, as its first value wins. Throws on a mistake. */
  async sshd(snippet: string): Promise<void> {
    this.#snippets += 1;
    const number = String(99 - this.#snippets).padStart(2, '0');
    const path = `/etc/ssh/sshd_config.d/0-lab-${number}.conf`;
    await this.write(path, `${snippet}\n`);
    // A reload returns before sshd listens again; a restart does not, and keeps sessions.
    await this.must(
      'sshd -t || { rm "$1"; exit 1; }; systemctl reset-failed ssh && systemctl restart ssh',
      { args: [path] },
    );
  }

  /** Replaces what a user's shell runs before each command. */
  async shellStartup(text: string, user = 'mks-maint'): Promise<void> {
    const home = await this.must('getent passwd "$1" | cut -d: -f6', { args: [user] });
    await this.write(`${home}/.bashrc`, text, { owner: `${user}:` });
  }

  /** Kills PID 1, as a power cut does. The clone stays: `start` boots it again. */
  async crash(): Promise<void> {
    const machine = this.#machine;
    if (!machine) return;
    process.kill(machine.pid, 'SIGKILL');
    await machine.ended;
  }

  /** Waits until SSH answers, after a reboot for instance. */
  async reachable(timeoutSeconds = 30): Promise<void> {
    const deadline = Date.now() + timeoutSeconds * 1000;
    while (this.#machine === undefined || !(await answersSsh(this.address))) {
      if (Date.now() > deadline) throw new Error(`SSH on ${this.name} does not answer`);
      await sleep(20);
    }
  }

  /** Ends the host and removes it with all it wrote. */
  async stop(): Promise<void> {
    this.#stopped = true;
    const ended = this.#machine?.ended;
    await destroyCgroup(this.cgroup);
    await ended;
    // It may have been amid a reboot.
    await this.#starting?.catch(() => {});
    await destroyCgroup(this.cgroup);
    await deleteNamespace(this.network.namespace);
    await rm(this.folder, { recursive: true, force: true });
  }
}
