import { createHmac } from 'node:crypto';
import { type PublicKey, parsePublicKey } from './public-key.ts';

/** The lines of a known_hosts file (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT) that name one host. */
export interface KnownKeys {
  readonly plain: readonly PublicKey[];
  readonly revoked: readonly PublicKey[];
  readonly certificateAuthorities: readonly PublicKey[];
}

interface Entry {
  readonly marker: string | undefined;
  readonly names: string;
  readonly key: PublicKey;
}

export class KnownHosts {
  readonly #entries: readonly Entry[];
  readonly #found = new Map<string, KnownKeys>();

  constructor(text: string) {
    this.#entries = text.split('\n').flatMap((line) => parseLine(line) ?? []);
  }

  /** The keys of `address`; a port other than 22 must be named in the file, as `[address]:port`. */
  lookUp(address: string, port: number): KnownKeys {
    const lower = address.toLowerCase();
    const name = port === 22 ? lower : `[${lower}]:${port}`;
    let found = this.#found.get(name);
    if (found === undefined) {
      found = this.#search(name);
      this.#found.set(name, found);
    }
    return found;
  }

  #search(name: string): KnownKeys {
    const matching = this.#entries.filter(({ names }) => matches(names, name));
    const marked = (wanted: string | undefined) =>
      matching.filter(({ marker }) => marker === wanted).map(({ key }) => key);
    return {
      plain: marked(undefined),
      revoked: marked('@revoked'),
      certificateAuthorities: marked('@cert-authority'),
    };
  }
}

function parseLine(line: string): Entry | undefined {
  const words = line.trim().split(/[ \t]+/);
  if (words[0] === '' || words[0]?.startsWith('#')) return undefined;
  const marker = words[0]?.startsWith('@') ? words.shift() : undefined;
  const [names, ...rest] = words;
  const key = parsePublicKey(rest.join(' '));
  return names === undefined || key === undefined ? undefined : { marker, names, key };
}

function matches(names: string, name: string): boolean {
  if (names.startsWith('|1|')) return matchesHash(names, name);
  let found = false;
  for (const pattern of names.toLowerCase().split(',')) {
    if (pattern.startsWith('!')) {
      if (matchesPattern(pattern.slice(1), name)) return false;
    } else if (!found) found = matchesPattern(pattern, name);
  }
  return found;
}

/** `|1|salt|hash`, both base64: HMAC-SHA1 of the name under the salt (`HashKnownHosts yes`). */
function matchesHash(hashed: string, name: string): boolean {
  const [, , salt = '', hash = ''] = hashed.split('|');
  return createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest('base64') === hash;
}

/** `*` is any run of characters and `?` any one; there is nothing else (ssh_config(5), PATTERNS). */
function matchesPattern(pattern: string, name: string): boolean {
  if (!/[*?]/.test(pattern)) return pattern === name;
  const source = pattern
    .replaceAll(/[\\^$.+()[\]{}|]/g, '\\$&')
    .replaceAll(/\*+/g, '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`).test(name);
}
