import type { ShellOutput } from '../../core/probe.ts';
import { type ShellText, sh, sudo } from '../../core/shell.ts';
import { Unparsable } from '../define.ts';

export interface RotateParams {
  readonly config: string;
  readonly state: string;
  readonly hours: number;
}

export interface RotatedFile {
  readonly path: string;
  readonly inode: number;
  readonly sizeBytes: number;
  /** Change of the inode, seconds since the epoch: when it was renamed or written. */
  readonly changedSeconds: number;
}

export interface Log extends RotatedFile {
  /** What earlier rotations have left beside it. */
  readonly rotated: readonly RotatedFile[];
}

export interface RotateFacts {
  readonly uid: number;
  /** Octal, as stat(1) prints it. */
  readonly mode: string;
  /** Patterns of the configuration that keep no old log. */
  readonly keepsNothing: readonly string[];
  readonly errors: readonly string[];
  readonly compress: boolean;
  readonly copies: boolean;
  /** Lines of /etc/logrotate.conf that are neither a setting nor a block on lines of its own. */
  readonly odd: readonly string[];
  readonly logs: readonly Log[];
  readonly freeBytes: number;
  /** Processes that have one of the logs, or an old one, open for writing; null when not allowed to see. */
  readonly writers: readonly { readonly pid: number; readonly path: string }[] | null;
}

const globals = '/etc/logrotate.conf';

/** What logrotate itself would do with this configuration alone, by force. Debugging changes nothing. */
export function dryRun({ config, state }: RotateParams): ShellText {
  return sudo('/usr/sbin/logrotate', '-d', '-f', '-s', state, config);
}

/** Links of open files with the mode of the link: 0200 is open for writing. */
const openFiles = sudo(
  '/usr/bin/find',
  ...['/proc', '-mindepth', '3', '-maxdepth', '3', '-type', 'l'],
  ...['-printf', String.raw`%m %p %l\n`],
);

/** Everything that {@link rotateScript} may run as root. */
export function rotateReads(params: RotateParams): readonly ShellText[] {
  return [dryRun(params), openFiles];
}

export function rotateScript(params: RotateParams): ShellText {
  return sh`
config=${params.config}
echo == config
stat -L -c '%u %a' "$config" || exit
echo == globals
cat ${globals} 2>/dev/null
echo == debug
debug=$(${dryRun(params)} 2>&1) || { printf '%s\n' "$debug" >&2; exit 1; }
printf '%s\n' "$debug"
echo == logs
set --
while read -r word1 word2 log; do
  [ "$word1 $word2" = 'considering log' ] || continue
  [ -e "$log" ] || { ls -d "$log" 2>&1 | grep -q 'No such' && continue; }
  set -- "$@" "$log"
  stat -c 'log %i %s %Z %n' "$log" || exit
  stat -c 'old %i %s %Z %n' "$log".[0-9]* "$log"-[0-9]* 2>/dev/null
done <<END
$debug
END
echo == free
[ $# = 0 ] || df -P -k "$@" || exit
echo == writers
[ $# = 0 ] || { open=$(${openFiles} 2>/dev/null); [ -n "$open" ] && echo seen; printf '%s\n' "$open" | {
  while read -r mode link path; do
    case $mode in [2367]00) ;; *) continue ;; esac
    for log do
      case $path in "$log" | "$log".[0-9]* | "$log"-[0-9]* | "$log ("*) echo "$link $path" ;; esac
    done
  done
}; }
exit 0`;
}

/** @throws Unparsable when a part is missing */
export function parseRotate({ stdout }: ShellOutput): RotateFacts {
  const parts = new Map(
    stdout
      .split(/^== /m)
      .slice(1)
      .map((part) => {
        const end = part.indexOf('\n');
        return [part.slice(0, end), part.slice(end + 1)] as const;
      }),
  );
  const part = (name: string) => {
    const found = parts.get(name);
    if (found === undefined) throw new Unparsable(`== ${name}`, stdout.slice(-200));
    return found;
  };
  const [, uid = '', mode = ''] = /^(\d+) (\d+)$/m.exec(part('config')) ?? [];
  if (uid === '') throw new Unparsable('owner and mode', part('config').slice(0, 200));
  const debug = part('debug');
  const settings = globalSettings(part('globals'));
  const has = (word: RegExp) => settings.some((line) => word.test(line));
  if (!/^Handling \d+ logs/m.test(debug))
    throw new Unparsable('Handling … logs', debug.slice(-300));
  return {
    uid: Number(uid),
    mode,
    keepsNothing: [
      ...debug.matchAll(/^rotating pattern: (.*?) {2}.*\(no old logs will be kept\)/gm),
    ].map(([, pattern = '']) => pattern),
    errors: debug.match(/^error: .*$/gm) ?? [],
    compress: /^compressing log with: /m.test(debug) || has(/^compress$/) || delays(debug),
    copies: /^copying .* to /m.test(debug) || has(/^copy(truncate)?$/),
    odd: settings.filter((line) => /^["'/{}]|[{}]/.test(line)),
    logs: parseLogs(part('logs')),
    freeBytes: leastFree(part('free')),
    writers: parseWriters(part('writers')),
  };
}

/** With `delaycompress` the last rotation is compressed now, and named for it. */
function delays(debug: string): boolean {
  return /^renaming .*\.(gz|bz2|xz|zst) to /m.test(debug);
}

/** What is left of logrotate.conf without blocks, `include` and comments, as `sed` leaves it. */
function globalSettings(text: string): string[] {
  const kept: string[] = [];
  let inBlock = false;
  for (const line of text.split('\n').map((one) => one.trim())) {
    if (inBlock) inBlock = !line.includes('}');
    else if (line.includes('{')) inBlock = true;
    else if (line !== '' && !/^(#|include\s)/.test(line)) kept.push(line);
  }
  return kept;
}

function parseLogs(text: string): Log[] {
  const logs: (Log & { rotated: RotatedFile[] })[] = [];
  for (const line of text.split('\n')) {
    const [, kind, inode, size, changed, path = ''] =
      /^(log|old) (\d+) (\d+) (\d+) (.+)$/.exec(line) ?? [];
    if (kind === undefined) continue;
    const file = {
      path,
      inode: Number(inode),
      sizeBytes: Number(size),
      changedSeconds: Number(changed),
    };
    if (kind === 'log') logs.push({ ...file, rotated: [] });
    else logs.at(-1)?.rotated.push(file);
  }
  return logs;
}

function leastFree(text: string): number {
  const free = [...text.matchAll(/^\S.* \d+ +\d+ +(\d+) +\d+% /gm)].map(
    ([, kib]) => Number(kib) * 1024,
  );
  return free.length === 0 ? 0 : Math.min(...free);
}

function parseWriters(text: string): RotateFacts['writers'] {
  const [first, ...lines] = text.split('\n');
  if (first !== 'seen') return null;
  return lines.flatMap((line) => {
    const [, pid, path = ''] = /^\/proc\/(\d+)\/fd\/\d+ (.+)$/.exec(line) ?? [];
    return pid === undefined ? [] : [{ pid: Number(pid), path }];
  });
}
