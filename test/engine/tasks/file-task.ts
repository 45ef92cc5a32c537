import { z } from 'zod';
import {
  defineTask,
  type Plan,
  type Task,
  type Verification,
} from '../../../src/catalogue/define-task.ts';
import { shell } from '../../../src/core/probe.ts';
import { type ShellText, sh } from '../../../src/core/shell.ts';

const text = { ja: '試験', en: 'test' };

const params = z.strictObject({
  file: z.string(),
  want: z.string(),
  guarded: z.boolean().default(false),
});

const messages = {
  same: { ja: '{want} のまま', en: 'already {want}' },
  guard: text,
  write: { ja: '{from} → {to}', en: '{from} → {to}' },
  wrong: { ja: '{found}', en: '{found}' },
} as const;
type Id = keyof typeof messages;

interface Change {
  readonly from: string;
  readonly to: string;
}

function planOf(found: string, { want, guarded }: z.output<typeof params>): Plan<Change, Id> {
  if (guarded) {
    const guard = { key: 'file', severity: 'warning', message: { id: 'guard', args: {} } } as const;
    return { kind: 'refused', findings: [guard] };
  }
  if (found === want) return { kind: 'no-op', reason: { id: 'same', args: { want } } };
  const change = { from: found, to: want };
  return { kind: 'change', change, changes: [{ id: 'write', args: { ...change } }] };
}

export interface FileTaskOptions {
  readonly level?: 1 | 2 | 3;
  /** Instead of writing what is wanted. */
  readonly apply?: (file: string, want: string) => ShellText;
  readonly rollback?: (file: string, before: string) => ShellText;
  readonly timeoutSeconds?: number;
}

/** Writes a text into a file, where another is there: all that a task has, in small. */
export function fileTask(options: FileTaskOptions = {}): Task {
  const write = (file: string, want: string) => sh`printf %s ${want} >${file}`;
  const timeoutSeconds = options.timeoutSeconds ?? 10;
  return defineTask({
    id: 'x.file',
    title: text,
    description: text,
    sources: [],
    level: options.level ?? 1,
    params,
    messages,
    measures: {},
    privileged: () => [],
    probes: ({ file }) => ({ file: shell(sh`cat ${file}`) }),
    parse: ({ file }) => file.stdout,
    plan: planOf,
    apply: ({ to }, { file }) => ({ script: (options.apply ?? write)(file, to), timeoutSeconds }),
    verify: ({ after, change }): Verification<Id> => {
      const message = { id: 'wrong', args: { found: after } } as const;
      const wrong = { key: 'file', severity: 'critical', message } as const;
      return { findings: after === change.to ? [] : [wrong] };
    },
    rollback: ({ from }, { file }) =>
      options.rollback === undefined
        ? 'irreversible'
        : { script: options.rollback(file, from), timeoutSeconds },
  });
}
