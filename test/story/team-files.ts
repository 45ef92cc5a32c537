import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { catalogue } from '../../src/catalogue/registry.ts';
import { loadInstance } from '../../src/config/instance.ts';
import { generateWorkflows } from '../../src/workflow/generate.ts';
import type { Host } from '../lab/host.ts';
import { writeFiles } from '../workflow/harness/repository.ts';

const root = join(import.meta.dirname, '../..');

/** What is in the repository of a story beside the actions. */
export interface TeamFiles {
  readonly config?: object;
  /** By id: as objects, or as text that stays as it is. */
  readonly runbooks: Readonly<Record<string, object | string>>;
}

/** The files that the team of a story has pushed: the actions, an instance, its workflows. */
export async function writeTeamFiles(
  tree: string,
  hosts: readonly Host[],
  { dist, config = {}, runbooks }: TeamFiles & { readonly dist: string },
): Promise<void> {
  cpSync(dist, join(tree, 'dist'), { recursive: true });
  cpSync(join(root, 'action.yml'), join(tree, 'action.yml'));
  const isAction = (path: string) => !path.endsWith('.ts');
  for (const name of readdirSync(join(root, 'actions'))) {
    cpSync(join(root, 'actions', name), join(tree, 'actions', name), {
      recursive: true,
      filter: isAction,
    });
  }
  const fleet = hosts.map(({ name, address, hostKey }) => [
    name,
    { address, groups: ['app'], hostKeys: [hostKey] },
  ]);
  const text = (value: unknown) => stringify(value, { aliasDuplicateObjects: false });
  writeFiles(tree, {
    'maintenance/config.yml': text({
      timezone: 'Asia/Tokyo',
      locale: 'ja',
      team: 'SREチーム',
      ...config,
    }),
    'maintenance/fleet.yml': text({
      defaults: { user: 'mks-maint', identity: 'env:TEIKI_SSH_KEY' },
      hosts: Object.fromEntries(fleet) as unknown,
    }),
    ...Object.fromEntries(
      Object.entries(runbooks).map(([name, runbook]) => [
        `maintenance/runbooks/${name}.yml`,
        typeof runbook === 'string' ? runbook : text(runbook),
      ]),
    ),
  });
  const instance = await loadInstance(join(tree, 'maintenance'), { catalogue });
  const workflows = generateWorkflows({
    ...instance,
    directory: 'maintenance',
    actions: { kind: 'local' },
  });
  const named = [...workflows].map(([name, made]) => [`.github/workflows/${name}`, made] as const);
  writeFiles(tree, Object.fromEntries(named));
}
