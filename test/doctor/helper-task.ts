import { z } from 'zod';
import { defineTask } from '../../src/catalogue/define-task.ts';
import { shell } from '../../src/core/probe.ts';
import { rootHelper, sudoHelper } from '../../src/core/root-helper.ts';
import { type ShellText, sh } from '../../src/core/shell.ts';

/** Counts lines as root, and shows the whole of a text that is hard to quote: `'`, `%s`, `\n`, `$1`. */
export const counter = rootHelper(
  'line-count',
  sh`
[ "$1" = count ] || exit 64
# It's a text with ' and "$HOME" and %s and \n and a last line without an end
wc -l
`,
);
/** The same as it was in an older version. */
export const olderCounter = rootHelper('line-count', sh`cat | wc -l`);

export const count: ShellText = sudoHelper(counter, 'count');

const text = { ja: '数える', en: 'Count' };

/** A task that needs nothing but a helper. */
export const counting = defineTask({
  id: 'test.count',
  title: text,
  description: text,
  sources: ['the test'],
  level: 1,
  params: z.strictObject({}),
  messages: { 'test.count/nothing': text },
  measures: {},
  probes: () => ({ nothing: shell(sh`true`) }),
  privileged: () => [count],
  parse: () => ({}),
  plan: () => ({ kind: 'no-op', reason: { id: 'test.count/nothing', args: {} } }),
  apply: () => ({ script: sh`printf 'a\nb\n' | ${count}`, timeoutSeconds: 10 }),
  verify: () => ({ findings: [], measurements: [] }),
  rollback: () => 'irreversible',
});
