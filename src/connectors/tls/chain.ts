import type { X509Certificate } from 'node:crypto';
import type { TlsCertificate } from '../../core/probe.ts';

/**
 * The certificates in the order in which the server sent them. An X509Certificate of a connection
 * links to the next one that was *sent*, where `getPeerCertificate(true)` goes on with what the
 * trust store knows, and so hides that an intermediate is missing.
 */
export function sentChain(leaf: X509Certificate | undefined): readonly TlsCertificate[] {
  const chain: TlsCertificate[] = [];
  for (
    let certificate = leaf;
    certificate !== undefined;
    certificate = certificate.issuerCertificate
  ) {
    chain.push(describe(certificate));
  }
  return chain;
}

function describe(certificate: X509Certificate): TlsCertificate {
  return {
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    fingerprint256: certificate.fingerprint256,
    serialNumber: certificate.serialNumber,
    notBefore: certificate.validFromDate.toISOString(),
    notAfter: certificate.validToDate.toISOString(),
    subjectAltName: certificate.subjectAltName ?? '',
  };
}

/** Node puts each part of a name on a line of its own. */
function oneLine(name: string | undefined): string {
  return (name ?? '').split('\n').join(', ');
}
