import type { ShellOutput } from '../../core/probe.ts';
import { parseApt } from './apt-facts.ts';
import { parseAdvisories } from './dnf-advisories.ts';
import { failureOf } from './failure.ts';
import { parseSections } from './sections.ts';
import type { UpdatesFacts } from './updates-state.ts';

export function parseUpdates({ stdout }: ShellOutput): UpdatesFacts {
  const sections = parseSections(stdout);
  const boot = {
    kernels: sections.lines('kernels'),
    rebootRequired:
      sections.text('reboot') === undefined ? null : [...new Set(sections.lines('reboot'))],
  };
  if (sections.text('apt') !== undefined) return { ...parseApt(sections), ...boot };
  const none = { pending: [], stuck: [], failure: null, apt: null, ...boot };
  const text = sections.text('dnf');
  if (text === undefined) return { ...none, manager: 'none' };
  const failure = failureOf(sections, 'dnf');
  return { ...none, manager: 'dnf', failure, pending: failure ? [] : parseAdvisories(text) };
}
