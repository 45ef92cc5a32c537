import { getCACertificates, setDefaultCACertificates } from 'node:tls';

/** Lets this process trust a private CA as well, until it is disposed of. */
export function trustAuthority(pem: string): Disposable {
  const before = getCACertificates('default');
  setDefaultCACertificates([...before, pem]);
  return { [Symbol.dispose]: () => setDefaultCACertificates(before) };
}
