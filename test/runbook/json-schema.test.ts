import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { catalogue } from '../../src/catalogue/registry.ts';
import { configSchema } from '../../src/config/schema.ts';
import { fleetSchema } from '../../src/fleet/schema.ts';
import { jsonSchema, runbookJsonSchema } from '../../src/runbook/json-schema.ts';
import { stubCatalogue } from './stub-catalogue.ts';

const written = async (path: string): Promise<unknown> =>
  parse(await readFile(`maintenance/${path}`, 'utf8'));

test.each([
  ['config.yml', configSchema],
  ['fleet.yml', fleetSchema],
])('the schema for editors accepts %s as it is written', async (path, schema) => {
  const forEditors = z.fromJSONSchema(jsonSchema(schema));
  expect(forEditors.safeParse(await written(path)).error?.issues ?? []).toEqual([]);
  expect(forEditors.safeParse({ unheard: 1 }).success).toBe(false);
});

const conditionShape = z.object({
  if: z.object({ properties: z.record(z.string(), z.object({ const: z.string() })) }),
  // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
  then: z.object({
    properties: z.object({ with: z.custom<Parameters<typeof z.fromJSONSchema>[0]>() }),
    required: z.array(z.string()).optional(),
  }),
});
const stepShape = z.object({
  properties: z.object({ check: z.object({ enum: z.array(z.string()) }) }),
  allOf: z.array(conditionShape),
});
const stepsOf = (from: Parameters<typeof runbookJsonSchema>[0]) =>
  z
    .object({ properties: z.object({ steps: z.object({ items: stepShape }) }) })
    .parse(runbookJsonSchema(from)).properties.steps.items;
const items = stepsOf(stubCatalogue);

function parametersOf(id: string, { allOf }: z.output<typeof stepShape> = items): z.ZodType {
  const found = allOf.find((condition) =>
    Object.values(condition.if.properties).some((property) => property.const === id),
  );
  if (found === undefined) throw new Error(`no schema for ${id}`);
  return z.fromJSONSchema(found.then.properties.with);
}

test('every entry brings its parameters', () => {
  expect(items.allOf).toHaveLength(stubCatalogue.ids.length);
  expect(items.properties.check.enum).not.toContain('logs.rotate-force');
});

test.each<[string, unknown, boolean]>([
  ['logs.disk-usage', { path: '/var/log', warning: 80 }, true],
  ['logs.disk-usage', { path: '${uploads}/temp', warning: '${limit}' }, true],
  ['logs.disk-usage', { warnig: 80 }, false],
  ['logs.disk-usage', { warning: '80' }, false],
  ['logs.disk-usage', { path: 'var/log' }, false],
  ['backup.integrity', { directory: '/b', kinds: [{ name: 'db', pattern: '${db}_*' }] }, true],
  ['backup.integrity', { directory: '/b', kinds: [{ name: 'db' }] }, false],
])('parameters of %s: %j', (id, parameters, expected) => {
  expect(parametersOf(id).safeParse(parameters).success).toBe(expected);
});

test('the runbooks of this repository fit', async () => {
  const shape = z.object({
    steps: z.array(
      z.object({
        check: z.string().optional(),
        task: z.string().optional(),
        with: z.unknown().default({}),
      }),
    ),
  });
  await catalogue.load(catalogue.ids);
  const real = stepsOf(catalogue);
  const files = await readdir('maintenance/runbooks');
  expect(files.length).toBeGreaterThan(7);
  for (const file of files) {
    for (const { check, task = '', ...step } of shape.parse(await written(`runbooks/${file}`))
      .steps) {
      const { error } = parametersOf(check ?? task, real).safeParse(step.with);
      expect(error?.issues ?? [], `${file}: ${check ?? task}`).toEqual([]);
    }
  }
});
