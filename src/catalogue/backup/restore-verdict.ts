import { finding, type Measurement } from '../../core/finding.ts';
import type { Verification } from '../define-task.ts';
import type { Difference } from './restore-compare.ts';
import type { RestoreFacts } from './restore-facts.ts';
import type { Found } from './restore-judgement.ts';
import type { RestoreMessage as Id } from './restore-messages.ts';
import type { RestoreParams } from './restore-params.ts';
import type { RestoreResult } from './restore-result.ts';
import type { RestoreChange } from './restore-script.ts';

interface Seen {
  readonly after: RestoreFacts;
  readonly change: RestoreChange;
}

/** What the restore has proved, and what it has not. */
export function verifyRestore(
  { after, change }: Seen,
  { directory }: RestoreParams,
): Verification<Id> {
  const { result } = after;
  if (result?.file !== change.file) {
    const args = { file: change.file };
    return { findings: [finding('dump', 'critical', 'not-tested', args, 'not-tested-remedy')] };
  }
  return {
    findings: [
      ...databaseFindings(result, directory),
      ...result.differences.map((one) => differenceFinding(one, result)),
      ...uploadFindings(result, directory),
      ...result.cleared.map((name) => finding(`leftover:${name}`, 'note', 'leftover', { name })),
    ],
    measurements: measure(result),
    changes: [
      ...result.cleared.map((name) => ({ id: 'cleared', args: { name } }) as const),
      {
        id: 'restored',
        args: {
          file: result.file,
          scratch: result.scratch,
          tables: result.tables,
          rows: result.rows,
          seconds: result.restoreSeconds,
        },
      },
      ...(result.dropped ? [{ id: 'dropped', args: { scratch: result.scratch } } as const] : []),
    ],
  };
}

export function databaseFindings(result: RestoreResult, directory: string): Found[] {
  const { file, scratch, restore, complaint, differencesCount, differences } = result;
  const found: Found[] = [];
  const evidence = complaint ? { evidence: complaint } : {};
  if (restore === 'created') {
    const one = finding('cluster', 'critical', 'not-created', { scratch }, 'not-created-remedy');
    found.push({ ...one, ...evidence });
  } else if (restore === 'failed') {
    const one = finding('dump', 'critical', 'not-restored', { file }, 'damaged-remedy', {
      directory,
    });
    found.push({ ...one, ...evidence });
  } else if (!result.counted) {
    const one = finding('dump', 'unknown', 'not-counted', { file }, 'not-tested-remedy');
    found.push({ ...one, ...evidence });
  } else {
    if (result.comparedWith !== 'manifest') {
      const live = result.comparedWith === 'live';
      const [id, severity] = live ? ['live', 'note'] : ['no-comparison', 'warning'];
      found.push(
        finding('manifest', severity as 'note', id as Id, { file }, 'no-comparison-remedy'),
      );
    }
    if (result.tables === 0)
      found.push(finding('dump', 'critical', 'no-tables', { file }, 'content-remedy'));
    if (result.otherLocale) found.push(finding('locale', 'note', 'other-locale', { file }));
    if (result.smoke?.failed) {
      const { answer } = result.smoke;
      const one = finding('smoke', 'critical', 'smoke', { file }, 'smoke-remedy');
      found.push({ ...one, evidence: answer });
    }
  }
  const more = differencesCount - differences.length;
  if (more > 0) found.push(finding('differences', 'critical', 'more', { more }, 'content-remedy'));
  if (!result.dropped) {
    const one = finding(
      `scratch:${scratch}`,
      'critical',
      'not-dropped',
      { scratch },
      'drop-remedy',
    );
    found.push({ ...one, ...evidence });
  }
  return found;
}

export function differenceFinding(
  one: Difference,
  { file, comparedWith, uploads }: RestoreResult,
): Found {
  const { name } = one;
  // Statistics of a database that goes on are a hint, and a table may be newer than the backup.
  const severity = comparedWith === 'live' ? 'warning' : 'critical';
  const archive = uploads?.file ?? '';
  switch (one.what) {
    case 'table-missing':
      return finding(
        `table:${name}`,
        severity,
        'table-missing',
        { file, name, rows: one.rows },
        'content-remedy',
      );
    case 'rows': {
      const args = { file, name, rows: one.rows, wanted: one.wanted };
      return finding(
        `table:${name}`,
        severity,
        comparedWith === 'live' ? 'rows-live' : 'rows',
        args,
        'content-remedy',
      );
    }
    case 'sequence-behind': {
      const args = { name, value: one.value, most: one.most };
      return finding(`sequence:${name}`, 'critical', 'sequence', args, 'sequence-remedy');
    }
    case 'sequence-behind-before': {
      const args = { name, value: one.value, most: one.most };
      return finding(`sequence:${name}`, 'warning', 'sequence-before', args, 'sequence-remedy');
    }
    case 'sequence-missing':
      return finding(
        `sequence:${name}`,
        'critical',
        'sequence-missing',
        { file, name },
        'content-remedy',
      );
    case 'extension':
      return finding(`extension:${name}`, 'critical', 'extension', { name }, 'extension-remedy');
    case 'invalid':
      return finding(`invalid:${name}`, 'critical', 'invalid', { name }, 'content-remedy');
    case 'objects': {
      const args = { kind: name, found: one.found, wanted: one.wanted };
      return finding(`objects:${name}`, 'critical', 'objects', args, 'content-remedy');
    }
    case 'dump':
      return finding(`file:${name}`, 'critical', 'sum', { name }, 'content-remedy');
    case 'upload':
      return finding(`upload:${name}`, 'critical', 'upload', { archive, name }, 'content-remedy');
    case 'upload-missing':
      return finding(
        `upload:${name}`,
        'critical',
        'upload-missing',
        { archive, name },
        'content-remedy',
      );
  }
}

export function uploadFindings({ uploads }: RestoreResult, directory: string): Found[] {
  if (!uploads) return [];
  const { file: archive, entries, wantedEntries } = uploads;
  if (uploads.failed) {
    return [
      finding('uploads', 'critical', 'not-unpacked', { archive }, 'damaged-remedy', { directory }),
    ];
  }
  if (uploads.files === 0)
    return [finding('uploads', 'critical', 'no-files', { archive }, 'content-remedy')];
  if (wantedEntries !== null && entries !== wantedEntries) {
    const args = { archive, entries, wantedEntries };
    return [finding('uploads', 'critical', 'entries', args, 'content-remedy')];
  }
  return [];
}

function measure(result: RestoreResult): Measurement[] {
  const { restore, restoreSeconds, totalSeconds, tables, rows, uploads } = result;
  const object = 'db';
  return [
    ...(restore === 'done'
      ? ([
          { name: 'restore', object, value: restoreSeconds, unit: 'seconds' },
          { name: 'tables', object, value: tables, unit: 'count' },
          { name: 'rows', object, value: rows, unit: 'count' },
        ] as const)
      : []),
    { name: 'total', value: totalSeconds, unit: 'seconds' },
    ...(uploads
      ? [{ name: 'sampled', object: 'uploads', value: uploads.sampled, unit: 'count' } as const]
      : []),
  ];
}
