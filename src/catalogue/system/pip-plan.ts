import { type Finding, finding } from '../../core/finding.ts';
import type { Message } from '../../core/message.ts';
import type { Plan } from '../define-task.ts';
import type { Pin, PipFacts, PythonFacts } from './pip-facts.ts';
import type { PipMessage as Id } from './pip-messages.ts';
import { type PipParams, within } from './pip-params.ts';
import { kindOfFailure } from './pip-words.ts';

export interface PipChange {
  /** The environment that the link points to, and the one that is built beside it. */
  readonly from: string;
  readonly to: string;
  /** All that the new one has, besides pip and setuptools. */
  readonly pins: readonly Pin[];
}

/** Come with every environment, and are nobody's requirement unless they are written down. */
const tools: readonly string[] = ['pip', 'setuptools', 'wheel'];

export function planPip(facts: PipFacts, params: PipParams): Plan<PipChange, Id> {
  const venv = within(params.directory, params.venv);
  const broken = standsInTheWay(facts, venv);
  if (broken) return { kind: 'refused', findings: [broken] };
  const { python, target } = facts;
  if (target === null || !python?.isVenv || python.installed === null || 'words' in python.report)
    return { kind: 'refused', findings: [failure(python, params)] };
  const { installed, report } = python;
  const { pins } = report;
  const news = pins.filter(({ name, version }) => installed[name] !== version);
  if (news.length === 0) {
    const args = { count: pins.length, requirements: params.requirements };
    return { kind: 'no-op', reason: { id: 'up-to-date', args } };
  }
  const gone = Object.keys(installed).filter(
    (name) => !tools.includes(name) && !pins.some((pin) => pin.name === name),
  );
  const refusals = guards(facts, python, { news, gone }, params);
  if (refusals.length > 0) return { kind: 'refused', findings: refusals };
  const to = `${venv.slice(venv.lastIndexOf('/') + 1)}-${fingerprint([target, python.version, pins])}`;
  return {
    kind: 'change',
    change: { from: target, to, pins },
    changes: [
      ...news.map((pin) => step(pin, installed[pin.name])),
      ...gone.map(
        (name) => ({ id: 'remove', args: { name, from: installed[name] ?? '' } }) as const,
      ),
      { id: 'build', args: { from: target, to, count: pins.length } },
      { id: 'restart', args: { service: params.service } },
    ],
    findings: notesOf(python, pins, params),
  };
}

function standsInTheWay({ kind, target }: PipFacts, venv: string): Finding<Id> | undefined {
  const name = venv.slice(venv.lastIndexOf('/') + 1);
  const args = { venv, name };
  if (kind === 'missing') return finding('venv', 'unknown', 'missing', args, 'remedy-missing');
  if (kind === 'directory') {
    const folder = venv.slice(0, venv.lastIndexOf('/'));
    return finding('venv', 'warning', 'not-a-link', { ...args, folder }, 'remedy-not-a-link');
  }
  if (target !== null && /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(target)) return undefined;
  const far = { ...args, target: target ?? '' };
  return finding('venv', 'warning', 'elsewhere', far, 'remedy-elsewhere');
}

/** Nothing is known of what would be installed: unknown, or a fault of the requirements. */
function failure(python: PythonFacts | null, params: PipParams): Finding<Id> {
  const venv = within(params.directory, params.venv);
  if (python === null || !python.isVenv)
    return finding('venv', 'unknown', 'not-a-venv', { venv }, 'remedy-missing');
  const words = 'words' in python.report ? python.report.words : '';
  const id = kindOfFailure(words);
  const args = { requirements: params.requirements, pip: python.pip };
  const known = id === 'conflict' || id === 'no-distribution' || id === 'pip-too-old';
  const remedy = `remedy-${id}` as Id;
  const found = finding('requirements', known ? 'warning' : 'unknown', id, args, remedy);
  return { ...found, evidence: words };
}

interface Difference {
  readonly news: readonly Pin[];
  readonly gone: readonly string[];
}

function guards(
  { writer, unit, venvKilobytes, freeKilobytes }: PipFacts,
  python: PythonFacts,
  { news, gone }: Difference,
  params: PipParams,
): Finding<Id>[] {
  const { directory, user, service, allowMajor, unlisted } = params;
  const { installed, roots, health, importFailure, report } = python;
  const findings: Finding<Id>[] = [];
  const venv = within(directory, params.venv);
  if (writer === 'nobody')
    findings.push(finding('venv', 'critical', 'folder', { venv, user }, 'remedy-folder'));
  const key = `service:${service}`;
  if (unit.load !== 'loaded' || unit.active !== 'active') {
    const state = unit.load === 'loaded' ? unit.active : unit.load;
    findings.push(finding(key, 'critical', 'not-active', { service, state }, 'remedy-service'));
  } else if (health !== 'ok' && health !== '-') {
    const args = { service, words: health };
    findings.push(finding(key, 'critical', 'unhealthy', args, 'remedy-service'));
  }
  if (importFailure !== null) {
    const args = { module: params.import || '' };
    const found = finding('import', 'warning', 'import-fails', args, 'remedy-import-fails');
    findings.push({ ...found, evidence: importFailure });
  }
  const direct = 'direct' in report ? report.direct : [];
  if (direct.length > 0) {
    const args = { names: direct.join(', '), requirements: params.requirements };
    findings.push(finding('requirements', 'warning', 'direct', args, 'remedy-direct'));
  }
  const byHand = gone.filter((name) => roots.includes(name));
  if (byHand.length > 0 && unlisted === 'refuse') {
    const lines = byHand.map((name) => `${name}==${installed?.[name] ?? ''}`).join(' ');
    const args = { names: byHand.join(', '), lines, requirements: params.requirements };
    findings.push(finding('unlisted', 'warning', 'unlisted', args, 'remedy-unlisted'));
  }
  const majors = news.filter(({ name, version }) => {
    const old = installed?.[name];
    return old !== undefined && majorOf(old) !== majorOf(version) && !allowMajor.includes(name);
  });
  if (majors.length > 0) {
    const names = majors.map(({ name, version }) => `${name} ${installed?.[name]} → ${version}`);
    const [first] = majors;
    const line = `${first?.name}<${Number(majorOf(installed?.[first?.name ?? ''] ?? '')) + 1}`;
    const args = { names: names.join(', '), line, name: first?.name ?? '' };
    findings.push(finding('major', 'warning', 'major', args, 'remedy-major'));
  }
  const neededBytes = ((venvKilobytes ?? 0) * 1.5 + 102_400) * 1024;
  const freeBytes = (freeKilobytes ?? 0) * 1024;
  if (freeBytes < neededBytes) {
    const args = { venv, neededBytes, freeBytes };
    findings.push(finding('space', 'critical', 'no-space', args, 'remedy-no-space'));
  }
  return findings;
}

/** Requirements that leave the version open are upgraded to whatever is newest that day. */
export function notesOf(
  { requirements }: PythonFacts,
  pins: readonly Pin[],
  { directory, ...params }: PipParams,
): Finding<Id>[] {
  const open = requirements
    .map((line) => line.replace(/\s#.*|^#.*/, '').trim())
    .filter(
      (line) => /^[A-Za-z0-9]/.test(line) && !/===?\s*[^*\s;,]+\s*(;|--hash|\\|$)/.test(line),
    );
  if (open.length === 0) return [];
  const args = { count: open.length, requirements: params.requirements, directory };
  const lock = pins.map(
    ({ name, version, sha256 }) =>
      `${name}==${version}${sha256 === null ? '' : ` --hash=sha256:${sha256}`}`,
  );
  const found = finding('lock', 'note', 'unpinned', args, 'remedy-unpinned');
  return [{ ...found, evidence: lock.join('\n') }];
}

function step({ name, version }: Pin, old: string | undefined): Message<Id> {
  if (old === undefined) return { id: 'install', args: { name, to: version } };
  return { id: 'upgrade', args: { name, from: old, to: version } };
}

/** PEP 440: an epoch before `!`, then the release. */
function majorOf(version: string): string {
  return /^(\d+!)?v?\d+/.exec(version)?.[0] ?? version;
}

/** FNV-1a: the same plan has the same name, and a name that is taken is one of ours. */
function fingerprint(value: unknown): string {
  let hash = 0x811c9dc5;
  for (const letter of JSON.stringify(value))
    hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
