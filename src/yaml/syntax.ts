import { type Document, visit, type YAMLError } from 'yaml';
import type { Issue, Position } from './issue.ts';
import { isNode, keyText, start } from './nodes.ts';

/** Where an offset of the text is. */
export type Place = (offset: number) => Position;

/** What the parser complains of. */
export function syntaxIssues(
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
      if (/call stack/.test(message)) return { message: 'the file is nested too deeply' };
      const told = `not valid YAML: ${message.replaceAll(/\s+/g, ' ')}`;
      return { message: told, ...(hint !== undefined && { hint }) };
    }
  }
}

/** Anchors, aliases and keys that are not plain text: valid YAML, but a trap for the next reader. */
export function refusals(file: string, document: Document.Parsed, at: Place): readonly Issue[] {
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
