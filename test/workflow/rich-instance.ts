import { catalogue } from '../../src/catalogue/registry.ts';
import { loadInstance } from '../../src/config/instance.ts';
import { generateWorkflows } from '../../src/workflow/generate.ts';
import type { WorkflowSource } from '../../src/workflow/source.ts';
import { withInstance } from '../config/temporary-instance.ts';

/** A commit for the actions of teiki. */
export const commit = '0123456789abcdef0123456789abcdef01234567';

const runbook = (id: string, level: number, window: string, step: string): string => `id: ${id}
title: { ja: "${id}: \${{ secrets.X }} の確認", en: Look at ${id} }
purpose: { ja: 健全性, en: Health }
level: ${level}
hosts: [app1]
impact: none
rollback: none
alternative: none
window: ${window}
steps: [${step}]
`;
const look = '{ check: disk.root-usage }';

/** An instance that uses all that workflows are made from. */
export const richFiles = {
  'config.yml': `timezone: Asia/Tokyo
locale: ja
team: SRE
runsOn: [self-hosted, "linux, x64"]
environment: it's production
records: { branch: maintenance-records }
notify: [{ webhook: env:SLACK_WEBHOOK, format: slack }]
heartbeat: env:HEARTBEAT_URL
services: { postgres: { database: mks, user: mks, password: env:DB_PASSWORD, host: app1 } }
network:
  uses: tailscale/github-action@${commit}
  with: { oauth-secret: env:TS_SECRET, tags: "tag:ci", timeout: 30 }
`,
  'fleet.yml': `defaults: { user: maint, identity: env:SSH_KEY, passphrase: env:SSH_PASSPHRASE }
hosts:
  app1: { address: 10.0.0.11, hostKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEVYQU1QTEUtS0VZLU9GLWFwcDEtUkVQTEFDRS1JVC0t"] }
`,
  'runbooks/weekly.yml': runbook(
    'weekly',
    1,
    '{ every: week, on: monday, at: "02:00", minutes: 30 }',
    look,
  ),
  'runbooks/update.yml': runbook(
    'update',
    2,
    '{ every: month, on: first monday, at: "03:00", minutes: 60 }',
    look,
  ),
  'runbooks/quarter.yml': runbook(
    'quarter',
    3,
    '{ every: quarter, on: second tuesday, months: [2, 5, 8, 12], at: "10:00", minutes: 240 }',
    look,
  ),
  'runbooks/off.yml': runbook('off', 1, '{ every: day, at: "02:00", minutes: 30 }', look).replace(
    'level:',
    'enabled: false\nlevel:',
  ),
};

/** The workflows of files like these; `null` leaves one out. */
export async function workflowsOf(
  files: Readonly<Record<string, string | null>> = richFiles,
  actions: WorkflowSource['actions'] = { kind: 'local' },
): Promise<ReadonlyMap<string, string>> {
  return await withInstance(files, async (directory) => {
    const { config, fleet, runbooks, issues } = await loadInstance(directory, { catalogue });
    const errors = issues.filter(({ level }) => level === 'error');
    if (errors.length > 0) throw new Error(JSON.stringify(errors));
    return generateWorkflows({ config, fleet, runbooks, directory: 'maintenance', actions });
  });
}
