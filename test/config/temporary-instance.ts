import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Instance, loadInstance } from '../../src/config/instance.ts';
import { formatIssue } from '../../src/yaml/issue.ts';
import { stubCatalogue } from '../runbook/stub-catalogue.ts';

export const pin =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEVYQU1QTEUtS0VZLU9GLWFwcDEtUkVQTEFDRS1JVC0t';

/** A small instance without mistakes; tests replace a file of it. `null` leaves the file out. */
const sound: Readonly<Record<string, string | null>> = {
  'config.yml': 'timezone: Asia/Tokyo\nteam: SRE\n',
  'fleet.yml': `defaults: { user: mks-maint, vars: { uploads: /opt/mks/uploads } }
hosts:
  app1: { address: 10.0.0.11, groups: [app], hostKeys: ["${pin}"], jump: bastion }
  bastion: { address: 10.0.0.1, hostKeys: ["${pin}"] }
`,
  'runbooks/weekly.yml': `id: weekly
title: { ja: 週次, en: Weekly }
purpose: { ja: 健全性, en: Health }
level: 1
hosts: [app]
window: { every: week, on: monday, at: "02:00", minutes: 30 }
steps:
  - check: logs.disk-usage
`,
};

export async function withInstance<T>(
  files: Readonly<Record<string, string | null>>,
  use: (directory: string) => Promise<T>,
): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'teiki-instance-'));
  try {
    await mkdir(join(directory, 'runbooks'));
    for (const [path, text] of Object.entries({ ...sound, ...files })) {
      if (text === null) continue;
      await mkdir(dirname(join(directory, path)), { recursive: true });
      await writeFile(join(directory, path), text);
    }
    return await use(directory);
  } finally {
    await rm(directory, { recursive: true });
  }
}

export function load(files: Readonly<Record<string, string | null>>): Promise<Instance> {
  return withInstance(files, (directory) => loadInstance(directory, { catalogue: stubCatalogue }));
}

/** The issues as `validate` prints them, with paths relative to the instance. */
export function linesOf(
  files: Readonly<Record<string, string | null>>,
): Promise<readonly string[]> {
  return withInstance(files, async (directory) => {
    const { issues } = await loadInstance(directory, { catalogue: stubCatalogue });
    return issues.map((issue) => formatIssue(issue).replaceAll(`${directory}/`, ''));
  });
}
