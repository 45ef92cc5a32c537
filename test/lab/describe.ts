import { describe, inject } from 'vitest';

/** A `describe` for tests that need real hosts: skips, with the reason, where none can boot. */
export function describeLab(name: string, define: () => void): void {
  const reason = inject('labUnavailable');
  if (reason === undefined) describe(name, define);
  else describe.skip(`${name} (no lab: ${reason})`, define);
}
