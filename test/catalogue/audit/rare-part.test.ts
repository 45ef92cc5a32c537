import { expect, test } from 'vitest';
import { rarePart } from '../../../src/catalogue/audit/rare-part.ts';

test.each([
  ['/api/v1/auth/login', 'v1/auth/login'],
  ['/login', '/login'],
  ['/x', '/x'],
  ['/xmlrpc.php', 'xmlrpc.php'],
  ['/a/Quit-xz', 'Quit-xz'],
  ['/seite/anmelden', '/seite/anmelden'],
])('of %s grep looks for %s', (path, part) => {
  expect(rarePart(path)).toBe(part);
  expect(path.endsWith(part)).toBe(true);
});
