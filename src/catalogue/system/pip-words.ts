import type { PipMessage } from './pip-messages.ts';

/** What kind of failure pip's words are about; the most certain first. */
const kinds: readonly (readonly [RegExp, PipMessage])[] = [
  [/no such option: --(report|dry-run)/, 'pip-too-old'],
  [/ResolutionImpossible|conflicting dependencies/, 'conflict'],
  [
    /Retrying \(Retry|Max retries exceeded|Connection (refused|reset)|NewConnectionError|Read timed out|Temporary failure in name resolution|SSLError|ProxyError|HTTP error|Could not fetch URL|no end after/,
    'unreachable',
  ],
  [/No matching distribution found|Could not find a version/, 'no-distribution'],
];

export function kindOfFailure(words: string): PipMessage {
  return kinds.find(([pattern]) => pattern.test(words))?.[1] ?? 'pip-failed';
}
