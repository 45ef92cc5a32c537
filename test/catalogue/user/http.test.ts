import { expect, test } from 'vitest';
import { check } from '../../../src/catalogue/user/http.ts';

test('the probe asks for no more than it needs', () => {
  const params = check.params.parse({ url: 'https://example.com/login', from: 'host' });
  expect(check.probes(params).request).toEqual({
    kind: 'http',
    from: 'host',
    url: 'https://example.com/login',
    method: 'GET',
    timeoutSeconds: 10,
    maxBodyBytes: 65_536,
  });
});

test.each([
  { url: 'ftp://example.com/' },
  { url: 'example.com' },
  { url: 'https://user:secret@example.com/' },
  { url: 'https://example.com/', match: '[' },
  { url: 'https://example.com/', status: 99 },
  { url: 'https://example.com/', from: 'elsewhere' },
])('%j is refused', (params) => expect(check.params.safeParse(params).success).toBe(false));
