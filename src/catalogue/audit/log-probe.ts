import { type Joint, type ShellProbe, shell } from '../../core/probe.ts';
import { type LogParams, logParams } from './log-params.ts';
import { factsOfPart, type Part, readScript } from './read-script.ts';

/**
 * The probe of one audit of a log. Audits of the same log with the same parameters for its reading
 * are one reading. (JSON logs are read by each: their lines are checked for what one audit wants.)
 */
export function logProbe(params: LogParams, part: Part): ShellProbe {
  const names = Object.keys(logParams) as (keyof LogParams)[];
  const joint: Joint = {
    key: JSON.stringify(['audit', ...names.map((name) => params[name])]),
    want: part,
    // Those of one key are all made here.
    script: (wants) => readScript(params, wants as readonly Part[]),
    answer: factsOfPart,
  };
  return shell(readScript(params, [part]), {
    requires: ['awk', 'grep', 'stat', 'sha256sum'],
    timeoutSeconds: 180,
    weight: 'heavy',
    ...(params.format === 'combined' && { joint }),
  });
}
