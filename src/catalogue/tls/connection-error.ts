import type { Finding } from '../../core/finding.ts';
import type { SeenEndpoint } from './served-judgement.ts';
import type { servedMessages } from './served-messages.ts';

type Id = keyof typeof servedMessages;

interface Verdict {
  readonly severity: Finding['severity'];
  readonly id: Id;
  readonly remedy: Id;
}

/**
 * What is certainly the server's doing is critical: a port that is closed, a handshake that it
 * breaks off, and, seen from the host itself, silence. A name that does not resolve, a path that
 * is not there and silence from afar may be the runner's own network: unknown.
 */
export function judgeError(
  { from, address }: SeenEndpoint,
  code: string,
  answered: boolean,
): Verdict {
  if (code === 'ECONNREFUSED') {
    return { severity: 'critical', id: 'refused', remedy: 'remedy-listen' };
  }
  if (code === 'forbidden') {
    return { severity: 'unknown', id: 'forbidden', remedy: 'remedy-forwarding' };
  }
  if (/^(ENOTFOUND|EAI_)/.test(code)) {
    return { severity: 'unknown', id: 'unresolvable', remedy: 'remedy-resolve-address' };
  }
  // Hosted runners have no IPv6 at all: nothing to say about the server while IPv4 answers.
  if (/^(ENETUNREACH|EHOSTUNREACH|EADDRNOTAVAIL)$/.test(code)) {
    const noRoute = { id: 'unreachable', remedy: 'remedy-route' } as const;
    const spare = from === 'runner' && address.includes(':') && answered;
    return { severity: spare ? 'note' : 'unknown', ...noRoute };
  }
  if (code === 'timeout' || code === 'ETIMEDOUT') {
    const severity = from === 'host' ? 'critical' : 'unknown';
    return { severity, id: 'silent', remedy: from === 'host' ? 'remedy-listen' : 'remedy-route' };
  }
  if (/UNSUPPORTED_PROTOCOL|PROTOCOL_VERSION|VERSION_TOO_LOW/.test(code)) {
    return { severity: 'warning', id: 'only-old-protocol', remedy: 'remedy-protocol' };
  }
  if (/^(ECONNRESET|EPIPE|EPROTO|ERR_SSL_|ERR_TLS_)/.test(code)) {
    return { severity: 'critical', id: 'no-handshake', remedy: 'remedy-look' };
  }
  return { severity: 'unknown', id: 'no-connection', remedy: 'remedy-look' };
}
