import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import {
  bitString,
  boolean,
  type Der,
  explicit,
  implicit,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  set,
  time,
  utf8String,
} from './der.ts';

/**
 * Certificates without openssl. They are built here and not by a library, because a demo is no
 * reason to ship one.
 */
export interface Certificate {
  readonly pem: string;
  readonly privateKeyPem: string;
}

export interface Authority extends Certificate {
  readonly commonName: string;
  readonly privateKey: KeyObject;
}

export interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

const ecdsaWithSha256 = sequence(objectIdentifier('1.2.840.10045.4.3.2'));

/** A root that signs itself. */
export function createAuthority(commonName: string, validity: Validity): Authority {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = certify(commonName, publicKey, validity, { commonName, privateKey }, [
    extension('2.5.29.19', true, sequence(boolean(true))), // basicConstraints: a CA
    extension('2.5.29.15', true, bitString(Buffer.from([0x06]), 1)), // keyCertSign, cRLSign
  ]);
  return { commonName, privateKey, pem, privateKeyPem: pemKey(privateKey) };
}

/** The certificate of a server. */
export function issue(authority: Authority, dnsName: string, validity: Validity): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = certify(dnsName, publicKey, validity, authority, [
    extension('2.5.29.15', true, bitString(Buffer.from([0x80]), 7)), // digitalSignature
    extension('2.5.29.37', false, sequence(objectIdentifier('1.3.6.1.5.5.7.3.1'))), // serverAuth
    extension('2.5.29.17', false, sequence(implicit(2, Buffer.from(dnsName)))), // dNSName
  ]);
  return { pem, privateKeyPem: pemKey(privateKey) };
}

/** RFC 5280 section 4.1. */
function certify(
  subject: string,
  publicKey: KeyObject,
  { notBefore, notAfter }: Validity,
  issuer: Pick<Authority, 'commonName' | 'privateKey'>,
  extensions: readonly Der[],
): string {
  const toBeSigned = sequence(
    explicit(0, integer(Buffer.from([2]))), // version 3
    integer(Buffer.from([0x01, ...randomBytes(15)])),
    ecdsaWithSha256,
    name(issuer.commonName),
    sequence(time(notBefore), time(notAfter)),
    name(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    explicit(3, sequence(...extensions)),
  );
  const signature = sign('sha256', toBeSigned, issuer.privateKey);
  const certificate = sequence(toBeSigned, ecdsaWithSha256, bitString(signature));
  const base64 = Buffer.from(certificate)
    .toString('base64')
    .replaceAll(/.{64}(?=.)/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`;
}

function name(commonName: string): Der {
  return sequence(set(sequence(objectIdentifier('2.5.4.3'), utf8String(commonName))));
}

function extension(identifier: string, critical: boolean, value: Der): Der {
  const flag = critical ? [boolean(true)] : [];
  return sequence(objectIdentifier(identifier), ...flag, octetString(value));
}

function pemKey(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}
