import type { AnyAuthMethod, AuthHandlerMiddleware } from 'ssh2';
import type { Progress } from './ssh-error.ts';

/**
 * Tries the methods one after the other, leaving out those that the server does not accept, and
 * begins with the first at once: asking with `none` would cost a round trip and a failure that
 * counts against MaxAuthTries.
 */
export function authenticationHandler(
  methods: readonly AnyAuthMethod[],
  progress: Progress,
): AuthHandlerMiddleware {
  const remaining = [...methods];
  return (accepted, _partialSuccess, next) => {
    // ssh2 has null here before the server has said anything.
    const names: readonly string[] | null = accepted;
    if (names !== null) progress.acceptedMethods = names;
    for (let method = remaining.shift(); method !== undefined; method = remaining.shift()) {
      const name = method.type === 'agent' ? 'publickey' : method.type;
      if (names === null || names.includes(name)) return next(method);
    }
    // Its types do not know that `false` ends the attempts.
    return false;
  };
}
