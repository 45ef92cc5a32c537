import 'reflect-metadata';
import { webcrypto } from 'node:crypto';

// Loaded after reflect.ts, which it needs; a static import of a package would come first.
const x509 = await import('@peculiar/x509');
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const day = 86_400_000;

export interface Authority {
  readonly pem: string;
  issue(options: IssueOptions): Promise<Issued>;
  /** An intermediate authority. */
  subordinate(name: string): Promise<Authority>;
}

export interface IssueOptions {
  readonly names: readonly string[];
  readonly daysLeft?: number;
}

export interface Issued {
  readonly certificate: string;
  readonly key: string;
}

export async function authority(name: string): Promise<Authority> {
  const keys = await newKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    keys,
    signingAlgorithm: algorithm,
    ...validity(365),
    extensions: await authorityExtensions(keys.publicKey),
  });
  return authorityOf(certificate, keys);
}

function authorityOf(
  issuer: InstanceType<typeof x509.X509Certificate>,
  { privateKey: signingKey }: webcrypto.CryptoKeyPair,
): Authority {
  return {
    pem: issuer.toString('pem'),
    issue: async ({ names, daysLeft = 60 }) => {
      const keys = await newKeys();
      const certificate = await x509.X509CertificateGenerator.create({
        subject: `CN=${names[0]}`,
        issuer: issuer.subject,
        publicKey: keys.publicKey,
        signingKey,
        signingAlgorithm: algorithm,
        ...validity(daysLeft),
        extensions: [
          new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns', value }))),
        ],
      });
      return { certificate: certificate.toString('pem'), key: await privateKeyPem(keys) };
    },
    subordinate: async (name) => {
      const keys = await newKeys();
      const certificate = await x509.X509CertificateGenerator.create({
        subject: `CN=${name}`,
        issuer: issuer.subject,
        publicKey: keys.publicKey,
        signingKey,
        signingAlgorithm: algorithm,
        ...validity(300),
        extensions: await authorityExtensions(keys.publicKey),
      });
      return authorityOf(certificate, keys);
    },
  };
}

export async function selfSigned(name: string): Promise<Issued> {
  const keys = await newKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    keys,
    signingAlgorithm: algorithm,
    ...validity(60),
    extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: name }])],
  });
  return { certificate: certificate.toString('pem'), key: await privateKeyPem(keys) };
}

function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ]);
}

async function privateKeyPem({ privateKey }: webcrypto.CryptoKeyPair): Promise<string> {
  return x509.PemConverter.encode(
    await webcrypto.subtle.exportKey('pkcs8', privateKey),
    'PRIVATE KEY',
  );
}

function validity(daysLeft: number) {
  const now = Date.now();
  // Of ninety days, so that of two certificates the one that lasts longer is the newer one.
  return {
    notBefore: new Date(now - Math.max(1, 90 - daysLeft) * day),
    notAfter: new Date(now + daysLeft * day),
  };
}

async function authorityExtensions(publicKey: webcrypto.CryptoKey) {
  return [
    new x509.BasicConstraintsExtension(true, undefined, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
    await x509.SubjectKeyIdentifierExtension.create(publicKey),
  ];
}
