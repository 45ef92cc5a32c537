import type { Check } from '../../src/catalogue/define.ts';
import { type Severity, severities } from '../../src/core/severity.ts';
import { type CaseFile, loadCases } from '../../test/catalogue/case-file.ts';

/** What a message has been seen with when the check's cases were judged. */
interface SeenMessage {
  /** Worst first. */
  readonly severities: readonly Severity[];
  /** Local ids of the remedies that were given. */
  readonly remedies: readonly string[];
}

export interface Observed {
  readonly messages: ReadonlyMap<string, SeenMessage>;
  /** Ids of the messages that said why a step was skipped. */
  readonly skipped: ReadonlySet<string>;
  readonly cases: readonly { readonly name: string; readonly shows: string }[];
}

const host = {
  name: 'app1',
  clockAheadSeconds: 0,
  uptimeSeconds: 864_000,
  cores: 2,
  kernel: '6.1.0',
  osId: 'debian',
  osVersion: '12',
  uid: 1000,
};

/**
 * Judges all cases of a check and notes which message came with which severity and remedy: so the
 * page cannot say anything that the code does not do.
 */
export function observe(check: Check): Observed {
  const messages = new Map<string, { severities: Set<Severity>; remedies: Set<string> }>();
  const skipped = new Set<string>();
  const cases = loadCases(check.id);
  for (const { content } of cases) {
    const judgement = judge(check, content);
    if (judgement?.skipped) skipped.add(judgement.skipped.id);
    for (const { message, severity, remedy } of judgement?.findings ?? []) {
      const seen = messages.get(message.id) ?? { severities: new Set(), remedies: new Set() };
      messages.set(message.id, seen);
      seen.severities.add(severity);
      if (remedy) seen.remedies.add(remedy.id);
    }
  }
  return {
    messages: new Map(
      [...messages].map(([id, seen]) => [
        id,
        {
          severities: severities.filter((severity) => seen.severities.has(severity)),
          remedies: [...seen.remedies].sort(),
        },
      ]),
    ),
    skipped,
    cases: cases.map(({ name, content: { expect } }) => ({
      name,
      shows: 'verdict' in expect ? expect.verdict : 'unknown',
    })),
  };
}

function judge(check: Check, content: CaseFile) {
  if ('unparsable' in content.expect) return undefined;
  try {
    return judged(check, content);
  } catch {
    // A check that fails its case is for the tests to report, not a reason to have no pages.
    return undefined;
  }
}

function judged(check: Check, content: CaseFile) {
  const now = new Date(content.now);
  const params = check.params.parse(content.with);
  // A case holds whole outputs, which its schema cannot tie to the probes of one check.
  const facts = check.parse(content.outputs as never, params);
  return check.evaluate(facts, params, {
    now,
    host: { ...host, epochSeconds: now.getTime() / 1000, ...content.host },
    history: content.history.map(({ at, facts }) => ({ at: new Date(at), facts })),
  });
}
