import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseSurvey } from '../../../src/catalogue/deletion/facts.ts';
import { deletionHelper } from '../../../src/catalogue/deletion/helper.ts';
import type { DeletionOrder, DeletionRule } from '../../../src/catalogue/deletion/order.ts';
import type { Shell } from '../../support/shells.ts';

/** Two users that every Debian and Ubuntu has, and that own nothing. */
export const owner = 'nobody';
export const stranger = 'daemon';

/** Without SHLVL bash takes a socket as stdin for a remote shell, and reads its start-up files. */
const environment = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', SHLVL: '1' };

/** The helper, run by root on this machine in a folder of the test. */
export class Ground {
  readonly folder: string;
  /** The folder to clean. */
  readonly root: string;

  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'teiki-deletion-'));
    chmodSync(this.folder, 0o755);
    this.root = join(this.folder, 'root');
    this.bash('install -d -m 1777 "$1"', this.root);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** @throws Error with what the script has said */
  bash(script: string, ...args: readonly string[]): string {
    const text = `set -e; root=${this.folder}/root; ${script}`;
    const { status, stdout, stderr } = spawnSync('bash', ['-c', text, 'bash', ...args], {
      cwd: this.folder,
      env: environment,
    });
    if (status !== 0) throw new Error(String(stderr));
    return String(stdout);
  }

  /** Paths below the folder, in order; newlines in names as `?`. */
  files(below = 'root'): string[] {
    const list = this.bash(`cd "$1"; find . -mindepth 1 -print0 | tr '\\n\\0' '?\\n'`, below);
    return list.split('\n').filter(Boolean).sort();
  }

  order(rest: Partial<DeletionOrder> = {}, rule: Partial<DeletionRule> = {}): DeletionOrder {
    return {
      rules: [
        { directory: this.root, patterns: ['mks_*'], olderThanDays: 7, maxShare: 50, ...rule },
      ],
      owners: [owner],
      maxFiles: 1000,
      emptyFolders: false,
      logs: false,
      ...rest,
    };
  }

  run(shell: Shell, order: DeletionOrder, args: readonly string[], input: string | Buffer = '') {
    const [file, ...first] = shell.argv;
    const { text } = deletionHelper(order);
    const { status, stdout, stderr } = spawnSync(file, [...first, '-c', text, 'helper', ...args], {
      input,
      env: environment,
      maxBuffer: 64 * 1024 * 1024,
    });
    return { exitStatus: status, stdout: stdout.toString('latin1'), stderr: String(stderr) };
  }

  survey(shell: Shell, order: DeletionOrder) {
    const { stdout, stderr, exitStatus } = this.run(shell, order, ['survey']);
    if (exitStatus !== 0) throw new Error(stderr);
    return parseSurvey({ stdout, stderr, exitStatus, durationMs: 1 }, order);
  }

  /** Holds a file of the folder open until the function that is returned is called. */
  open(path: string): () => void {
    const file = openSync(join(this.root, path), 'r');
    const child = spawn('sleep', ['600'], { stdio: [file, 'ignore', 'ignore'] });
    closeSync(file);
    return () => void child.kill();
  }
}
