import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildInto } from '../scripts/build.ts';
import { compileScript } from '../src/engine/script.ts';
import { type Arena, writeSshConfig } from './contestant.ts';
import { prefix } from './control-group.ts';
import { type BenchStep, probesOf, writeInstance } from './instance.ts';
import { plant } from './plant.ts';
import { makeSandbox } from './sandbox.ts';

const nonce = 'be9c4be9c4be9c4be9c4be9c';

/** Everything that the contestants need, in one temporary folder that is gone afterwards. */
export async function makeArena(
  sizes: readonly number[],
): Promise<{ arena: Arena; steps: readonly BenchStep[] } & AsyncDisposable> {
  const directory = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  await using stack = new AsyncDisposableStack();
  stack.defer(() => rmSync(directory, { recursive: true, force: true }));
  // The login user has to get through to what is planted.
  chmodSync(directory, 0o755);
  const root = join(directory, 'root');
  plant(root);
  const bundle = join(directory, 'dist');
  await buildInto(bundle);
  writeFileSync(join(directory, 'package.json'), '{ "type": "module" }\n');
  const sandbox = stack.use(await makeSandbox(directory));
  writeSshConfig(directory, sandbox);
  const instance = (hosts: number) => join(directory, `instance-${hosts}`);
  let steps: readonly BenchStep[] = [];
  for (const hosts of new Set([1, ...sizes])) {
    steps = await writeInstance(instance(hosts), root, sandbox, hosts);
  }
  const script = compileScript(await probesOf(instance(1)), nonce).text;
  writeFileSync(join(directory, 'script.sh'), script);
  const owned = stack.move();
  return {
    arena: { directory, root, sandbox, bundle, script, nonce, instance },
    steps,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
