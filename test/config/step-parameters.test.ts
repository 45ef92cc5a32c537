import { expect, test } from 'vitest';
import { configSchema } from '../../src/config/schema.ts';
import { withConfiguration } from '../../src/config/step-parameters.ts';
import type { Step } from '../../src/runbook/model.ts';

const config = configSchema.parse({
  timezone: 'Asia/Tokyo',
  team: 'SRE',
  contacts: { emergency: '03-0000-0000' },
  services: {
    functional: [
      { name: 'login page', url: 'https://example.com/login' },
      { name: 'api', url: 'http://127.0.0.1:5100/', status: 204, via: 'app1' },
    ],
    alertmanager: { url: 'http://127.0.0.1:9093', via: 'app1' },
  },
});
const step = (use: string, given: Step['with'] = {}): Step => {
  return { id: use, kind: 'check', use, with: given, apply: false };
};
const parameters = (...given: Parameters<typeof step>) =>
  withConfiguration(step(...given), config).with;

test('steps have what the configuration says for all', () => {
  expect(parameters('maint.contact')).toEqual({ emergency: '03-0000-0000' });
  expect(parameters('monitor.resume', { matchers: ['a="b"'] })).toEqual({
    url: 'http://127.0.0.1:9093',
    via: 'app1',
    matchers: ['a="b"'],
  });
  expect(parameters('verify.functional')).toEqual({
    cases: [
      {
        name: 'login page',
        url: 'https://example.com/login',
        status: 200,
        timeoutSeconds: 10,
        from: 'runner',
      },
      { name: 'api', url: 'http://127.0.0.1:5100/', status: 204, timeoutSeconds: 10, from: 'host' },
    ],
  });
});

test('what a step says itself comes before', () => {
  expect(parameters('monitor.silence', { url: 'http://10.0.0.1:9093' })).toEqual({
    url: 'http://10.0.0.1:9093',
    via: 'app1',
  });
  expect(parameters('verify.functional', { cases: [] })).toEqual({ cases: [] });
});

test('other steps, and a configuration without services, stay as they are', () => {
  const other = step('http', { url: 'https://example.com/' });
  expect(withConfiguration(other, config)).toBe(other);
  const bare = configSchema.parse({ timezone: 'UTC', team: 'SRE' });
  expect(withConfiguration(step('monitor.silence'), bare).with).toEqual({});
});
