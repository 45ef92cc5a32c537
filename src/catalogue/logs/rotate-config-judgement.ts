import { basename } from 'node:path/posix';
import { type Finding, finding } from '../../core/finding.ts';
import { quote } from '../../core/shell.ts';
import type { Context, Judgement } from '../define.ts';
import { configBlocks } from './rotate-config-blocks.ts';
import type { RotateConfigFacts as Facts } from './rotate-config-facts.ts';
import type { RotateConfigMessage as Id } from './rotate-config-messages.ts';
import type { RotateConfigParams as Params } from './rotate-config-script.ts';

type Found = Finding<Id>[];

export function judgeRotateConfig(facts: Facts, params: Params, context: Context): Judgement<Id> {
  return {
    findings: [
      ...judgeConfig(facts, params, context),
      ...judgeErrors(facts, params),
      ...judgeRuns(facts, params, context),
      ...judgeLogs(facts, params),
      ...judgeFolder(facts, params),
    ],
    measurements: [
      { name: 'files', value: facts.logs.length, unit: 'count' },
      { name: 'errors', value: facts.errors.length, unit: 'count' },
    ],
  };
}

/** The team's own configuration: what it states, and whether it is the one of the last record. */
function judgeConfig(facts: Facts, params: Params, { history }: Context): Found {
  const { config, directory } = params;
  const args = { config: quote(config) };
  if (facts.config === 'missing')
    return [finding('config', 'critical', 'missing', args, 'missing-remedy')];
  const found: Found = [];
  if (facts.config === 'unreadable')
    found.push(finding('config', 'unknown', 'unreadable', args, 'unreadable-remedy'));
  const ofTeam = (pattern: string) =>
    pattern.split(/\s+/).some((one) => one.replace(/^["']/, '').startsWith(`${directory}/`));
  const nothing = facts.keepsNothing.filter(ofTeam);
  for (const pattern of nothing) {
    const said = { ...args, pattern };
    found.push(finding(`rotate:${pattern}`, 'critical', 'keeps-nothing', said, 'rotate-remedy'));
  }
  for (const { heading: pattern, rotate, tells } of configBlocks(facts.lines)) {
    const said = { ...args, pattern };
    if (rotate === null && !nothing.includes(pattern))
      found.push(finding(`rotate:${pattern}`, 'warning', 'rotate-unstated', said, 'rotate-remedy'));
    if (params.postrotate && !tells) {
      const key = `postrotate:${pattern}`;
      found.push(finding(key, 'warning', 'no-postrotate', said, 'no-postrotate-remedy'));
    }
  }
  const last = history
    .map(({ at, facts: earlier }) => ({ at, earlier: (earlier ?? {}) as Partial<Facts> }))
    .find(({ earlier }) => earlier.sha256);
  if (last && facts.sha256 !== '' && last.earlier.sha256 !== facts.sha256) {
    const said = { ...args, recordedAt: last.at.toISOString() };
    const changed = finding('content', 'note', 'changed', said, 'changed-remedy');
    const before = last.earlier.lines ?? [];
    const gone = before.filter((line) => !facts.lines.includes(line)).map((line) => `- ${line}`);
    const come = facts.lines.filter((line) => !before.includes(line)).map((line) => `+ ${line}`);
    found.push({ ...changed, evidence: [...gone, ...come].join('\n').slice(0, 4000) });
  }
  return found;
}

/** The status alone says little: 1 for a log that is skipped or not there, 0 for lines not understood. */
function judgeErrors({ errors, exitStatus, logs }: Facts, { config }: Params): Found {
  const found: Found = logs.flatMap(({ path, skipped }) => {
    if (skipped === null) return [];
    const what = finding(`log:${path}`, 'warning', 'insecure', { path }, 'insecure-remedy');
    return [{ ...what, evidence: skipped }];
  });
  const evidence = errors.join('\n').slice(0, 4000);
  const ignored = errors.some((line) => {
    const name =
      /^error: (?:Ignoring (.+?) because |found error in file (.+), skipping)/i.exec(line) ?? [];
    return basename(name[1] ?? name[2] ?? '') === basename(config);
  });
  if (ignored) {
    const args = { config: quote(config) };
    found.push({ ...finding('ignored', 'critical', 'ignored', args, 'errors-remedy'), evidence });
  } else if (errors.length > 0 || (exitStatus !== 0 && found.length === 0)) {
    const what = finding('errors', 'warning', 'errors', { exitStatus }, 'errors-remedy');
    found.push({ ...what, evidence });
  }
  return found;
}

/** A log that is new to logrotate has no date of its own: the state file tells that it runs at all. */
function judgeRuns(facts: Facts, { state, maxAgeDays }: Params, { host }: Context): Found {
  const found: Found = [];
  if (facts.timer !== 'active' && !facts.cron) {
    const args = { timer: facts.timer || '-' };
    found.push(finding('timer', 'warning', 'no-timer', args, 'no-timer-remedy'));
  }
  const ran = facts.ranSeconds;
  const args = { state: quote(state) };
  if (ran === 'missing') found.push(finding('state', 'warning', 'never-ran', args, 'ran-remedy'));
  else if (ran === 'unseen')
    found.push(finding('state', 'unknown', 'state-unseen', args, 'state-unseen-remedy'));
  else if (host.epochSeconds - ran > maxAgeDays * 86_400) {
    const said = { ranAt: new Date(ran * 1000).toISOString(), maxAgeDays };
    found.push(finding('state', 'warning', 'long-ago', said, 'ran-remedy'));
  }
  return found;
}

function judgeLogs({ logs }: Facts, { config, directory, maxAgeDays }: Params): Found {
  return logs
    .filter(({ path, skipped }) => path.startsWith(`${directory}/`) && skipped === null)
    .flatMap(({ path, ageDays: days, waits }) => {
      if (waits || days === null || days <= maxAgeDays) return [];
      const args = { path, days, maxAgeDays, config: quote(config) };
      return [finding(`log:${path}`, 'warning', 'not-rotated', args, 'not-rotated-remedy')];
    });
}

function judgeFolder(facts: Facts, { config, directory }: Params): Found {
  const args = { directory: quote(directory), config: quote(config) };
  const key = `directory:${directory}`;
  if (facts.files === null)
    return [finding(key, 'unknown', 'no-directory', args, 'directory-remedy')];
  const known = new Set(facts.logs.map(({ path }) => path));
  const unmatched = facts.files.filter((path) => !known.has(path));
  const found: Found = [];
  if (unmatched[0] !== undefined) {
    const said = { ...args, files: unmatched.length, path: unmatched[0] };
    const what = finding(key, 'warning', 'unmatched', said, 'unmatched-remedy');
    found.push({ ...what, evidence: unmatched.slice(0, 20).join('\n') });
  }
  if (!facts.allListed) {
    const what = finding(`${key}:unseen`, 'unknown', 'part-unseen', args, 'directory-remedy');
    found.push({ ...what, evidence: facts.trouble });
  }
  return found;
}
