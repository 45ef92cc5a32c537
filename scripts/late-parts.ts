import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/** What packages load at once and a run hardly ever needs, and what they say instead in the bundle. */
const late: readonly (readonly [file: string, before: string, after: string])[] = [
  // Its server, key maker and HTTP agents bring `http`, `https` and `tls` along.
  [
    'ssh2/lib/index.js',
    `const {
  SSHTTPAgent: HTTPAgent,
  SSHTTPSAgent: HTTPSAgent,
} = require('./http-agents.js');`,
    '',
  ],
  [
    'ssh2/lib/index.js',
    '  HTTPAgent,',
    "  get HTTPAgent() { return require('./http-agents.js').SSHTTPAgent; },",
  ],
  [
    'ssh2/lib/index.js',
    '  HTTPSAgent,',
    "  get HTTPSAgent() { return require('./http-agents.js').SSHTTPSAgent; },",
  ],
  [
    'ssh2/lib/index.js',
    "  Server: require('./server.js'),",
    "  get Server() { return require('./server.js'); },",
  ],
  // Programs are started for the agents of Windows alone.
  [
    'ssh2/lib/agent.js',
    "const { execFile, spawn } = require('child_process');",
    `const execFile = (...args) => require('child_process').execFile(...args);
const spawn = (...args) => require('child_process').spawn(...args);`,
  ],
  // It asks semver, which is large, for Node 10.12 or later: what runs this is.
  ['make-dir/index.js', "const semver = require('semver');", ''],
  ['make-dir/index.js', "semver.satisfies(process.version, '>=10.12.0')", 'true'],
];

/**
 * A person or a job waits for all that is loaded before the first connection: parts of packages
 * that most runs do not need are loaded when they are.
 */
export const lateParts: Plugin = {
  name: 'late-parts',
  setup: (bundling) => {
    bundling.onLoad({ filter: /\/node_modules\/(ssh2|make-dir)\/.*\.js$/ }, async ({ path }) => {
      const [, file = ''] = path.split('/node_modules/').slice(-2);
      const changes = late.filter(([changed]) => changed === file);
      if (changes.length === 0) return undefined;
      let contents = await readFile(path, 'utf8');
      for (const [, before, after] of changes) {
        if (!contents.includes(before)) {
          throw new Error(`${file} is another version: it has no \`${before}\``);
        }
        contents = contents.replace(before, after);
      }
      return { contents, loader: 'js' };
    });
  },
};
