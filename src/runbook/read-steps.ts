import { isMapping } from '../yaml/mapping.ts';
import type { YamlSource } from '../yaml/source.ts';
import type { EntryKind } from './catalogue-view.ts';
import type { Remedy, Step } from './model.ts';
import { kindsOf, type StepEntry } from './step-schema.ts';

export function toStep(entry: StepEntry, source: YamlSource, index: number): Step | undefined {
  const [kind] = kindsOf(entry);
  const use = kind && entry[kind];
  if (kind === undefined || use === undefined) return undefined;
  return {
    id: entry.id ?? use,
    kind,
    use,
    with: entry.with,
    apply: entry.apply ?? false,
    // oxlint-disable-next-line unicorn/no-thenable -- the word of the format
    ...(entry.then && { then: entry.then }),
    written: { source, index },
  };
}

/**
 * The steps as far as they can be made out, whatever else is wrong with the file: good for
 * finding more mistakes, not for a run.
 */
export function sketchSteps(source: YamlSource): readonly Step[] {
  const steps = isMapping(source.value) ? source.value['steps'] : undefined;
  if (!Array.isArray(steps)) return [];
  return steps.flatMap((written: unknown, index) => {
    if (!isMapping(written)) return [];
    const [kind] = kindsOf(written);
    const remedy = sketchRemedy(written['then']);
    const step = kind && sketchUse(written, kind);
    if (kind === undefined || step === undefined) return [];
    return {
      id: typeof written['id'] === 'string' ? written['id'] : step.use,
      kind,
      ...step,
      ...(remedy && { then: remedy }),
      written: { source, index },
    };
  });
}

function sketchRemedy(written: unknown): Remedy | undefined {
  const sketch = isMapping(written) ? sketchUse(written, 'task') : undefined;
  return sketch && { task: sketch.use, with: sketch.with, apply: sketch.apply };
}

/** Nothing when the parameters are not a mapping: their absence would be told as more mistakes. */
function sketchUse(
  written: Readonly<Record<string, unknown>>,
  kind: EntryKind,
): Pick<Step, 'use' | 'with' | 'apply'> | undefined {
  const use = written[kind];
  const parameters = written['with'] ?? {};
  if (typeof use !== 'string' || use === '' || !isMapping(parameters)) return undefined;
  return { use, with: parameters, apply: written['apply'] === true };
}
