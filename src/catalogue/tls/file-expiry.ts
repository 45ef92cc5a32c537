import { z } from 'zod';
import type { Finding, Measurement } from '../../core/finding.ts';
import { shell } from '../../core/probe.ts';
import { quote } from '../../core/shell.ts';
import { type Context, defineCheck, type Judgement } from '../define.ts';
import {
  type CertificateFile,
  parseCertificateFile,
  readCertificateFile,
} from './certificate-file.ts';
import { expiryMessages } from './expiry-messages.ts';
import { fileTrouble } from './file-trouble.ts';
import { judgeLifetime } from './lifetime.ts';
import { certificatePath } from './names.ts';

const params = z.strictObject({
  certificate: certificatePath
    .default('/etc/letsencrypt/live/example.com/cert.pem')
    .describe('Certificate file in PEM form; the first certificate in it is the leaf'),
  warningDays: z
    .number()
    .min(0)
    .default(30)
    .describe('Warning below so many days, or below a third of the lifetime if that is less'),
  criticalDays: z
    .number()
    .min(0)
    .default(7)
    .describe('Critical below so many days, or below a tenth of the lifetime if that is less'),
});

type Params = z.output<typeof params>;
type Id = keyof typeof expiryMessages;

export const check = defineCheck({
  id: 'tls.file-expiry',
  title: { ja: '証明書期限確認', en: 'Certificate expiry' },
  description: {
    ja: '証明書ファイルの有効期限を確認します。しきい値は日数と有効期間の割合(警告 1/3、重大 1/10)の小さいほうです。サーバーが配っている証明書は tls.served-cert が確認します。',
    en: 'The validity of a certificate file. A limit is the days given or a share of the lifetime (a third, a tenth for critical), whichever is less. What the server hands out is for tls.served-cert.',
  },
  sources: ['RFC 5280 4.1.2.5', 'RFC 7468', 'https://letsencrypt.org/docs/faq/'],
  level: 1,
  params,
  messages: expiryMessages,
  measures: { remaining: { ja: '証明書の残り日数', en: 'Days left of the certificate' } },
  probes: ({ certificate }) => ({
    file: shell(readCertificateFile(certificate), { requires: ['ls'], maxOutputBytes: 512 * 1024 }),
  }),
  parse: ({ file }) => parseCertificateFile(file),
  evaluate: evaluateExpiry,
});

function evaluateExpiry(
  file: CertificateFile,
  { certificate: path, warningDays, criticalDays }: Params,
  { now }: Context,
): Judgement<Id> {
  const findings: Finding<Id>[] = [...fileTrouble(path, path, file)];
  const measurements: Measurement[] = [];
  const wrongOrder = file.certificates[0]?.authority === true;
  const own = wrongOrder ? file.certificates.findIndex(({ authority }) => !authority) : 0;
  const leafIndex = Math.max(0, own);
  file.certificates.forEach((certificate, index) => {
    const lifetime = judgeLifetime(certificate, now, { warningDays, criticalDays });
    const { state, remainingDays, limitDays } = lifetime;
    const leaf = index === leafIndex;
    if (leaf) {
      measurements.push({ name: 'remaining', object: path, value: remainingDays, unit: 'days' });
    }
    if (state === 'good') return;
    // A chain can hold a cross-signed issuer that has run out and that no client needs.
    const times = { notBeforeAt: certificate.notBefore, notAfterAt: certificate.notAfter };
    const days = Math.abs(Math.trunc(remainingDays));
    const args = { path, subject: oneLine(certificate.subject), days, limitDays, ...times };
    findings.push({
      key: leaf ? path : `${path}#${certificate.fingerprint256.slice(0, 11)}`,
      severity: !leaf || state === 'warning' ? 'warning' : 'critical',
      message: { id: state === 'critical' || state === 'warning' ? 'ending' : state, args },
      remedy: remedyOf(path, leaf),
    });
  });
  const [first] = file.certificates;
  if (first && leafIndex > 0) {
    findings.push({
      key: `${path}:order`,
      severity: 'warning',
      message: { id: 'leaf-not-first', args: { path, subject: oneLine(first.subject) } },
      remedy: { id: 'remedy-order', args: { path: quote(path) } },
    });
  }
  return { findings, measurements };
}

/** certbot keeps a certificate in a folder of its own name. */
function remedyOf(path: string, leaf: boolean): { id: Id; args: Record<string, string> } {
  const name = /^\/etc\/letsencrypt\/live\/([^/]+)\//.exec(path)?.[1];
  if (!leaf) return { id: 'remedy-chain', args: { path: quote(path) } };
  if (name === undefined) return { id: 'remedy-renew', args: { path: quote(path) } };
  return { id: 'remedy-certbot', args: { name: quote(name) } };
}

/** Node prints a distinguished name a line per part. */
function oneLine(subject: string): string {
  return subject.replaceAll('\n', ', ').slice(0, 200);
}
