import ssh2, { type AnyAuthMethod, type ParsedKey } from 'ssh2';
import type { Host, SecretSource } from '../../fleet/model.ts';
import { type ConnectionMessageId, message } from '../messages.ts';
import { ConnectionError } from '../session.ts';
import { type Environment, readSecret, sourceName } from './secrets.ts';

/** Turns what a host says about its secrets into ways to authenticate. */
export class Identities {
  readonly #environment: Environment;
  /** Parsing a key, and deriving one from a passphrase above all, is done once and not per host. */
  readonly #parsed = new Map<string, ParsedKey | Error>();

  /** Nor is a key file read once per host. */
  readonly #files = new Map<string, Promise<string>>();

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /**
   * The ways to authenticate as `host.user`, in the order in which to try them.
   * @throws ConnectionError (`no-identity`) naming the variable or path that is amiss
   */
  async methodsFor(host: Host): Promise<readonly AnyAuthMethod[]> {
    const username = host.user;
    const password =
      host.password === undefined ? undefined : await this.#read(host, host.password);
    if (password === undefined) return [await this.#keyMethod(host)];
    const methods: AnyAuthMethod[] = [
      { type: 'password', username, password },
      {
        type: 'keyboard-interactive',
        username,
        prompt: (_name, _instructions, _language, prompts, answer) =>
          answer(prompts.map(() => password)),
      },
    ];
    return this.#isSet(host.identity) ? [await this.#keyMethod(host), ...methods] : methods;
  }

  /** With a password, an identity that is not there is no fault: the password replaces it. */
  #isSet(source: SecretSource): boolean {
    if (source.kind === 'path') return true;
    const name = source.kind === 'agent' ? 'SSH_AUTH_SOCK' : source.name;
    return (this.#environment[name] ?? '') !== '';
  }

  async #keyMethod(host: Host): Promise<AnyAuthMethod> {
    const username = host.user;
    if (host.identity.kind === 'agent') {
      return { type: 'agent', username, agent: await this.#read(host, host.identity) };
    }
    const text = repairKey(await this.#read(host, host.identity));
    const passphrase =
      host.passphrase === undefined ? undefined : await this.#read(host, host.passphrase);
    return { type: 'publickey', username, key: this.#parse(host, text, passphrase) };
  }

  #parse(host: Host, text: string, passphrase: string | undefined): ParsedKey {
    const cacheKey = `${passphrase ?? ''}\0${text}`;
    const key = this.#parsed.get(cacheKey) ?? parsePrivateKey(text, passphrase);
    this.#parsed.set(cacheKey, key);
    if (key instanceof Error) throw invalidKey(host, key.message, passphrase !== undefined);
    return key;
  }

  #read(host: Host, source: SecretSource): Promise<string> {
    if (source.kind !== 'path') return readSecret(host.name, source, this.#environment);
    const reading =
      this.#files.get(source.path) ?? readSecret(host.name, source, this.#environment);
    this.#files.set(source.path, reading);
    // The error names the host: another one is told of its own.
    reading.catch(() => this.#files.delete(source.path));
    return reading;
  }
}

/**
 * A key that went through a form field or a secret store may have lost its last newline, or have
 * `\n` written out; ssh-keygen and ssh2 refuse both.
 */
export function repairKey(text: string): string {
  const lines = text.replaceAll('\r\n', '\n').trim();
  return `${lines.includes('\n') ? lines : lines.replaceAll('\\n', '\n').trim()}\n`;
}

function parsePrivateKey(text: string, passphrase: string | undefined): ParsedKey | Error {
  // Of several keys in one text, ssh2 itself takes the first too.
  const key = [ssh2.utils.parseKey(text, passphrase)].flat()[0] ?? new Error('No key');
  return key instanceof Error || key.isPrivateKey() ? key : new Error('A public key');
}

function invalidKey(host: Host, reason: string, hasPassphrase: boolean): ConnectionError {
  let id: ConnectionMessageId = 'connection.no-identity.invalid';
  if (/no passphrase given/i.test(reason)) id = 'connection.no-identity.encrypted';
  else if (hasPassphrase && /passphrase|integrity|decrypt/i.test(reason)) {
    id = 'connection.no-identity.passphrase';
  }
  const args = { hop: host.name, source: sourceName(host.identity) };
  return new ConnectionError('no-identity', host.name, message(id, args));
}
