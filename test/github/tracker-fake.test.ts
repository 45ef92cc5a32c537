import { expect } from 'vitest';
import { fakeWithClient } from './fixtures.ts';
import { trackerSuite } from './tracker-suite.ts';

trackerSuite('the fake', async () => {
  const { fake, issues } = await fakeWithClient();
  return {
    issues: () => issues(),
    lacks: new Set(),
    close: async () => {
      expect(fake.violations).toEqual([]);
      await fake.close();
    },
  };
});
