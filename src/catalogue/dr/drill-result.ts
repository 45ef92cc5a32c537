import { readManifest } from '../backup/manifest.ts';
import { parseResult, type RestoreResult } from '../backup/restore-result.ts';
import { Unparsable } from '../define.ts';
import type { DrillParams } from './drill-params.ts';

/** A stretch of the drill, by the host's clock; `render-phases.ts` draws them. */
export interface Phase {
  readonly name: (typeof phaseNames)[number];
  readonly startedAt: string;
  readonly endedAt: string;
  readonly failed: boolean;
}

export const phaseNames = [
  'choose',
  'database',
  'uploads',
  'service',
  'functional',
  'integrity',
  'teardown',
] as const;

export interface DrillResult {
  readonly declaredAt: string;
  /** Newer backups that were passed over, and what does not hold about them. */
  readonly passed: readonly { readonly manifest: string; readonly why: string }[];
  /** Null when no backup was verified. */
  readonly chosen: {
    readonly manifest: string;
    readonly snapshotAt: string;
    /** What the restore has come to, as a restore test would tell it. */
    readonly restore: RestoreResult;
  } | null;
  readonly roles: { readonly made: number; readonly there: number; readonly failed: string };
  readonly service: 'healthy' | 'unhealthy' | 'not-started' | 'not-reached';
  readonly serviceSaid: string;
  readonly grants: string;
  readonly checks: readonly { readonly url: string; readonly ok: boolean; readonly said: string }[];
  /** From declaration to healthy, with all functional checks; null when that was not reached. */
  readonly recoverySeconds: number | null;
  /** From the newest moment that was recovered to the declaration. */
  readonly lostSeconds: number | null;
  /** What could not be removed again. */
  readonly left: readonly string[];
  readonly leftSaid: string;
  readonly cleared: boolean;
  readonly phases: readonly Phase[];
}

/** @throws Unparsable */
export function parseDrill(
  records: readonly (readonly [string, string])[],
  params: DrillParams,
): DrillResult {
  const facts = new Map(records);
  const all = (key: string) => records.filter(([name]) => name === key).map(([, value]) => value);
  const number = (name: string): number => {
    const value = Number(facts.get(name) ?? Number.NaN);
    if (!Number.isFinite(value)) throw new Unparsable(`a number for ${name}`, '');
    return value;
  };
  const declared = number('declared');
  const began = number('began');
  const instant = (uptime: number) =>
    new Date(Math.round((declared + uptime - began) * 1000)).toISOString();
  const chosen = parseChosen(facts);
  const checks = all('check').map((line) => {
    const [index, state, ...said] = line.split(' ');
    const url = params.checks[Number(index)]?.url ?? '';
    return { url, ok: state === 'ok', said: said.join(' ') };
  });
  const service = (['healthy', 'unhealthy', 'not-started'] as const).find(
    (one) => one === facts.get('service'),
  );
  const whole = checks.length === params.checks.length && checks.every(({ ok }) => ok);
  const recovered = service === 'healthy' && whole ? number('recovered') - began : null;
  const split = (text: string) => {
    const cut = text.indexOf('\n');
    return { manifest: text.slice(0, cut), why: text.slice(cut + 1) };
  };
  const roles = (key: string) => all(key).length;
  return {
    declaredAt: instant(began),
    passed: all('passed').map(split),
    chosen,
    roles: {
      made: roles('role-made'),
      there: roles('role-there'),
      failed: all('role-failed').join('\n').slice(0, 1000),
    },
    service: service ?? 'not-reached',
    serviceSaid: facts.get('service-said') ?? '',
    grants: facts.get('grants') ?? '',
    checks,
    recoverySeconds: recovered === null ? null : Math.round(recovered * 10) / 10,
    lostSeconds: chosen
      ? Math.max(0, Math.round(declared - Date.parse(chosen.snapshotAt) / 1000))
      : null,
    left: (facts.get('left') ?? '').split(' ').filter(Boolean),
    leftSaid: facts.get('left-said') ?? '',
    cleared: facts.has('cleared-before'),
    phases: phaseNames.flatMap((name): Phase[] => {
      const [from, to] = [facts.get(`${name}-from`), facts.get(`${name}-to`)];
      if (from === undefined || to === undefined) return [];
      const failed = facts.has(`${name}-failed`);
      return [{ name, startedAt: instant(Number(from)), endedAt: instant(Number(to)), failed }];
    }),
  };
}

function parseChosen(facts: ReadonlyMap<string, string>): DrillResult['chosen'] {
  const manifest = facts.get('chosen');
  if (manifest === undefined) return null;
  const reading = readManifest(facts.get('manifest') ?? '');
  if ('unusable' in reading) throw new Unparsable('the manifest of the chosen backup', '');
  const at = new Date(reading.manifest.snapshot.at).toISOString();
  return { manifest, snapshotAt: at, restore: parseResult(facts, [], reading.manifest) };
}
