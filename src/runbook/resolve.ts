import { z } from 'zod';
import type { Host } from '../fleet/model.ts';
import type { Issue, Path } from '../yaml/issue.ts';
import { nearest, suggest } from '../yaml/nearest.ts';
import { issueAt, type YamlSource } from '../yaml/source.ts';
import { validate } from '../yaml/validate.ts';
import type { CatalogueEntry, CatalogueView, EntryKind } from './catalogue-view.ts';
import type { Remedy, Step } from './model.ts';
import { substitute } from './variables.ts';

export type ResolvedStep =
  | {
      readonly ok: true;
      readonly entry: CatalogueEntry;
      readonly params: unknown;
      readonly remedy?: ResolvedRemedy;
    }
  | { readonly ok: false; readonly issues: readonly Issue[] };

export interface ResolvedRemedy {
  readonly entry: CatalogueEntry;
  readonly params: unknown;
  readonly apply: boolean;
}

/**
 * What a step means on a host: its catalogue entry, and its parameters with the host's variables
 * and the entry's defaults put in. `params` is the output of the entry's schema.
 */
export function resolveStep(
  step: Step,
  host: Pick<Host, 'name' | 'vars'>,
  catalogue: CatalogueView,
): ResolvedStep {
  const source = step.written?.source ?? nowhere;
  const path = step.written === undefined ? [] : ['steps', step.written.index];
  const main = resolveUse({ ...step, path, key: step.kind }, host, catalogue, source);
  const remedy = step.then && resolveRemedy(step.then, [...path, 'then'], host, catalogue, source);
  const issues = [...main.issues, ...(remedy?.issues ?? [])];
  if (main.resolved === undefined || issues.length > 0) return { ok: false, issues };
  return {
    ok: true,
    ...main.resolved,
    ...(step.then &&
      remedy?.resolved && { remedy: { ...remedy.resolved, apply: step.then.apply } }),
  };
}

function resolveRemedy(
  then: Remedy,
  path: Path,
  host: Pick<Host, 'name' | 'vars'>,
  catalogue: CatalogueView,
  source: YamlSource,
): Resolution {
  return resolveUse(
    { kind: 'task', use: then.task, with: then.with, path, key: 'task' },
    host,
    catalogue,
    source,
  );
}

interface Use {
  readonly kind: EntryKind;
  readonly use: string;
  readonly with: Readonly<Record<string, unknown>>;
  readonly path: Path;
  readonly key: string;
}

interface Resolution {
  readonly resolved?: { readonly entry: CatalogueEntry; readonly params: unknown };
  readonly issues: readonly Issue[];
}

function resolveUse(
  use: Use,
  host: Pick<Host, 'name' | 'vars'>,
  catalogue: CatalogueView,
  source: YamlSource,
): Resolution {
  const entry = catalogue.get(use.use);
  if (entry === undefined) {
    const hint = didYouMean(use.use, catalogue);
    const message = `the catalogue has no \`${use.use}\``;
    return {
      issues: [
        issueAt(source, [...use.path, use.key], 'value', {
          code: 'unknown-entry',
          message,
          found: use.use,
          hint,
        }),
      ],
    };
  }
  if (entry.kind !== use.kind) {
    const message = `\`${use.use}\` is a ${entry.kind}, not a ${use.kind}`;
    const hint = `write \`${entry.kind}: ${use.use}\``;
    return {
      issues: [
        issueAt(source, [...use.path, use.key], 'key', { code: 'wrong-kind', message, hint }),
      ],
    };
  }
  const at = [...use.path, 'with'];
  const { value, unknown } = substitute(use.with, host.vars);
  const checked = validate(strict(entry.params), source, at, value);
  const issues = [
    ...unknown.map(({ name, path }) => unknownVariable(name, [...at, ...path], host, source)),
    // What an unknown variable stands for cannot be judged.
    ...checked.issues.filter((issue) => !unknown.some(({ path }) => isAt(issue, [...at, ...path]))),
  ];
  if (issues.length > 0) return { issues };
  return { resolved: { entry, params: checked.value }, issues: [] };
}

function unknownVariable(
  name: string,
  path: Path,
  host: Pick<Host, 'name' | 'vars'>,
  source: YamlSource,
): Issue {
  const hint = variableHint(name, host.vars);
  const message = `host ${host.name} has no variable \`${name}\``;
  return issueAt(source, path, 'value', { code: 'unknown-variable', message, found: name, hint });
}

function isAt(issue: Issue, path: Path): boolean {
  return path.length === issue.path.length && path.every((key, index) => key === issue.path[index]);
}

function variableHint(name: string, vars: Host['vars']): string {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
    return 'write `$${…}` where `${…}` is meant as it stands';
  const known = suggest(name, Object.keys(vars), 'its variables');
  return known ?? 'add it under `vars` of the host or of `defaults` in fleet.yml';
}

function didYouMean(id: string, catalogue: CatalogueView): string {
  const meant = nearest(id, catalogue.ids);
  return meant === undefined
    ? '`teiki catalogue` lists what there is'
    : `did you mean \`${meant}\`?`;
}

/** An unknown parameter is an error, whether or not the entry's author has said so. */
function strict(params: z.ZodType): z.ZodType {
  return params instanceof z.ZodObject && params.def.catchall === undefined
    ? params.strict()
    : params;
}

/** For steps that are made by a program. */
const nowhere: YamlSource = {
  file: '(step)',
  value: undefined,
  issues: [],
  position: () => ({ line: 1, column: 1 }),
};
