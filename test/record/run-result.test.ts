import { expect, test } from 'vitest';
import { z } from 'zod';
import type { HostOutcome, StepOutcome } from '../../src/engine/outcome.ts';
import { MaintenanceRecord } from '../../src/record/record.ts';
import { type RunHost, RunResult, type RunStep } from '../../src/record/run-result.ts';

/** What the engine hands over is what a result holds; a difference does not compile. */
const asStep = (outcome: StepOutcome): RunStep => outcome;
const asHost = ({ steps: _steps, ...outcome }: HostOutcome): RunHost => outcome;

test('an outcome of the engine goes into a result as it is', () => {
  expect(asHost({ name: 'a', reachable: true, durationMs: 1, steps: [] })).toEqual({
    name: 'a',
    reachable: true,
    durationMs: 1,
  });
  const step = { host: 'a', step: 's', use: 'u', verdict: 'ok', findings: [] } as const;
  expect(asStep({ ...step, measurements: [], facts: null, durationMs: 1 })).toMatchObject(step);
});

test('both formats have a JSON Schema', () => {
  for (const schema of [RunResult, MaintenanceRecord]) {
    expect(z.toJSONSchema(schema, { io: 'input' })).toMatchObject({ type: 'object' });
  }
});
