import { type Lines, time } from './reading.ts';

/** What sshd wrote to the journal, and whether fail2ban watches. */
export interface SshFacts {
  readonly state: 'read' | 'absent' | 'denied' | 'off';
  readonly fail2ban: string;
  readonly fromAt?: string;
  readonly failures: number;
  readonly addresses: number;
  readonly top: readonly { readonly address: string; readonly failures: number }[];
  /** Addresses that got in with a password after failures. */
  readonly hits: readonly { readonly address: string; readonly failures: number }[];
}

export function sshFactsOf(lines: Lines): SshFacts {
  const state = lines.text('state');
  const fail2ban = lines.text('fail2ban');
  if (state !== 'read')
    return {
      state: state === 'off' || state === 'denied' ? state : 'absent',
      fail2ban,
      failures: 0,
      addresses: 0,
      top: [],
      hits: [],
    };
  const pairs = (key: string) =>
    lines.all(key).map((text) => {
      const [address = '', failures = ''] = text.split(' ');
      return { address, failures: Number(failures) };
    });
  return {
    state,
    fail2ban,
    fromAt: time(lines.number('since')),
    failures: lines.number('failures'),
    addresses: lines.number('addresses'),
    top: pairs('address'),
    hits: pairs('hit'),
  };
}
