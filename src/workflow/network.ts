import type { Config } from '../config/schema.ts';
import { mapping, scalar } from './text.ts';

type Network = Config['network'];

/** Names of the secrets that the network step takes. */
export function networkSecrets(network: Network): readonly string[] {
  if (network === undefined) return [];
  const values: readonly unknown[] = Object.values('uses' in network ? network.with : network.env);
  const names = values.flatMap((value) => secretName(value) ?? []);
  return [...new Set(names)].toSorted();
}

/** The lines of a step, as an item of `steps:`; none without a network. */
export function networkStep(network: Network): readonly string[] {
  if (network === undefined) return [];
  const name = '- name: Reach the network of the hosts';
  if ('uses' in network) {
    return [name, `  uses: ${network.uses}`, ...indented(mapping('with', values(network.with)))];
  }
  const script = network.run.trimEnd().split('\n');
  return [
    name,
    ...indented(mapping('env', values(network.env))),
    '  run: |',
    ...script.map((line) => (line === '' ? '' : `    ${line}`)),
  ];
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}

function values(written: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const entries = Object.entries(written).map(([key, value]) => {
    const secret = secretName(value);
    return [key, secret === undefined ? scalar(value) : `\${{ secrets.${secret} }}`] as const;
  });
  return Object.fromEntries(entries);
}

function secretName(value: unknown): string | undefined {
  if (typeof value === 'string') return /^env:([A-Za-z_][A-Za-z0-9_]*)$/.exec(value)?.[1];
  if (typeof value === 'object' && value !== null && 'name' in value) return String(value.name);
  return undefined;
}
