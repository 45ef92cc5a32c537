import { cleanLine } from '../text/untrusted.ts';
import { GitError } from './git-error.ts';
import type { GitReason } from './messages.ts';

/** What git, GitHub and the usual hooks say (with LC_ALL=C), the most telling first. */
const signs: readonly (readonly [GitReason, RegExp])[] = [
  ['dubious-ownership', /dubious ownership/],
  ['disk-full', /No space left on device|Disk quota exceeded/],
  [
    'protected-branch',
    /protected branch|GH006|GH013|repository rule violations|Changes must be made through a pull request/i,
  ],
  [
    'no-permission',
    /Permission to \S+ denied|Write access to repository not granted|error: 403|marked as read.?only|deploy key.*read.?only/i,
  ],
  [
    'no-credentials',
    /could not read (Username|Password)|Authentication failed|error: 401|Permission denied \(publickey|invalid credentials/i,
  ],
  [
    'rejected',
    /\[rejected\]|non-fast-forward|fetch first|failed to update ref|cannot lock ref|incorrect old value|stale info|reference already exists/i,
  ],
  ['refused', /hook declined|\[remote rejected\]/],
  [
    'unreachable',
    /Could not resolve host|Connection (refused|reset|timed out)|timed out|error: 5\d\d|error: 429|RPC failed|early EOF|hung up unexpectedly|unable to access|SSL|TLS|Operation too slow|Could not read from remote/i,
  ],
];

export interface Refusal {
  readonly command: string;
  readonly exitStatus: number;
  /** Both streams: `push --porcelain` tells on stdout why a branch was rejected. */
  readonly output: string;
  readonly branch: string;
  readonly directory: string;
  readonly attempts?: number;
}

/** The error that a failed command of git means. */
export function explain({ output, attempts = 1, ...args }: Refusal): GitError {
  const reason = signs.find(([, sign]) => sign.test(output))?.[0] ?? 'failed';
  return new GitError(reason, { ...args, attempts, detail: telling(output) });
}

/** The lines that say why, without the frame of hints and progress around them. */
function telling(output: string): string {
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(hint:|To |Done$|Counting|Writing|Total|POST)/.test(line));
  const said = lines.filter((line) => /^(remote: .*\w|fatal:)/.test(line));
  const rejected = lines.flatMap((line) => /^!.*(\[.*)/.exec(line)?.[1] ?? []);
  const why = [...said, ...rejected];
  const shown = (why.length > 0 ? why : lines).slice(0, 4).join(' ');
  // A remote's URL may have a password in it.
  return cleanLine(shown.replaceAll(/\/\/[^/\s@]+@/g, '//***@'), { maxCharacters: 300 });
}
