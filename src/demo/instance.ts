import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Locale } from '../core/message.ts';
import type { DemoFleet } from './fleet.ts';
import { weeklyHealth } from './runbook.ts';

/** Writes the instance that the demo maintains, in the form in which people write theirs. */
export async function writeInstance(
  directory: string,
  { user, clientKey, hosts }: DemoFleet,
  locale: Locale,
): Promise<void> {
  await mkdir(join(directory, 'runbooks'), { recursive: true });
  const identity = join(directory, '..', 'client-key');
  await writeFile(identity, clientKey.privateText, { mode: 0o600 });
  const config = {
    timezone: 'Asia/Tokyo',
    locale,
    team: 'SREチーム',
    contacts: { emergency: '03-0000-0000 (当番)', channel: '#mks-incident' },
  };
  const fleet = {
    defaults: { user, identity, groups: ['app'] },
    hosts: Object.fromEntries(
      hosts.map(({ name, port, hostKey, vars }) => [
        name,
        { address: '127.0.0.1', port, hostKeys: [hostKey], vars },
      ]),
    ),
  };
  const files = {
    'config.yml': yaml('Settings of the team.', config),
    'fleet.yml': yaml('Embedded hosts: they are there only while the demo runs.', fleet),
    'runbooks/weekly-health.yml': yaml(
      'The weekly health check of MKS, with its folders below `root` of each host.',
      weeklyHealth,
    ),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
}

function yaml(comment: string, value: unknown): string {
  return `# Written by \`teiki demo\`. ${comment}\n${stringify(value, { lineWidth: 100, aliasDuplicateObjects: false })}`;
}
