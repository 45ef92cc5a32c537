import { Unparsable } from '../define.ts';
import type { Sections } from './sections.ts';
import type { Failure } from './updates-state.ts';

/** What a command of a section said, when it has failed; its exit status is in `<name>-status`. */
export function failureOf(sections: Sections, name: string): Failure | null {
  const text = sections.text(name);
  if (text === undefined) return null;
  const status = sections.text(`${name}-status`) ?? '';
  if (!/^\d+$/.test(status)) throw new Unparsable(`the exit status of "${name}"`, status);
  // dnf exits with 100 where it lists updates.
  const isFine = status === '0' || (name === 'dnf' && status === '100');
  return isFine ? null : { exitStatus: Number(status), text: text.slice(-1500) };
}
