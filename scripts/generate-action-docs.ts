/** The reference page of the actions, from their action.yml files. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { code, heading, markdown, paragraph, table } from '../src/text/markdown.ts';

const root = join(import.meta.dirname, '..');

const Field = z.object({
  description: z.string(),
  required: z.boolean().default(false),
  default: z.string().optional(),
});
const ActionFile = z.object({
  name: z.string(),
  description: z.string(),
  inputs: z.record(z.string(), Field),
  outputs: z.record(z.string(), Field),
});
type Field = z.output<typeof Field>;

/** In the order in which a workflow uses them; one that is not named here comes last. */
const order = ['plan', 'run', 'conclude', 'reconcile', 'review'];

const example = `\`\`\`yaml
permissions: { contents: write, issues: write }
jobs:
  maintenance:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@<sha>
      - uses: <owner>/teiki@<sha>
        with: { runbook: weekly-health }
        env: { TEIKI_SSH_KEY: "\${{ secrets.TEIKI_SSH_KEY }}" }
\`\`\``;

export function generateActionDocs(): Record<string, string> {
  const pages = actionFiles().map(({ title, path }) => {
    const action = ActionFile.parse(parse(readFileSync(join(root, path), 'utf8')));
    return [
      markdown([heading(2, code(title)), paragraph(...prose(action.description))]),
      inputTable(action.inputs),
      outputTable(action.outputs),
    ].join('\n');
  });
  const head = [
    '<!-- Generated from the action.yml files by `npm run generate`. -->',
    '',
    '# Actions',
    '',
    'A small fleet needs one job; `teiki workflows` writes the workflows of an instance, those for a matrix of jobs included.',
    '',
    example,
    '',
    'Every secret that config.yml or fleet.yml names as `env:NAME` is taken from the environment of the job. In a public repository, `TEIKI_PSEUDONYM_KEY` (any random text) keeps the pseudonyms of addresses and users the same from run to run.',
    '',
    'Findings open issues and do not fail the job: a red job says that the maintenance itself is broken. A record that cannot be pushed fails it, and is kept in the folder of the output `kept`.',
    '',
  ].join('\n');
  return { 'docs/actions.md': [head, ...pages].join('\n') };
}

function actionFiles(): readonly { readonly title: string; readonly path: string }[] {
  const names = readdirSync(join(root, 'actions'))
    .filter((name) => readdirSync(join(root, 'actions', name)).includes('action.yml'))
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  const single = { title: 'teiki: all in one job', path: 'action.yml' };
  return [
    single,
    ...names.map((name) => ({ title: `actions/${name}`, path: `actions/${name}/action.yml` })),
  ];
}

function rank(name: string): number {
  const index = order.indexOf(name);
  return index < 0 ? order.length : index;
}

function inputTable(fields: Readonly<Record<string, Field>>): string {
  const rows = Object.entries(fields).map(([name, field]) => [
    [code(name)],
    prose(field.description),
    field.required ? prose('required') : field.default === undefined ? [] : [code(field.default)],
  ]);
  return markdown([table([{ title: 'Input' }, { title: 'Meaning' }, { title: 'Default' }], rows)]);
}

function outputTable(fields: Readonly<Record<string, Field>>): string {
  const rows = Object.entries(fields).map(([name, field]) => [
    [code(name)],
    prose(field.description),
  ]);
  return markdown([table([{ title: 'Output' }, { title: 'Meaning' }], rows)]);
}

/** Descriptions have code in backticks, as Markdown has. */
function prose(description: string): ReturnType<typeof code>[] {
  return description
    .split('`')
    .map((part, index) =>
      index % 2 === 1 ? code(part) : ({ type: 'text', value: part } as const),
    );
}

if (import.meta.main) {
  for (const content of Object.values(generateActionDocs())) process.stdout.write(content);
}
