import { z } from 'zod';
import { type ShellProbe, shell, type TlsOutput, type TlsProbe } from '../../core/probe.ts';
import { defineCheck, Unparsable } from '../define.ts';
import { parseCertificateFile, readCertificateFile } from './certificate-file.ts';
import { certificatePath, hostName } from './names.ts';
import { evaluateServed, type Origin, type SeenEndpoint } from './served-judgement.ts';
import { servedMessages } from './served-messages.ts';

const params = z.strictObject({
  host: hostName.default('example.com').describe('Name or address that clients connect to'),
  port: z.int().min(1).max(65_535).default(443).describe('TCP port that speaks TLS at once'),
  serverName: hostName
    .optional()
    .describe(
      'Name that is asked for (SNI) and must be in the certificate; as `host` if not given',
    ),
  from: z
    .array(z.enum(['runner', 'host']))
    .min(1)
    .refine((list) => new Set(list).size === list.length, { error: 'Expected each origin once' })
    .default(['runner', 'host'])
    .describe('Where to connect from: the runner, the maintained host (through SSH), or both'),
  addressOnHost: hostName
    .default('127.0.0.1')
    .describe('What to connect to from the maintained host itself'),
  certificate: certificatePath
    .optional()
    .describe('Certificate file on the host that the server should be handing out'),
  timeoutSeconds: z.number().min(1).max(120).default(10).describe('Time for one handshake'),
});

type Probes = {
  readonly runner?: TlsProbe;
  readonly host?: TlsProbe;
  readonly file?: ShellProbe;
};

export const check = defineCheck({
  id: 'tls.served-cert',
  title: { ja: '配信中の証明書確認', en: 'Served certificate' },
  description: {
    ja: 'サーバーが実際に配っている証明書を、実行環境とホストの両方から、アドレスごとに確認します: 期限切れ、名前の不一致、検証できない鎖、中間証明書の欠落、古い TLS。certificate を指定すると、更新後に再読み込みされていないことも見つけます。プライベート認証局は実行環境の NODE_EXTRA_CA_CERTS で信頼させてください。CDN の後ろでは実行環境から別の証明書が見えるので from: [host] にします。',
    en: 'The certificate that the server hands out, seen from the runner and from the host, each address apart: expiry, name, trust, a missing intermediate, old TLS. With `certificate` it also finds a renewed file that was never reloaded. A private authority is trusted through NODE_EXTRA_CA_CERTS on the runner. Behind a CDN the runner sees another certificate: use from: [host].',
  },
  sources: ['RFC 5280', 'RFC 6125', 'RFC 8996', 'https://nodejs.org/api/tls.html'],
  level: 1,
  params,
  messages: servedMessages,
  measures: { remaining: { ja: '証明書の残り日数', en: 'Days left of the certificate' } },
  transient: true,
  probes: ({ host, port, serverName = host, from, addressOnHost, certificate, timeoutSeconds }) => {
    const tls = (origin: Origin): TlsProbe => ({
      kind: 'tls',
      from: origin,
      host: origin === 'host' ? addressOnHost : host,
      port,
      serverName,
      timeoutSeconds,
    });
    const probes: Probes = {
      ...(from.includes('runner') && { runner: tls('runner') }),
      ...(from.includes('host') && { host: tls('host') }),
      ...(certificate !== undefined && {
        file: shell(readCertificateFile(certificate), {
          requires: ['ls'],
          maxOutputBytes: 512 * 1024,
        }),
      }),
    };
    return probes;
  },
  parse: ({ runner, host, file }, { from }) => {
    const seen = { runner, host };
    return {
      endpoints: from.flatMap((origin) => parseEndpoints(origin, seen[origin])),
      file: file && 'stdout' in file ? parseCertificateFile(file) : null,
    };
  },
  evaluate: evaluateServed,
});

/** The chain is kept as its length: only the leaf is judged by itself. */
function parseEndpoints(from: Origin, output: object | undefined): readonly SeenEndpoint[] {
  if (output === undefined || !('endpoints' in output)) {
    throw new Unparsable(`what TLS showed from the ${from}`, JSON.stringify(output ?? null));
  }
  return (output as TlsOutput).endpoints.map(({ address, chain, ...rest }) => ({
    from,
    address,
    error: rest.error ?? null,
    protocol: rest.protocol ?? null,
    leaf: chain[0] ?? null,
    chainLength: chain.length,
    authorizationError: rest.authorizationError ?? null,
    identityError: rest.identityError?.slice(0, 300) ?? null,
  }));
}
