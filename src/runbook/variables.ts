import type { Host } from '../fleet/model.ts';
import type { Path } from '../yaml/issue.ts';

export interface UnknownVariable {
  readonly name: string;
  /** Within the parameters. */
  readonly path: Path;
}

/** `$${…}` stands for the text `${…}`, which a command may need for itself. */
const reference = /(\$?)\$\{([^}]*)\}/g;

/**
 * Puts a host's variables into every text of some parameters. A text that is one reference alone
 * becomes the variable with its type, so that `warning: ${limit}` stays a number.
 */
export function substitute(
  value: unknown,
  vars: Host['vars'],
  path: Path = [],
): { readonly value: unknown; readonly unknown: readonly UnknownVariable[] } {
  if (typeof value === 'string') return substituteText(value, vars, path);
  if (typeof value !== 'object' || value === null) return { value, unknown: [] };
  const unknown: UnknownVariable[] = [];
  const inner = (part: unknown, key: string | number): unknown => {
    const result = substitute(part, vars, [...path, key]);
    unknown.push(...result.unknown);
    return result.value;
  };
  const replaced = Array.isArray(value)
    ? value.map(inner)
    : Object.fromEntries(Object.entries(value).map(([key, part]) => [key, inner(part, key)]));
  return { value: replaced, unknown };
}

function substituteText(
  text: string,
  vars: Host['vars'],
  path: Path,
): ReturnType<typeof substitute> {
  const unknown: UnknownVariable[] = [];
  const lookUp = (name: string): string | number | boolean | undefined => {
    const found = Object.hasOwn(vars, name) ? vars[name] : undefined;
    if (found === undefined) unknown.push({ name, path });
    return found;
  };
  const alone = /^\$\{([^}]*)\}$/.exec(text)?.[1];
  if (alone !== undefined) return { value: lookUp(alone) ?? text, unknown };
  const value = text.replaceAll(reference, (whole, escape: string, name: string) =>
    escape === '' ? String(lookUp(name) ?? whole) : whole.slice(1),
  );
  return { value, unknown };
}

/** Whether any text in the parameters has a reference (or its escape): only then do hosts differ. */
export function hasReferences(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('${');
  return typeof value === 'object' && value !== null && Object.values(value).some(hasReferences);
}
