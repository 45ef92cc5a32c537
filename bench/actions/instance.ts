import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { newSshKey } from '../../src/demo/ssh-key.ts';

export interface Team extends Disposable {
  readonly folder: string;
  /** The work tree: actions run here. */
  readonly tree: string;
  /** What the runner gives to every step. */
  readonly environment: Readonly<Record<string, string>>;
}

const checks = [
  { check: 'logs.disk-usage' },
  { check: 'logs.large-files', with: { directory: '/var/log/mks', pattern: '*.log' } },
  { check: 'disk.root-usage' },
  { check: 'capacity.sample' },
];

/** Fifteen steps, which is a long runbook. */
export const stepIds = Array.from({ length: 15 }, (_, index) => `step-${index + 1}`);

/** A repository with an instance of so many hosts, all at one port of this machine. */
export function makeTeam(hosts: number, port: number): Team {
  const folder = mkdtempSync(join(tmpdir(), 'teiki-bench-actions-'));
  const tree = join(folder, 'tree');
  const key = newSshKey();
  const pin = key.publicText.split(' ').slice(0, 2).join(' ');
  const all = hostNames(hosts).map((name) => [
    name,
    { address: '127.0.0.1', groups: ['app'], hostKeys: [pin] },
  ]);
  const files = {
    'maintenance/config.yml': {
      timezone: 'Asia/Tokyo',
      locale: 'ja',
      team: 'SRE',
      publicRepository: 'no',
    },
    'maintenance/fleet.yml': {
      defaults: { user: 'mks-maint', port, identity: 'env:TEIKI_SSH_KEY' },
      hosts: Object.fromEntries(all) as unknown,
    },
    'maintenance/runbooks/weekly-health.yml': {
      id: 'weekly-health',
      title: { ja: '週次システムヘルスチェック', en: 'Weekly system health check' },
      purpose: { ja: '健全性の確認', en: 'Health' },
      level: 1,
      hosts: ['app'],
      window: { every: 'week', on: 'monday', at: '02:00', minutes: 30 },
      steps: stepIds.map((id, index) => ({ id, ...checks[index % checks.length] })),
    },
  };
  for (const [path, value] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), stringify(value, { aliasDuplicateObjects: false }));
  }
  const at = (name: string) => join(folder, name);
  const payload = { schedule: '9 2 * * 1', repository: { private: true } };
  writeFileSync(at('event.json'), JSON.stringify(payload));
  return {
    folder,
    tree,
    environment: {
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      RUNNER_TEMP: folder,
      GITHUB_ACTIONS: 'true',
      GITHUB_REPOSITORY: 'example/mks',
      GITHUB_RUN_ID: '1001',
      GITHUB_RUN_ATTEMPT: '1',
      GITHUB_ACTOR: 'hanako',
      GITHUB_EVENT_NAME: 'schedule',
      GITHUB_EVENT_PATH: at('event.json'),
      GITHUB_OUTPUT: at('output'),
      GITHUB_STEP_SUMMARY: at('summary'),
      GITHUB_SHA: 'a'.repeat(40),
      GITHUB_REF: 'refs/heads/main',
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_API_URL: 'https://api.github.com',
      TEIKI_SSH_KEY: key.privateText,
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export function hostNames(hosts: number): readonly string[] {
  return Array.from({ length: hosts }, (_, index) => `app${index + 1}`);
}

export const window = {
  key: '2026-W48',
  every: 'week',
  startsAt: '2026-11-22T17:00:00.000Z',
} as const;

/** What the action plan puts out. */
export function planOf(shards: readonly (readonly string[])[]): string {
  return JSON.stringify({
    schema: 'teiki.plan/1',
    runbook: 'weekly-health',
    window,
    trigger: 'schedule',
    mode: 'plan',
    shards,
  });
}
