import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Document, OpenAPIBackend } from 'openapi-backend';

/**
 * The part of GitHub's own OpenAPI description that teiki uses; whatever is sent or answered here
 * is held to it. Path → methods.
 */
const repo = '/repos/{owner}/{repo}';
const issue = `${repo}/issues/{issue_number}`;
const used: Readonly<Record<string, readonly string[]>> = {
  [repo]: ['get'],
  [`${repo}/issues`]: ['get', 'post'],
  [issue]: ['get', 'patch'],
  [`${issue}/comments`]: ['get', 'post'],
  [`${repo}/issues/comments/{comment_id}`]: ['patch'],
  [`${issue}/labels`]: ['get', 'post'],
  [`${issue}/labels/{name}`]: ['delete'],
  [`${issue}/assignees`]: ['post', 'delete'],
  [`${issue}/lock`]: ['put', 'delete'],
  [`${issue}/events`]: ['get'],
  [`${repo}/labels`]: ['get', 'post'],
  [`${repo}/commits`]: ['get'],
  [`${repo}/assignees/{assignee}`]: ['get'],
  [`${repo}/collaborators/{username}/permission`]: ['get'],
  [`${repo}/actions/workflows/{workflow_id}/dispatches`]: ['post'],
};

type Node = Record<string, unknown>;

export interface Description {
  readonly backend: OpenAPIBackend;
  /** GitHub's own example of an answer, by name in the description. */
  readonly example: (name: string) => Node;
}

let loaded: Promise<Description> | undefined;

/** Once per process: reading takes 0.1 s, and validators are compiled when first used. */
export async function description(): Promise<Description> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<Description> {
  const file = '../node_modules/@octokit/openapi/generated/api.github.com.json';
  const whole = JSON.parse(readFileSync(join(import.meta.dirname, file), 'utf8')) as Node;
  const backend = new OpenAPIBackend({
    definition: slice(whole) as unknown as Document,
    quick: true,
    coerceTypes: true,
    ajvOpts: { formats },
  });
  await backend.init();
  return { backend, example: (name) => at(whole, ['components', 'examples', name, 'value']) };
}

const formats = {
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/,
  uri: /^https?:\/\/\S+$/,
  email: true,
  int64: true,
  int32: true,
  'ssh-url': true,
  hostname: true,
  'repo.nwo': true,
} as const;

/** The used paths and what they refer to, in the form that a JSON Schema validator understands. */
function slice(whole: Node): Node {
  const components: Node = {};
  const paths: Node = {};
  const include = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(include);
    if (typeof node !== 'object' || node === null) return node;
    const { example: _, examples: __, description: ___, ...rest } = node as Node;
    if (typeof rest['$ref'] === 'string') reach(rest['$ref']);
    const mapped = Object.fromEntries(
      Object.entries(rest).map(([key, value]) => [
        key,
        // A property may have the name of a keyword.
        key === 'properties' ? mapValues(value as Node, include) : include(value),
      ]),
    );
    return nullable(mapped);
  };
  const reach = (reference: string) => {
    const [, , kind = '', name = ''] = reference.split('/');
    const group = (components[kind] ??= {}) as Node;
    if (name in group) return;
    group[name] = {};
    group[name] = include(at(whole, ['components', kind, name]));
  };
  for (const [path, methods] of Object.entries(used)) {
    const operations = at(whole, ['paths', path]);
    paths[path] = Object.fromEntries(
      methods.map((method) => [
        method,
        { ...(include(operations[method]) as Node), description: '' },
      ]),
    );
  }
  for (const response of responses(paths, components)) response['description'] ??= '';
  return { openapi: '3.0.3', info: { title: 'GitHub', version: '1' }, paths, components };
}

/** OpenAPI's `nullable` where JSON Schema has no place for it: without a type, and beside an enum. */
function nullable(node: Node): Node {
  if (node['nullable'] !== true) return node;
  const { nullable: _, ...rest } = node;
  if (typeof rest['type'] !== 'string') return { anyOf: [rest, { type: 'null' }] };
  const { enum: values } = rest;
  if (Array.isArray(values)) return { ...node, enum: [...(values as unknown[]), null] };
  return node;
}

function responses(paths: Node, components: Node): Node[] {
  const operations = Object.values(paths).flatMap((path) => Object.values(path as Node));
  return [components['responses'], ...operations.map((each) => (each as Node)['responses'])]
    .flatMap((group) => Object.values((group ?? {}) as Node))
    .map((response) => response as Node)
    .filter((response) => !('$ref' in response));
}

function mapValues(node: Node, map: (value: unknown) => unknown): Node {
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, map(value)]));
}

function at(node: Node, path: readonly string[]): Node {
  return path.reduce((inner, key) => {
    const next = inner[key];
    if (next === undefined) throw new RangeError(`GitHub's description has no ${path.join(' ')}`);
    return next as Node;
  }, node);
}
