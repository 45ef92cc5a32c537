import { beforeEach, describe, expect, test } from 'vitest';
import { StepOutputs } from '../../src/github/outputs.ts';
import { runnerCommands, runnerFile } from './runner.ts';

let stdout = '';
let files: Record<string, string> = {};
let outputs: StepOutputs;
beforeEach(() => {
  stdout = '';
  files = {};
  outputs = new StepOutputs({
    environment: { GITHUB_OUTPUT: '/output', GITHUB_ENV: '/env', GITHUB_STEP_SUMMARY: '/summary' },
    appendFile: (path, text) => {
      files[path] = (files[path] ?? '') + text;
    },
    print: (text) => {
      stdout += text;
    },
  });
});

/** What a host may print. */
const hostile = [
  '::set-output name=records::/etc/passwd',
  '::set-env name=PATH::/tmp',
  '::add-mask::a',
  '::stop-commands::x',
  '##[group]x',
  '##[set-output name=a]b',
  '  ::error::x',
  '\t::error file=a::x',
  'fine\n::error::x',
  'fine\r::error::x',
  'fine\r\n::add-path::/tmp',
  '\u0085::error::x',
  '\u2028::error::x',
  '\u3000::error::x',
  '\u00a0::error::x',
  '\u200b::error::x',
  '\x1b[31m::error::x',
  ':\x1b[0m:error::x',
  ':\u200b:error::x',
  '#\x1b[0m#[error]x',
  '%0A::error::x',
  '\x00::error::x',
];

describe('text of a host is no command', () => {
  test.each(hostile)('in a log line: %j', (text) => {
    outputs.log(text);
    expect(runnerCommands(stdout)).toEqual([]);
  });

  test.each(hostile)('in an annotation: %j', (text) => {
    outputs.annotate('warning', text, { title: text, file: 'a.yml' });
    expect(runnerCommands(stdout).map(({ name }) => name)).toEqual(['warning']);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
  });

  test.each(hostile)('in a group: %j', (text) => {
    outputs.group(text, [text]);
    expect(runnerCommands(stdout).map(({ name }) => name)).toEqual(['group', 'endgroup']);
  });

  test.each(hostile)('verbatim: %j', (text) => {
    outputs.verbatim(text);
    const [stop, start, ...others] = runnerCommands(stdout);
    expect(stop?.name).toBe('stop-commands');
    expect(start?.name).toBe(stop?.data);
    expect(others).toEqual([]);
  });

  test('the model of the runner finds them when nothing is done', () => {
    const found = hostile.filter((text) => runnerCommands(text).length > 0);
    expect(found.length).toBeGreaterThan(12);
  });
});

describe('outputs and variables', () => {
  test.each([
    ...hostile,
    '',
    'a\nb\n',
    'x<<EOF\ny\nEOF',
    'a\nghadelimiter_0000\nforged<<x\ny\nx',
    'a\nteiki_00000000-0000-0000-0000-000000000000\nforged=1',
    'フォルダ',
  ])('a value comes out as it went in: %j', (value) => {
    outputs.output('first', value);
    outputs.output('second', 'kept');
    outputs.variable('THIRD', value);
    const normal = value.replaceAll('\r\n', '\n');
    expect(runnerFile(files['/output'] ?? '')).toEqual({ first: normal, second: 'kept' });
    expect(runnerFile(files['/env'] ?? '')).toEqual({ THIRD: normal });
    expect(stdout).toBe('');
  });

  test('a delimiter that was seen is of no use', () => {
    outputs.output('first', 'a');
    const [, delimiter = ''] = /<<(.+)/.exec(files['/output'] ?? '') ?? [];
    outputs.output('second', `a\n${delimiter}\nforged<<x\ny\nx`);
    expect(Object.keys(runnerFile(files['/output'] ?? ''))).toEqual(['first', 'second']);
  });

  test.each(['a\nb', 'a<<b', 'a=b', '', '1a'])('the name %j is refused', (name) => {
    expect(() => outputs.output(name, 'x')).toThrow(RangeError);
  });
});

describe('secrets', () => {
  test('each line of a key, before anything else', () => {
    outputs.mask('-----BEGIN KEY-----\nAAAA%1\n==\n-----END KEY-----\n');
    const masked = runnerCommands(stdout);
    expect(masked.every(({ name }) => name === 'add-mask')).toBe(true);
    expect(masked.map(({ data }) => data)).toEqual([
      '-----BEGIN KEY-----\nAAAA%1\n==\n-----END KEY-----',
      '-----BEGIN KEY-----',
      'AAAA%1',
      '-----END KEY-----',
    ]);
  });

  test('nothing of an empty or very short one', () => {
    outputs.mask('');
    outputs.mask('ab\n');
    expect(stdout).toBe('');
  });
});

describe('annotations', () => {
  test('places are escaped', () => {
    outputs.annotate('error', '50% of a:b, c', {
      file: 'a:b,c%.yml',
      line: 3,
      column: 4,
      title: 'x',
    });
    expect(stdout).toBe('::error file=a%3Ab%2Cc%25.yml,line=3,col=4,title=x::50%25 of a:b, c\n');
    expect(runnerCommands(stdout)[0]).toMatchObject({
      properties: { file: 'a:b,c%.yml', line: '3', col: '4', title: 'x' },
      data: '50% of a:b, c',
    });
  });

  test('ten of a type, the others become lines of the log', () => {
    const shown = Array.from({ length: 12 }, (_, index) => outputs.annotate('error', `e${index}`));
    expect(shown.filter(Boolean)).toHaveLength(10);
    expect(outputs.annotate('warning', 'w')).toBe(true);
    expect(runnerCommands(stdout)).toHaveLength(11);
    expect(stdout).toContain('\ne11\n');
  });
});

describe('the summary', () => {
  const note = (missing: number) => `_あと ${missing} 節_`;

  test('sections are joined', () => {
    outputs.summary(['# a', '', '- b\n'], note);
    expect(files['/summary']).toBe('# a\n\n- b\n');
  });

  test('stays below 1 MiB, whole sections, and says what is missing', () => {
    const section = `## 節\n\n${'あ'.repeat(100_000)}`;
    outputs.summary([`# 最初`, section, section, section, section, section], note);
    const summary = files['/summary'] ?? '';
    expect(Buffer.byteLength(summary)).toBeLessThan(1024 * 1024);
    expect(summary.match(/^## /gm)).toHaveLength(3);
    expect(summary.endsWith('_あと 2 節_\n')).toBe(true);
  });

  test('one section that is too long is cut between lines, its fence closed', () => {
    outputs.summary([`# a\n\n~~~~text\n${'``` x\n'.repeat(400_000)}~~~~`, 'last'], note);
    const summary = files['/summary'] ?? '';
    expect(Buffer.byteLength(summary)).toBeLessThan(1024 * 1024);
    expect(summary).toMatch(/``` x\n~~~~\n\n_あと 2 節_\n$/);
  });

  test('without a summary file nothing happens', () => {
    const silent = new StepOutputs({ environment: {}, appendFile: fail, print: fail });
    expect(() => silent.summary(['x'], note)).not.toThrow();
    expect(() => silent.output('x', 'y')).toThrow('GITHUB_OUTPUT is not set');
  });
});

function fail(): never {
  throw new Error('Nothing is to be written');
}
