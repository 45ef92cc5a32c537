import { z } from 'zod';
import type { CatalogueView, EntryKind } from './catalogue-view.ts';
import { runbookSchema } from './schema.ts';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/**
 * The JSON Schema (draft 7) of a zod schema as people write it, for completion and checking in
 * editors. What only code can check (references, relations between values) is not in it.
 */
export function jsonSchema(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, {
    io: 'input',
    target: 'draft-7',
    unrepresentable: 'any',
    override: ({ jsonSchema: made }) => {
      // zod's own words for what `pattern` says already.
      if (/^(starts_with|ends_with|includes|regex)$/.test(made.format ?? '')) delete made.format;
      if (made.pattern !== undefined) made.pattern = withoutProperties(made.pattern);
    },
  });
}

/** Some validators read patterns without the flag `u`, to which `\p{Cc}` would be letters. */
function withoutProperties(pattern: string): string {
  return pattern.replaceAll(String.raw`\p{Cc}`, String.raw`\u0000-\u001f\u007f-\u009f`);
}

/** The schema of a runbook, in which every catalogue entry brings its own parameters. */
export function runbookJsonSchema(catalogue: CatalogueView): JsonSchema {
  const schema = jsonSchema(runbookSchema);
  const steps = schema.properties?.['steps'];
  if (typeof steps !== 'object' || typeof steps.items !== 'object' || Array.isArray(steps.items))
    return schema;
  const step = steps.items;
  for (const kind of ['check', 'task', 'review'] as const) replaceIds(step, kind, catalogue);
  step.oneOf = (['check', 'task', 'review'] as const).map((kind) => ({ required: [kind] }));
  addConditions(step, idsOf(catalogue), catalogue);
  const then = step.properties?.['then'];
  if (typeof then === 'object') {
    replaceIds(then, 'task', catalogue);
    addConditions(then, idsOf(catalogue, 'task'), catalogue);
  }
  return schema;
}

function idsOf(catalogue: CatalogueView, kind?: EntryKind): readonly string[] {
  return catalogue.ids
    .filter((id) => kind === undefined || catalogue.get(id)?.kind === kind)
    .toSorted();
}

function replaceIds(schema: JsonSchema, kind: EntryKind, catalogue: CatalogueView): void {
  const ids = idsOf(catalogue, kind);
  if (schema.properties && ids.length > 0)
    schema.properties[kind] = { type: 'string', enum: [...ids] };
}

function addConditions(schema: JsonSchema, ids: readonly string[], catalogue: CatalogueView): void {
  if (ids.length > 0) schema.allOf = ids.map((id) => whenUsed(id, catalogue));
}

/** "When this step uses the entry, `with` is as the entry says." */
function whenUsed(id: string, catalogue: CatalogueView): JsonSchema {
  const entry = catalogue.get(id);
  const kind = entry?.kind ?? 'check';
  const { $schema: _, ...params } = entry ? jsonSchema(entry.params) : {};
  const needed = (params.required ?? []).length > 0;
  return {
    if: { properties: { [kind]: { const: id } }, required: [kind] },
    // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
    then: { properties: { with: withVariables(params) }, ...(needed && { required: ['with'] }) },
  };
}

/** Wherever a value is asked for, a text with a host's variable may stand. */
function withVariables(schema: JsonSchema): JsonSchema {
  const properties = schema.properties && mapValues(schema.properties, withVariablesOrBoolean);
  const { items, additionalProperties } = schema;
  if (properties !== undefined || items !== undefined || schema.type === 'object') {
    return {
      ...schema,
      ...(properties && { properties }),
      ...(typeof items === 'object' && !Array.isArray(items) && { items: withVariables(items) }),
      ...(typeof additionalProperties === 'object' && {
        additionalProperties: withVariables(additionalProperties),
      }),
    };
  }
  if (
    schema.type === 'string' &&
    !['pattern', 'format', 'enum', 'const'].some((key) => key in schema)
  )
    return schema;
  const { description, default: standard, ...rest } = schema;
  return {
    anyOf: [rest, { type: 'string', pattern: String.raw`\$\{[A-Za-z_][A-Za-z0-9_]*\}` }],
    ...(description !== undefined && { description }),
    ...(standard !== undefined && { default: standard }),
  };
}

function withVariablesOrBoolean(schema: JsonSchema | boolean): JsonSchema | boolean {
  return typeof schema === 'boolean' ? schema : withVariables(schema);
}

function mapValues<T>(
  record: Readonly<Record<string, T>>,
  change: (value: T) => T,
): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
