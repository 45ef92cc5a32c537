import { z } from 'zod';
import type { SqlOutput } from '../../core/sql.ts';
import { Unparsable } from '../define.ts';

/** A step asks the database of the configuration unless it names another that is listed there. */
export const database = z
  .string()
  .min(1)
  .optional()
  .describe('Database, of `services.postgres` in config.yml; its `database` when absent');

/**
 * The rows of one statement, as its columns were written.
 * @throws Unparsable
 */
export function rowsOf<Row extends z.ZodType>(
  { rows }: SqlOutput,
  name: string,
  row: Row,
): readonly z.output<Row>[] {
  const read = z.array(row).safeParse(rows[name]);
  if (read.success) return read.data;
  const evidence = `${z.prettifyError(read.error)}\n${JSON.stringify(rows[name])?.slice(0, 300)}`;
  throw new Unparsable(`rows of ${name}`, evidence);
}

/** A whole number, or as text what JavaScript cannot hold. */
export const count = z.coerce.number();

export const mebibyte = 1024 * 1024;

/** `"public"."a table"`, for people to paste; the parts are quoted where SQL asks for it. */
export function written(...parts: readonly string[]): string {
  return parts
    .map((part) => (/^[a-z_][a-z0-9_$]*$/.test(part) ? part : `"${part.replaceAll('"', '""')}"`))
    .join('.');
}
