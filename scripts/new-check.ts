/** `npm run new:check logs.something`: a check that works, to be changed into one that is needed. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { caseText, checkText } from './new-check/templates.ts';

export interface Scaffold {
  /** Contents by path from the root of the project. */
  readonly files: Readonly<Record<string, string>>;
}

/** @throws RangeError when it is no id of a check */
export function scaffold(id: string): Scaffold {
  const [, domain, name] = /^([a-z][a-z0-9]*)\.([a-z][a-z0-9]*(?:-[a-z0-9]+)*)$/.exec(id) ?? [];
  if (domain === undefined || name === undefined) {
    throw new RangeError(`Expected an id such as logs.large-files, found "${id}"`);
  }
  return {
    files: {
      [`src/catalogue/${domain}/${name}.ts`]: checkText(id, name),
      [`test/cases/${id}/ok.yml`]: caseText,
    },
  };
}

export function nextSteps(id: string): string {
  const [source, example] = Object.keys(scaffold(id).files);
  return `
Next:
  1. ${source}: say what the probe prints, what the facts are and when they are trouble.
     Interpolated values come out quoted; what needs root goes through sudo(), so that
     \`teiki sudoers\` knows it. Both languages everywhere.
  2. ${example}: put the real output of the probe; add cases for empty and truncated output,
     another locale, a missing tool, denied permission, each limit and the step below it.
  3. npm run generate   (registry, docs page, JSON Schema)
  4. npm test -- --project unit test/catalogue test/cli && npm run check
  5. Use it in a runbook:  - check: ${id}
`;
}

if (import.meta.main) process.exitCode = run(process.argv[2]);

function run(id: string | undefined): number {
  const root = join(import.meta.dirname, '..');
  try {
    const { files } = scaffold(id ?? '');
    const taken = Object.keys(files).filter((path) => existsSync(join(root, path)));
    if (taken.length > 0) throw new RangeError(`${taken.join(', ')} is there already`);
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
      console.log(path);
    }
    console.log(nextSteps(id ?? ''));
    return 0;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    console.error(`${error.message}\nUsage: npm run new:check <domain>.<name>`);
    return 2;
  }
}
