/** A check of the smallest honest kind: it counts files and knows when it could not look. */
export function checkText(id: string, name: string): string {
  const words = name.replaceAll('-', ' ');
  const title = words.charAt(0).toUpperCase() + words.slice(1);
  return `import { z } from 'zod';
import { shell } from '../../core/probe.ts';
import { sh } from '../../core/shell.ts';
import { defineCheck, Unparsable } from '../define.ts';

const params = z.strictObject({
  directory: z.string().startsWith('/').default('/tmp').describe('Folder to look into'),
  warning: z.int().min(0).default(1000).describe('More entries than this are a warning'),
});

const messages = {
  many: {
    ja: '{directory} に {entries} 個あります(しきい値 {limit})',
    en: '{directory} holds {entries} entries (limit {limit})',
  },
  'remedy-many': {
    ja: '中身を確かめる: ls -l {directory}',
    en: 'Look at what is there: ls -l {directory}',
  },
} as const;

export const check = defineCheck({
  id: '${id}',
  title: { ja: '${title}', en: '${title}' },
  description: {
    ja: '何を見つけ、何を見つけられないかを一段落で書きます。',
    en: 'One paragraph: what it finds, and what it cannot.',
  },
  sources: ['POSIX XCU ls'],
  level: 1,
  params,
  messages,
  measures: { entries: { ja: '項目数', en: 'Entries' } },
  probes: ({ directory }) => ({
    // Ends with another status than 0 when it cannot look: the verdict is then unknown.
    count: shell(
      sh\`
list=$(ls -A -- \${directory}) || exit
printf '%s\\n' "$list" | grep -c . || [ -z "$list" ]\`,
      { requires: ['ls', 'grep'] },
    ),
  }),
  parse: ({ count }) => {
    const [, entries] = /^(\\d+)\\n$/.exec(count.stdout) ?? [];
    if (entries === undefined) throw new Unparsable('a number of entries', count.stdout);
    return { entries: Number(entries) };
  },
  evaluate: ({ entries }, { directory, warning }) => {
    const args = { directory, entries, limit: warning };
    return {
      findings:
        entries > warning
          ? [
              {
                key: \`directory:\${directory}\`,
                severity: 'warning',
                message: { id: 'many', args },
                remedy: { id: 'remedy-many', args: { directory } },
              },
            ]
          : [],
      measurements: [{ name: 'entries', object: directory, value: entries, unit: 'count' }],
    };
  },
});
`;
}

export const caseText = `source: 'made by npm run new:check: replace it by what a host really prints, and say which'
outputs:
  count:
    stdout: |
      12
expect:
  verdict: ok
  facts: { entries: 12 }
  measurements:
    - { name: entries, value: 12 }
`;
