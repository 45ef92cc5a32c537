import { parse } from 'yaml';
import { z } from 'zod';
import { githubParser } from './github-parser.ts';

const tree = z.record(z.string(), z.unknown());
const names = z.union([z.string().transform((name) => [name]), z.array(z.string())]);

const Step = z.object({
  id: z.string().optional(),
  name: z.string().optional(),
  if: z.union([z.string(), z.boolean()]).optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
  shell: z.string().optional(),
  with: tree.optional(),
  env: tree.optional(),
  'continue-on-error': z.unknown().optional(),
});
export type Step = z.output<typeof Step>;

const Job = z.object({
  needs: names.default([]),
  if: z.union([z.string(), z.boolean()]).optional(),
  uses: z.string().optional(),
  with: tree.default({}),
  secrets: z.union([z.literal('inherit'), tree]).default({}),
  permissions: z.record(z.string(), z.string()).optional(),
  strategy: z
    .object({ matrix: z.unknown().optional(), 'max-parallel': z.unknown() })
    .partial()
    .optional(),
  concurrency: z.unknown().optional(),
  environment: z.unknown().optional(),
  env: tree.default({}),
  outputs: tree.default({}),
  steps: z.array(Step).default([]),
});
export type Job = z.output<typeof Job>;

const Input = z.object({
  type: z.string().default('string'),
  required: z.boolean().default(false),
  default: z.unknown().optional(),
  options: z.array(z.string()).optional(),
});
export type Input = z.output<typeof Input>;
const inputs = z.record(z.string(), Input).default({});

const Events = z.preprocess(
  (on) => {
    const listed = typeof on === 'string' ? [on] : on;
    return Array.isArray(listed)
      ? Object.fromEntries(listed.map((name) => [String(name), null] as const))
      : on;
  },
  z.object({
    schedule: z.array(z.object({ cron: z.string(), timezone: z.string().optional() })).optional(),
    workflow_dispatch: z.object({ inputs }).nullish(),
    workflow_call: z
      .object({
        inputs,
        secrets: z
          .record(z.string(), z.object({ required: z.boolean().default(false) }))
          .default({}),
        outputs: z.record(z.string(), z.object({ value: z.string() })).default({}),
      })
      .nullish(),
    issues: z
      .object({ types: z.array(z.string()) })
      .partial()
      .nullish(),
    pull_request: z
      .object({ types: z.array(z.string()), paths: z.array(z.string()) })
      .partial()
      .nullish(),
    issue_comment: z
      .object({ types: z.array(z.string()) })
      .partial()
      .nullish(),
  }),
);

const Workflow = z.object({
  name: z.string().default(''),
  on: Events,
  env: tree.default({}),
  permissions: z.record(z.string(), z.string()).optional(),
  concurrency: z.unknown().optional(),
  jobs: z.record(z.string(), Job),
});
export type Workflow = z.output<typeof Workflow>;

/** What GitHub's own parser says against a workflow, expressions included. */
export async function complaints(name: string, content: string): Promise<readonly string[]> {
  const { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } = githubParser;
  const { context, value } = parseWorkflow({ name, content }, new NoOperationTraceWriter());
  if (value !== undefined) {
    const template = await convertWorkflowTemplate(context, value);
    for (const { Message } of template.errors ?? []) context.error(undefined, Message);
  }
  return context.errors.getErrors().map(({ message }) => message);
}

/** @throws Error with all that GitHub's parser complains about */
export async function readWorkflow(name: string, content: string): Promise<Workflow> {
  const errors = await complaints(name, content);
  if (errors.length > 0) throw new Error(`${name}: ${errors.join('\n')}`);
  return Workflow.parse(parse(content));
}
