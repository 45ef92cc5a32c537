import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type YAMLError,
} from 'yaml';
import type { Issue, IssueCode, Path, Position } from './issue.ts';

/** More than anyone writes by hand; a parser should not be fed what nobody reviews. */
const maxBytes = 1024 * 1024;

/** A YAML file that has been read, with the way back from a value to its place in the text. */
export interface YamlSource {
  /** As it is shown to people. */
  readonly file: string;
  /** Plain JavaScript values; undefined when the text is not YAML. */
  readonly value: unknown;
  readonly issues: readonly Issue[];
  /** Where the value (or its key) begins; for what is not there, where its nearest parent begins. */
  position(path: Path, target: 'key' | 'value'): Position;
}

/**
 * Parses one YAML 1.2 document. Never throws: what is wrong with it is in `issues`.
 * Anchors, aliases and tags are refused, since a runbook is reviewed as it stands.
 */
export function readYaml(file: string, text: string): YamlSource {
  const bytes = Buffer.byteLength(text);
  if (bytes > maxBytes) {
    return broken(
      file,
      'too-large',
      `the file has ${bytes} bytes, more than the ${maxBytes} that are read`,
    );
  }
  const counter = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: counter,
    prettyErrors: false,
    version: '1.2',
    merge: false,
  });
  const at = (offset: number): Position => {
    const { line, col } = counter.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const issues = [...syntaxIssues(file, text, document, at), ...refusals(file, document, at)];
  return {
    file,
    value: issues.length === 0 ? document.toJS() : undefined,
    issues,
    position: (path, target) => at(offsetOf(document.contents, path, target)),
  };
}

/** An issue at a place of a file. */
export function issueAt(
  source: Pick<YamlSource, 'file' | 'position'>,
  path: Path,
  target: 'key' | 'value',
  issue: Pick<Issue, 'code' | 'message' | 'expected' | 'found' | 'hint'> &
    Partial<Pick<Issue, 'level'>>,
): Issue {
  return { level: 'error', file: source.file, ...source.position(path, target), path, ...issue };
}

function broken(file: string, code: IssueCode, message: string): YamlSource {
  const issue: Issue = { level: 'error', code, file, line: 1, column: 1, path: [], message };
  return { file, value: undefined, issues: [issue], position: () => ({ line: 1, column: 1 }) };
}

type Place = (offset: number) => Position;

function syntaxIssues(
  file: string,
  text: string,
  document: Document.Parsed,
  at: Place,
): readonly Issue[] {
  const errors = [...document.errors, ...document.warnings];
  // A parser that has lost the thread complains of every token that follows.
  const lost = errors.findIndex(({ code }) => code === 'UNEXPECTED_TOKEN');
  const told = errors.filter(({ code }, index) => code !== 'UNEXPECTED_TOKEN' || index === lost);
  return told.map((error) => ({
    level: 'error',
    code: error.code === 'DUPLICATE_KEY' ? 'duplicate-key' : 'yaml-syntax',
    file,
    ...at(error.pos[0]),
    path: [],
    ...syntaxText(error, text),
  }));
}

function syntaxText(
  { code, message, pos: [offset] }: YAMLError,
  text: string,
): { readonly message: string; readonly hint?: string } {
  switch (code) {
    case 'DUPLICATE_KEY': {
      const key = /^[^:\n]{1,60}/.exec(text.slice(offset, offset + 60))?.[0].trim() ?? '';
      const again = `the key \`${key}\` is already used in the same mapping`;
      return { message: again, hint: 'keep one of the two' };
    }
    case 'TAB_AS_INDENT':
      return { message: 'a tab cannot indent YAML', hint: 'use spaces' };
    case 'MULTIPLE_DOCS':
      return {
        message: 'a second YAML document begins here (`---`)',
        hint: 'use one file for each',
      };
    case 'TAG_RESOLVE_FAILED':
      return {
        message: 'YAML tags (`!…`) are not used here',
        hint: 'quote the text if it begins with `!`',
      };
    default: {
      // Plain text ends at `{` inside a flow mapping.
      const hint = text.startsWith('${', offset - 1) ? 'put `${…}` in quotes' : undefined;
      const told = `not valid YAML: ${message.replaceAll(/\s+/g, ' ')}`;
      return { message: told, ...(hint !== undefined && { hint }) };
    }
  }
}

/** Anchors, aliases and keys that are not plain text: valid YAML, but a trap for the next reader. */
function refusals(file: string, document: Document.Parsed, at: Place): readonly Issue[] {
  const issues: Issue[] = [];
  const refuse = (offset: number, message: string, hint: string): void => {
    issues.push({
      level: 'error',
      code: 'yaml-syntax',
      file,
      ...at(offset),
      path: [],
      message,
      hint,
    });
  };
  visit(document, {
    Alias: (_, node) =>
      refuse(start(node), 'YAML aliases (`*…`) are not used here', 'write the value out'),
    Value: (_, node) => {
      if (node.anchor !== undefined)
        refuse(start(node), 'YAML anchors (`&…`) are not used here', 'remove the anchor');
    },
    Pair: (_, { key }) => {
      const text = keyText(key);
      if (text !== undefined && text !== '' && text !== '__proto__') return;
      if (isNode(key))
        refuse(start(key), 'a key must be plain text', 'put a name before the colon');
    },
  });
  return issues;
}

function offsetOf(root: Node | null, path: Path, target: 'key' | 'value'): number {
  let node: unknown = root;
  let offset = root === null ? 0 : start(root);
  for (const [index, segment] of path.entries()) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => keyText(key) === String(segment));
      if (pair === undefined || !isNode(pair.key)) return offset;
      const wantsValue = target === 'value' && index === path.length - 1 && isWritten(pair.value);
      offset = start(wantsValue ? pair.value : pair.key);
      node = pair.value;
    } else if (isSeq(node)) {
      const item = node.items[Number(segment)];
      if (!isNode(item)) return offset;
      offset = start(item);
      node = item;
    } else {
      return offset;
    }
  }
  return offset;
}

function keyText(key: unknown): string | undefined {
  return isScalar(key) && key.value !== null ? String(key.value) : undefined;
}

/** `key:` with nothing after it has a null node whose place says nothing. */
function isWritten(node: unknown): node is Node {
  return isNode(node) && !(isScalar(node) && node.value === null && node.source === '');
}

function isNode(node: unknown): node is Node {
  return typeof node === 'object' && node !== null && 'range' in node;
}

function start(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}
