import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { stableJson } from '../../src/record/json.ts';
import { teiki } from '../cli/capture.ts';
import { withInstance } from '../config/temporary-instance.ts';
import { recordFiles, twoYears } from './history.ts';
import { instanceFiles } from './history-files.ts';
import { incidentsOfTwoYears } from './history-incidents.ts';

beforeEach(() => {
  vi.stubEnv('GITHUB_TOKEN', '');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const at = '2027-01-12T09:00:00+09:00';
const periods = ['2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4', '2026'];
const records = recordFiles(twoYears());
const incidents = {
  'reports/incidents.json': stableJson(incidentsOfTwoYears('2027-01-11T15:00:00.000Z')),
};

describe.each(['ja', 'en'] as const)('the example in %s', (locale) => {
  it('is what two years of records give, and the same bytes again', {
    timeout: 240_000,
  }, async () => {
    await withInstance({ ...instanceFiles(locale), ...records, ...incidents }, async (dir) => {
      for (const period of periods) {
        const kind = period.includes('Q') ? 'quarter' : 'year';
        const report = () => teiki('--dir', dir, 'report', kind, period, '--at', at);
        const { status, stdout, stderr } = await report();
        expect(stderr).toBe('');
        expect(status).toBe(0);
        const paths = stdout.trim().split('\n');
        const read = () => Promise.all(paths.map((path) => readFile(path, 'utf8')));
        const first = await read();
        expect((await report()).stdout).toBe(stdout);
        expect(await read()).toEqual(first);
        for (const [index, path] of paths.entries()) {
          const name = path.slice(join(dir, 'reports').length + 1);
          if (name === 'incidents.json') continue;
          await expect(first[index]).toMatchFileSnapshot(
            join(import.meta.dirname, `../../docs/example/reports/${locale}`, name),
          );
        }
      }
    });
  });
});
