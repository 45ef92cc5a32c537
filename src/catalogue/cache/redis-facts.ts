import type { ShellOutput } from '../../core/probe.ts';
import { Unparsable } from '../define.ts';

export type RedisTrouble =
  | 'no-auth'
  | 'wrong-password'
  | 'no-permission'
  | 'unreachable'
  | 'loading'
  | 'odd-answer';

export interface RedisFacts {
  readonly installed: boolean;
  /** `master`, `slave` or `sentinel`; empty when nobody would say. */
  readonly role: string;
  /** Of a replica: where it copies from. */
  readonly master: string | null;
  /** Why there is no role, and in which words. */
  readonly trouble: { readonly kind: RedisTrouble; readonly text: string } | null;
  /** What SELECT answered when it was not OK. */
  readonly select: string | null;
  /** Keys by database, those without any left out. */
  readonly keyspace: Readonly<Record<string, number>>;
  /** Under the prefix; null when there is no prefix, or nobody could look. */
  readonly found: { readonly keys: number; readonly bytes: number; readonly exact: boolean } | null;
  /** Lines of the scan that are no quoted names. */
  readonly odd: readonly string[];
}

const nothing: RedisFacts = {
  installed: false,
  role: '',
  master: null,
  trouble: null,
  select: null,
  keyspace: {},
  found: null,
  odd: [],
};

/** @throws Unparsable */
export function parseRedis({ stdout }: ShellOutput): RedisFacts {
  if (/^%% absent$/m.test(stdout)) return nothing;
  const section = (name: string, next: string): string => {
    const found = new RegExp(`^%% ${name}\\n([\\s\\S]*?)^%% ${next}$`, 'm').exec(stdout)?.[1];
    if (found === undefined) throw new Unparsable(`the part ${name}`, stdout.slice(-400));
    return found.trim();
  };
  const said = section('role', 'select');
  const [select, info, keys] = [
    section('select', 'keyspace'),
    section('keyspace', 'keys'),
    section('keys', 'end'),
  ];
  const words = said.split('\n');
  // A password that nobody asked for is complained about before the answer.
  const at = words.findIndex((word) => ['master', 'slave', 'sentinel'].includes(word));
  const role = words[at] ?? '';
  const [address = '', port = ''] = words.slice(at + 1);
  const facts = { ...nothing, installed: true };
  if (role === '') return { ...facts, trouble: { kind: troubleIn(said), text: said } };
  const keyspace = [...info.matchAll(/^db(\d+):keys=(\d+)/gm)].map(
    ([, database = '', count]) => [database, Number(count)] as const,
  );
  return {
    ...facts,
    role,
    master: role === 'slave' ? `${address}:${port}` : null,
    select: select.split('\n').at(-1) === 'OK' ? null : select,
    keyspace: Object.fromEntries(keyspace),
    found: foundIn(keys),
    odd: [...keys.matchAll(/^odd (.*)$/gm)].map(([, line = '']) => line),
  };
}

function troubleIn(said: string): RedisTrouble {
  if (/WRONGPASS|invalid password/.test(said)) return 'wrong-password';
  if (/NOAUTH/.test(said)) return 'no-auth';
  if (/NOPERM/.test(said)) return 'no-permission';
  if (/^LOADING/m.test(said)) return 'loading';
  return /could not connect|connection refused|timed out|closed the connection/i.test(said)
    ? 'unreachable'
    : 'odd-answer';
}

function foundIn(text: string): RedisFacts['found'] {
  const keys = /^keys (\d+)$/m.exec(text)?.[1];
  const [, sum, seen] = /^bytes (\d+) (\d+)$/m.exec(text) ?? [];
  if (keys === undefined || sum === undefined) return null;
  const [count, sampled] = [Number(keys), Number(seen)];
  const exact = sampled >= count;
  const bytes = exact || sampled === 0 ? Number(sum) : Math.round((Number(sum) / sampled) * count);
  return { keys: count, bytes, exact };
}
