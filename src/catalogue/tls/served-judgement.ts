import type { Finding, Measurement } from '../../core/finding.ts';
import type { TlsCertificate } from '../../core/probe.ts';
import { quote } from '../../core/shell.ts';
import type { Context, Judgement } from '../define.ts';
import type { CertificateFile } from './certificate-file.ts';
import { judgeError } from './connection-error.ts';
import { fileTrouble } from './file-trouble.ts';
import type { servedMessages } from './served-messages.ts';

export type Origin = 'runner' | 'host';

export interface SeenEndpoint {
  readonly from: Origin;
  readonly address: string;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly protocol: string | null;
  readonly leaf: TlsCertificate | null;
  readonly chainLength: number;
  readonly authorizationError: string | null;
  readonly identityError: string | null;
}

export interface ServedFacts {
  readonly endpoints: readonly SeenEndpoint[];
  /** Null when no file is compared with. */
  readonly file: CertificateFile | null;
}

interface Params {
  readonly host: string;
  readonly port: number;
  readonly serverName?: string | undefined;
  readonly from: readonly Origin[];
  readonly certificate?: string | undefined;
}

type Id = keyof typeof servedMessages;
type Found = Finding<Id>;

export function evaluateServed(
  { endpoints, file }: ServedFacts,
  params: Params,
  { now }: Context,
): Judgement<Id> {
  const path = params.certificate ?? '';
  const findings: Found[] = file ? [...fileTrouble('file', path, file)] : [];
  for (const from of params.from) {
    const seen = endpoints.filter((endpoint) => endpoint.from === from);
    if (seen.length === 0) findings.push(unresolved(from, params));
    const answered = seen.some(({ error }) => error === null);
    for (const endpoint of seen) {
      const expected = file?.certificates[0];
      findings.push(...judgeEndpoint(endpoint, answered, expected, params, now));
    }
  }
  const measurements = endpoints.flatMap(({ from, address, leaf }): Measurement[] => {
    if (leaf === null) return [];
    const days = Math.round((Date.parse(leaf.notAfter) - now.getTime()) / 864_000) / 100;
    return [{ name: 'remaining', object: `${from} ${address}`, value: days, unit: 'days' }];
  });
  return { findings, measurements };
}

const unresolved = (from: Origin, { host }: Params): Found => ({
  key: from,
  severity: 'unknown',
  message: { id: 'unresolved', args: { from, host, code: '-' } },
  remedy: { id: 'remedy-resolve', args: { host } },
});

function judgeEndpoint(
  endpoint: SeenEndpoint,
  answered: boolean,
  expected: TlsCertificate | undefined,
  params: Params,
  now: Date,
): Found[] {
  const { from, address, leaf, protocol, error } = endpoint;
  const { port, certificate: path = '', serverName = params.host } = params;
  const where = { from, address, port, serverName };
  // An IPv6 address wants brackets before a port.
  const target = `${address.includes(':') ? `[${address}]` : address}:${port}`;
  const found: Found[] = [];
  const add = (
    aspect: string,
    severity: Found['severity'],
    id: Id,
    remedy: Id,
    args: Readonly<Record<string, string | number>> = {},
  ) =>
    found.push({
      key: `${from}:${address}${aspect && `:${aspect}`}`,
      severity,
      message: { id, args: { ...where, ...args } },
      remedy: { id: remedy, args: { ...where, target, path: quote(path || '-'), ...args } },
    });
  if (error !== null) {
    const { severity, id, remedy } = judgeError(endpoint, error.code, answered);
    add('', severity, id, remedy, { code: error.code });
    return found.map((finding) => ({ ...finding, evidence: `${error.code}: ${error.message}` }));
  }
  if (leaf === null) {
    add('', 'unknown', 'nothing-served', 'remedy-look');
    return found;
  }
  const { notBefore: notBeforeAt, notAfter: notAfterAt, issuer } = leaf;
  if (Date.parse(notAfterAt) <= now.getTime()) {
    add('expired', 'critical', 'expired', 'remedy-renew', { notAfterAt });
  } else if (Date.parse(notBeforeAt) > now.getTime()) {
    add('expired', 'critical', 'not-yet', 'remedy-look', { notBeforeAt });
  }
  if (endpoint.identityError !== null || endpoint.authorizationError === nameMismatch) {
    const names = leaf.subjectAltName.slice(0, 300) || leaf.subject.slice(0, 300);
    add('name', 'critical', 'wrong-name', 'remedy-name', { names });
  }
  const untrusted = trustError(endpoint, found.length > 0);
  if (untrusted !== undefined) {
    const missing = incomplete.has(untrusted) && endpoint.chainLength === 1;
    const id = missing && leaf.subject !== leaf.issuer ? 'missing-intermediate' : 'untrusted';
    const remedy = id === 'missing-intermediate' ? 'remedy-fullchain' : 'remedy-untrusted';
    // Node cannot be given a private authority together with an old protocol: nothing is certain.
    const severity = protocol !== null && oldProtocol.test(protocol) ? 'unknown' : 'critical';
    add('chain', severity, id, remedy, { code: untrusted, issuer: issuer.slice(0, 200) });
  }
  if (expected && expected.fingerprint256 !== leaf.fingerprint256) {
    const renewed = Date.parse(expected.notBefore) > Date.parse(notBeforeAt);
    const args = { path, servedAt: notAfterAt, fileAt: expected.notAfter };
    if (renewed) add('file', 'critical', 'not-reloaded', 'remedy-reload', args);
    else add('file', 'critical', 'other-certificate', 'remedy-other', args);
  }
  if (protocol !== null && oldProtocol.test(protocol)) {
    add('protocol', 'warning', 'old-protocol', 'remedy-protocol', { protocol });
  }
  return found;
}

const oldProtocol = /^(SSL|TLSv1(\.1)?$)/;
const nameMismatch = 'ERR_TLS_CERT_ALTNAME_INVALID';

/** Of these, only the leaf's own dates and name are reported on their own lines already. */
function trustError(
  { authorizationError: code }: SeenEndpoint,
  reported: boolean,
): string | undefined {
  if (code === null || code === nameMismatch) return undefined;
  // The verification stops at the first fault; an expired intermediate has the same code as a leaf.
  if (/^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/.test(code) && reported) return undefined;
  return code;
}

const incomplete = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_GET_ISSUER_CERT',
]);
