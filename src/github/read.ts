import type { z } from 'zod';
import { GitHubError } from './error.ts';

/** @throws GitHubError when GitHub's answer has another shape than asked */
export function readAnswer<Schema extends z.ZodType>(
  schema: Schema,
  data: unknown,
  asked: string,
): z.output<Schema> {
  const read = schema.safeParse(data);
  if (read.success) return read.data;
  const [first] = read.error.issues;
  const detail = `${first?.path.join('.') ?? ''}: ${first?.message ?? ''}`;
  throw new GitHubError('unexpected', { asked, detail });
}
