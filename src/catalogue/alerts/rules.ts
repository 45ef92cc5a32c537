import { z } from 'zod';
import { type ShellProbe, shell } from '../../core/probe.ts';
import { sh } from '../../core/shell.ts';
import { Unparsable } from '../define.ts';

/** Rules as Prometheus has loaded them: `/api/v1/rules`. */
export const loadedRules = z.object({
  groups: z.array(
    z.object({
      name: z.string(),
      file: z.string(),
      rules: z.array(
        z.object({
          type: z.enum(['alerting', 'recording']),
          name: z.string(),
          health: z.string(),
          lastError: z.string().default(''),
        }),
      ),
    }),
  ),
});

export type LoadedGroups = z.output<typeof loadedRules>['groups'];

/** What promtool says of a file. */
export interface RuleFile {
  readonly path: string;
  readonly state: 'checked' | 'missing' | 'unreadable';
  readonly exitStatus: number;
  readonly output: string;
  /** Null when it is wrong. */
  readonly rules: number | null;
}

export function ruleFilesProbe(files: readonly string[]): ShellProbe {
  return shell(
    sh`
for file in ${files}; do
  if [ ! -e "$file" ]; then printf '%%%% missing 0 %s\n' "$file"
  elif [ ! -r "$file" ]; then printf '%%%% unreadable 0 %s\n' "$file"
  else
    out=$(promtool check rules --lint=all "$file" 2>&1)
    printf '%%%% checked %d %s\n%s\n' "$?" "$file" "$out"
  fi
done
echo '%% end'`,
    { requires: ['promtool'], timeoutSeconds: 60 },
  );
}

/** @throws Unparsable */
export function readRuleFiles(stdout: string): RuleFile[] {
  const parts = stdout.split(/^%% /m);
  if (parts.pop()?.trim() !== 'end') throw new Unparsable('rule files, end', stdout.slice(-200));
  return parts.slice(1).map((part) => {
    const [, state, status, path = '', output = ''] =
      /^(checked|missing|unreadable) (\d+) (.*)\n([^]*)$/.exec(part) ?? [];
    if (state !== 'checked' && state !== 'missing' && state !== 'unreadable') {
      throw new Unparsable('state and path of a rule file', part.slice(0, 200));
    }
    const found = /(\d+) rules found/.exec(output)?.[1];
    const rules = found === undefined ? null : Number(found);
    return { path, state, exitStatus: Number(status), output: output.trim(), rules };
  });
}
