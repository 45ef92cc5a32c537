import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { asText, type Contexts, evaluateTree, texts } from './expressions.ts';
import type { Step } from './parse.ts';

const ActionFile = z.object({
  inputs: z
    .record(
      z.string(),
      z.object({ required: z.boolean().default(false), default: z.unknown().optional() }),
    )
    .default({}),
  outputs: z.record(z.string(), z.object({ value: z.string().optional() })).default({}),
  runs: z.discriminatedUnion('using', [
    z.object({ using: z.literal('node24'), main: z.string(), post: z.string().optional() }),
    z.object({ using: z.literal('composite'), steps: z.array(z.custom<Step>()) }),
  ]),
});
export type ActionFile = z.output<typeof ActionFile>;

/** @throws Error when there is none, or it runs on something else than Node 24 */
export function readAction(folder: string): ActionFile {
  return ActionFile.parse(parse(readFileSync(join(folder, 'action.yml'), 'utf8')));
}

/** Inputs with their defaults. Names that the action does not declare are passed on, with a warning. */
export function inputsOf(
  { inputs }: ActionFile,
  step: Step,
  contexts: Contexts,
  warn: (line: string) => void,
): Record<string, string> {
  const given = texts(step.with, contexts);
  const known = new Map(Object.keys(inputs).map((name) => [name.toLowerCase(), name]));
  for (const name of Object.keys(given)) {
    if (!known.has(name.toLowerCase())) {
      const list = Object.keys(inputs)
        .map((each) => `'${each}'`)
        .join(', ');
      warn(`Unexpected input(s) '${name}', valid inputs are [${list}]`);
    }
  }
  const defaults = Object.entries(inputs).map(
    ([name, input]) =>
      [
        name,
        input.default === undefined ? '' : asText(evaluateTree(input.default, contexts)),
      ] as const,
  );
  return { ...Object.fromEntries(defaults), ...given };
}

export function inputVariables(inputs: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(inputs).map(
      ([name, value]) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value] as const,
    ),
  );
}
