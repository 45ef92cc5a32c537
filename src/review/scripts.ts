import { joinProbes } from '../engine/joint.ts';
import { isTask, type PlannedStep, planProbes, scriptProbes } from '../engine/plan.ts';
import { compileScript } from '../engine/script.ts';
import type { RunbookChange } from './runbooks.ts';
import type { PlannedRunbook } from './side.ts';

/** What a runbook sends to some hosts, to all of them the same. */
export interface SentScript {
  readonly runbook: string;
  readonly hosts: readonly string[];
  readonly text: string;
}

/** In place of the random number of a run. */
const nonce = 'teiki-review';

/** The scripts of what has changed, whole: for each runbook, and each set of hosts that differs. */
export function changedScripts(
  changes: readonly RunbookChange[],
  after: ReadonlyMap<string, PlannedRunbook>,
): readonly SentScript[] {
  return changes.flatMap(({ id, hosts }) => {
    const touched = (after.get(id)?.hosts ?? []).filter(({ host }) => hosts.includes(host));
    const sent = touched.map(({ host, planned }) => ({ host, text: scriptOf(planned) }));
    return [...Map.groupBy(sent, ({ text }) => text)].map(([text, group]) => ({
      runbook: id,
      hosts: group.map(({ host }) => host),
      text,
    }));
  });
}

function scriptOf(steps: readonly PlannedStep[]): string {
  const remedies = steps.flatMap((step) => (isTask(step) ? [] : (step.remedy ?? [])));
  const parts = [shellOf(steps, ''), queriesOf(steps)];
  if (remedies.length > 0) {
    const names = remedies.map(({ id }) => id).join(', ');
    parts.push(
      shellOf(remedies, `# When a check finds something: ${names}\n`),
      queriesOf(remedies),
    );
  }
  return parts.filter((part) => part !== '').join('\n');
}

function shellOf(steps: readonly PlannedStep[], head: string): string {
  const probed = planProbes(steps);
  const list = probed.map(
    ({ step, probes }) => `#   ${probes.map(({ frame }) => frame).join(' ')}: ${step.id}\n`,
  );
  const { probes } = joinProbes(probed.flatMap((step) => scriptProbes(step, '')));
  return `${head}${list.join('')}${compileScript(probes, nonce).text}`;
}

/** What is asked of the database of the host, as comments of the script that it goes beside. */
function queriesOf(steps: readonly PlannedStep[]): string {
  const queries = planProbes(steps).flatMap(({ step, probes }) =>
    probes.flatMap(({ probe }) =>
      probe.kind === 'sql'
        ? Object.values(probe.statements).flatMap(({ text }) =>
            (typeof text === 'string' ? [text] : text.map((one) => one.text)).map(
              (query) => `# SQL, ${step.id}:\n${query.trim().replaceAll(/^/gm, '#   ')}\n`,
            ),
          )
        : [],
    ),
  );
  return queries.join('');
}
