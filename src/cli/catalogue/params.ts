import { z } from 'zod';

/** One parameter of a catalogue entry, or one field of it: `kinds[].name`. */
export interface ParameterDescription {
  readonly name: string;
  /** `number (0 to 100)`, `"sh" or "bash"`, `list of objects` … */
  readonly type: string;
  readonly required: boolean;
  /** JSON; absent when there is none. */
  readonly default?: unknown;
  readonly description: string;
}

/** The parts of JSON Schema (2020-12) that parameters are written in. */
interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema | boolean;
  readonly prefixItems?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly format?: string;
  readonly default?: unknown;
  readonly description?: string;
}

/** What a person may write in `with`, as JSON Schema. */
export function parameterSchema(params: z.ZodType): Record<string, unknown> {
  return z.toJSONSchema(params, { io: 'input', unrepresentable: 'any' });
}

export function describeParameters(params: z.ZodType): readonly ParameterDescription[] {
  // The library's own output, of which only the parts above are read.
  return fields(parameterSchema(params), '');
}

function fields(schema: Schema, prefix: string): readonly ParameterDescription[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, field]) => {
    const name = `${prefix}${key}`;
    const item = typeof field.items === 'object' ? field.items : undefined;
    return [
      {
        name,
        type: typeOf(field),
        required: schema.required?.includes(key) ?? false,
        ...(field.default !== undefined && { default: field.default }),
        description: field.description ?? '',
      },
      ...fields(field, `${name}.`),
      ...(item ? fields(item, `${name}[].`) : []),
    ];
  });
}

function typeOf(schema: Schema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' or ');
  if (schema.anyOf) return [...new Set(schema.anyOf.map(typeOf))].join(' or ');
  if (schema.type === 'array') return `list of ${plural(itemType(schema))}`;
  if (schema.type === 'integer' || schema.type === 'number') {
    return [schema.type === 'integer' ? 'whole number' : 'number', range(schema)]
      .filter(Boolean)
      .join(' ');
  }
  if (schema.type === 'boolean') return 'true or false';
  if (schema.type === 'string') return schema.format === 'uri' ? 'URL' : 'text';
  return schema.type ?? 'any value';
}

function itemType({ items, prefixItems }: Schema): string {
  const item = typeof items === 'object' ? items : prefixItems?.[0];
  return item ? typeOf(item) : 'any value';
}

/** `numbers (0 to 9)`, `lists of texts`; what has no plural (`"a" or "b"`) stays. */
function plural(type: string): string {
  return type.replace(/^(text|whole number|number|object|list|URL)(?= |$)/, '$1s');
}

/** Bounds that a person chose; those of the number format itself are not worth a word. */
function range({ minimum, maximum, exclusiveMinimum }: Schema): string {
  const from = bound(minimum);
  const to = bound(maximum);
  if (exclusiveMinimum !== undefined && bound(exclusiveMinimum) !== undefined) {
    return to === undefined ? `above ${exclusiveMinimum}` : `above ${exclusiveMinimum}, to ${to}`;
  }
  if (from !== undefined && to !== undefined) return `(${from} to ${to})`;
  if (from !== undefined) return `(at least ${from})`;
  return to === undefined ? '' : `(at most ${to})`;
}

function bound(value: number | undefined): number | undefined {
  return value === undefined || Math.abs(value) >= Number.MAX_SAFE_INTEGER ? undefined : value;
}
