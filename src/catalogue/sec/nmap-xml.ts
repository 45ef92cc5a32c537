import { Unparsable } from '../define.ts';

export interface ScannedHost {
  readonly address: string;
  readonly timedOut: boolean;
  /** Open ports. */
  readonly ports: readonly { readonly port: string; readonly service: string }[];
  readonly vulnerabilities: readonly {
    readonly port: string;
    readonly script: string;
    readonly id: string;
    readonly title: string;
    readonly state: string;
  }[];
}

const named: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
};

function decoded(text: string): string {
  return text.replaceAll(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex, dec, name) => {
    if (name !== undefined) return named[String(name)] ?? whole;
    const code = hex === undefined ? Number(dec) : Number.parseInt(String(hex), 16);
    return code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
  });
}

/**
 * What nmap writes with `-oX` is regular: elements, quoted attributes, five named entities. Anything
 * else, a document that ends early or a scan that did not succeed included, is no answer.
 * @throws Unparsable
 */
export function readNmap(xml: string): ScannedHost[] {
  if (!/<finished\b[^>]*\bexit="success"/.test(xml) || !xml.trimEnd().endsWith('</nmaprun>')) {
    throw new Unparsable('a finished scan in XML', xml.slice(-300));
  }
  return [...xml.matchAll(/<host\b([^>]*)>([^]*?)<\/host>/g)].map(([, head = '', inside = '']) => ({
    address: attribute(/<address\b[^>]*>/.exec(inside)?.[0] ?? '', 'addr'),
    timedOut: attribute(head, 'timedout') === 'true',
    ports: portsOf(inside)
      .filter(({ body }) => /<state\b[^>]*\bstate="open"/.test(body))
      .map(({ port, body }) => {
        const service = /<service\b[^>]*>/.exec(body)?.[0] ?? '';
        const words = ['name', 'product', 'version'].map((name) => attribute(service, name));
        return { port, service: words.filter(Boolean).join(' ') };
      }),
    vulnerabilities: [
      ...portsOf(inside),
      { port: 'host', body: /<hostscript>([^]*?)<\/hostscript>/.exec(inside)?.[1] ?? '' },
    ].flatMap(({ port, body }) => vulnerabilitiesOf(port, body)),
  }));
}

function portsOf(host: string): { readonly port: string; readonly body: string }[] {
  return [...host.matchAll(/<port\b([^>]*)>([^]*?)<\/port>/g)].map(([, head = '', body = '']) => {
    return { port: `${attribute(head, 'portid')}/${attribute(head, 'protocol')}`, body };
  });
}

/** Of the library `vulns`: a table for each, with its title and state. */
function vulnerabilitiesOf(port: string, body: string): ScannedHost['vulnerabilities'] {
  return [...body.matchAll(/<script\b([^>]*)>([^]*?)<\/script>/g)].flatMap(
    ([, head = '', inside = '']) =>
      // A vulnerability's own table, whose first elements come before any table within.
      [...inside.matchAll(/<table key="([^"]*)">\s*((?:<elem\b[^>]*>[^<]*<\/elem>\s*)+)/g)].flatMap(
        ([, id = '', elements = '']) => {
          const value = (key: string) =>
            decoded(new RegExp(`<elem key="${key}">([^<]*)</elem>`).exec(elements)?.[1] ?? '');
          const state = value('state');
          if (!/^(LIKELY )?VULNERABLE/.test(state)) return [];
          const script = attribute(head, 'id');
          return [{ port, script, id: decoded(id), title: value('title'), state }];
        },
      ),
  );
}

function attribute(tag: string, name: string): string {
  return decoded(new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
}
