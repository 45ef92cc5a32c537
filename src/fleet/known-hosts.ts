import type { Issue } from '../yaml/issue.ts';
import { checkHostKey } from './host-key.ts';

/** What is wrong with the lines of a known_hosts file (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT"). */
export function checkKnownHosts(file: string, text: string): readonly Issue[] {
  return text.split('\n').flatMap((line, index) => {
    if (/^\s*(#|$)/.test(line)) return [];
    const fields = line.trim().split(/\s+/);
    if (fields[0]?.startsWith('@')) {
      if (!/^@(cert-authority|revoked)$/.test(fields[0])) {
        return [
          issue(
            file,
            index,
            `unknown marker \`${fields[0]}\``,
            'the markers are `@cert-authority` and `@revoked`',
          ),
        ];
      }
      fields.shift();
    }
    const result = checkHostKey(fields.slice(1).join(' '));
    return result.ok ? [] : [issue(file, index, result.message, result.hint)];
  });
}

function issue(file: string, index: number, message: string, hint: string | undefined): Issue {
  const position = { line: index + 1, column: 1 };
  return {
    level: 'error',
    code: 'host-key',
    file,
    ...position,
    path: [],
    message,
    ...(hint && { hint }),
  };
}
