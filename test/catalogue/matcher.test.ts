import { expect, test } from 'vitest';
import { matchersParam, parseMatcher } from '../../src/catalogue/monitor/matcher.ts';

test.each([
  ['instance="app1:9100"', { name: 'instance', value: 'app1:9100', isRegex: false, isEqual: true }],
  ['instance=~"app1:.*"', { name: 'instance', value: 'app1:.*', isRegex: true, isEqual: true }],
  ['severity!=page', { name: 'severity', value: 'page', isRegex: false, isEqual: false }],
  ['job!~"db.*"', { name: 'job', value: 'db.*', isRegex: true, isEqual: false }],
])('%s', (text, matcher) => expect(parseMatcher(text)).toEqual(matcher));

test.each([
  [['instance=~".*"']],
  [['instance=~".+"', 'severity!="page"']],
  [['instance=""']],
  [['severity!~"page"']],
  [['instance']],
  [[]],
])('%j would silence everything, or is none', (texts) =>
  expect(matchersParam.safeParse(texts).success).toBe(false),
);

test('one that asks for a value is enough', () =>
  expect(matchersParam.safeParse(['severity!="page"', 'instance=~"app1:.*"']).success).toBe(true));
