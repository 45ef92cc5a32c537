import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';

const contexts = new Map<string, SecureContext>();

/**
 * What to verify certificates against: the runner's own trust store and `extraCa` (PEM text of a
 * private CA). Node takes `ca` instead of its store, so both go in; as reading some 150
 * certificates takes a while, each store is made once. Without `extraCa`, Node's shared store.
 */
export function trustWith(extraCa: string | undefined): { readonly secureContext?: SecureContext } {
  if (extraCa === undefined || extraCa.trim() === '') return {};
  let secureContext = contexts.get(extraCa);
  if (secureContext === undefined) {
    secureContext = createSecureContext({ ca: [...getCACertificates('default'), extraCa] });
    contexts.set(extraCa, secureContext);
  }
  return { secureContext };
}
