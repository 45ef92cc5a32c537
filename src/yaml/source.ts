import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { Issue, IssueCode, Path, Position } from './issue.ts';
import { isNode, keyText, start } from './nodes.ts';
import { refusals, syntaxIssues } from './syntax.ts';

/** More than anyone writes by hand; a parser should not be fed what nobody reviews. */
const maxBytes = 1024 * 1024;

/** Of one text that is not YAML: more would hide the first, which is the one to mend. */
const maxIssues = 20;

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
  const issues = [...syntaxIssues(file, text, document, at), ...refusals(file, document, at)].slice(
    0,
    maxIssues,
  );
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

/** `key:` with nothing after it has a null node whose place says nothing. */
function isWritten(node: unknown): node is Node {
  return isNode(node) && !(isScalar(node) && node.value === null && node.source === '');
}
