import { describe, expect, test } from 'vitest';
import { type Context, Unparsable } from '../../src/catalogue/define.ts';
import { verdictOf } from '../../src/core/severity.ts';
import { type CaseFile, loadCases } from './case-file.ts';
import { checks } from './entries.ts';

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

function contextOf(content: CaseFile): Context {
  const now = new Date(content.now);
  return {
    now,
    host: { ...host, epochSeconds: now.getTime() / 1000, ...content.host },
    ...(content.before !== undefined && { before: { facts: content.before } }),
    history: content.history.map(({ at, facts }) => ({ at: new Date(at), facts })),
  };
}

describe.each(checks.map((check) => [check.id, check] as const))('%s', (id, check) => {
  const cases = loadCases(id);

  test('has cases', () => expect(cases.length).toBeGreaterThanOrEqual(1));

  test.each(cases.map(({ name, content }) => [name, content] as const))('%s', (_name, content) => {
    const params = check.params.parse(content.with);
    const wanted = content.expect;
    if ('unparsable' in wanted) {
      expect(() => check.parse(content.outputs as never, params)).toThrow(Unparsable);
      expect(() => check.parse(content.outputs as never, params)).toThrow(wanted.unparsable);
      return;
    }
    const facts = check.parse(content.outputs as never, params);
    const judgement = check.evaluate(facts, params, contextOf(content));
    expect(
      judgement.findings.map(({ key, severity, message }) => ({ key, severity, ...message })),
    ).toMatchObject(wanted.findings);
    expect(judgement.skipped ? 'skipped' : verdictOf(judgement.findings)).toBe(wanted.verdict);
    if (wanted.facts !== undefined) expect(facts).toMatchObject(wanted.facts as object);
    if (wanted.measurements) expect(judgement.measurements).toMatchObject(wanted.measurements);
  });
});
