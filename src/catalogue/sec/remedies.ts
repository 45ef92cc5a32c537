import { quote } from '../../core/shell.ts';
import type { Entry } from './entries.ts';
import type { Account } from './service-accounts.ts';

/** Names that a terminal and a shell show as they are; others are reached by their inode. */
const plain = /^[\p{L}\p{N} _/.:=@%+,~#()[\]{}'&;!?*<>$^-]+$/u;

export interface Remedy {
  readonly command: string;
  /** Gives back the mode and group of before. */
  readonly undo: string;
}

function change(entry: Entry, directory: string, steps: readonly (readonly string[])[]): string {
  const { path, inode } = entry;
  if (plain.test(path)) {
    return steps.map((words) => `sudo ${[...words, '--', quote(path)].join(' ')}`).join(' && ');
  }
  const find = `sudo find -H ${quote(directory)} -xdev -inum ${inode}`;
  return steps.map((words) => `${find} -exec ${words.join(' ')} -- {} +`).join(' && ');
}

/**
 * Takes a right from others. An account that has it only as one of them gets it as the group first,
 * or the service would lose it.
 */
export function takeFromOthers(
  entry: Entry,
  directory: string,
  right: 'r' | 'w',
  through: readonly Account[],
): Remedy {
  const [account] = through;
  const group = account?.groups[0];
  const grant = entry.kind === 'folder' ? `g+${right}x,o-${right}` : `g+${right},o-${right}`;
  const steps =
    group === undefined
      ? [['chmod', `o-${right}`]]
      : [
          ['chgrp', group],
          ['chmod', grant],
        ];
  const back = [['chmod', entry.mode.padStart(4, '0')]];
  return {
    command: change(entry, directory, steps),
    undo: change(entry, directory, group === undefined ? back : [['chgrp', entry.group], ...back]),
  };
}

/** Sets a mode, of which the old one is kept in `undo`. */
export function setMode(entry: Entry, directory: string, mode: string): Remedy {
  return {
    command: change(entry, directory, [['chmod', mode]]),
    undo: change(entry, directory, [['chmod', entry.mode.padStart(4, '0')]]),
  };
}

const shown = 100;

/** A line for each: what it is, what to do, and what gives it back. */
export function listed(entries: readonly Entry[], remedy: (entry: Entry) => Remedy): string {
  const lines = entries.slice(0, shown).map((entry) => {
    const { mode, owner, group, path } = entry;
    const { command, undo } = remedy(entry);
    return `${mode.padStart(4, '0')} ${owner}:${group} ${path}\n  ${command}\n  # ${undo}`;
  });
  return [...lines, ...(entries.length > shown ? [`… ${entries.length - shown}`] : [])].join('\n');
}
