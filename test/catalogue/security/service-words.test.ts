import { expect, test } from 'vitest';
import {
  parseUpgrade,
  type UpgradeOutputs,
} from '../../../src/catalogue/security/upgrade-facts.ts';
import { loadTaskCases } from '../task-case-file.ts';

test('what a service last wrote is its own, whatever it looks like', () => {
  const { content } =
    loadTaskCases('security.apply').find(({ name }) => name === 'service-down') ?? {};
  const { apt } = parseUpgrade((content?.after ?? {}) as UpgradeOutputs, []);
  expect(apt?.services).toEqual([
    {
      ...{ name: 'acme.service', state: 'failed', restarts: 0 },
      words: ['acme: cannot read /etc/acme/key', '%% services'],
    },
    { name: 'other.service', state: 'active', restarts: 4 },
  ]);
});
