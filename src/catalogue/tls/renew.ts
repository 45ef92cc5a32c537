import { z } from 'zod';
import { shell, type TlsProbe } from '../../core/probe.ts';
import { type ShellText, sh, sudo } from '../../core/shell.ts';
import { defineTask } from '../define-task.ts';
import { readCertificateFile } from './certificate-file.ts';
import { hostName } from './names.ts';
import { certificateOf, parseRenew, planRenewal, verifyRenewal } from './renew-judgement.ts';
import { renewMessages } from './renew-messages.ts';

const params = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9.-]*$/, { error: 'Expected a name as certbot has it' })
    .default('example.com')
    .describe('Name of the certificate, as `certbot certificates` shows it'),
  renewBeforeDays: z
    .number()
    .min(1)
    .default(30)
    .describe('Due from so many days before its end, or from `renewBeforeShare` if that is later'),
  renewBeforeShare: z
    .number()
    .gt(0)
    .max(1)
    .default(1 / 3)
    .describe('Due when so much of its lifetime is left; certbot decides for itself once more'),
  port: z
    .int()
    .min(1)
    .max(65_535)
    .default(443)
    .describe('Port of nginx on the host, where the new certificate must be seen'),
  serverName: hostName.optional().describe('Name that is asked for there; as `name` if not given'),
});

type Params = z.output<typeof params>;

const limitSeconds = 600;
const testNginx = sudo('/usr/sbin/nginx', '-t');
const reloadNginx = sudo('/usr/bin/systemctl', 'reload', 'nginx');

/**
 * Without a terminal certbot would sleep for up to eight minutes first. No `--force-renewal` (rate
 * limits), and no `--deploy-hook`: certbot would keep it for all renewals to come.
 */
function renew({ name }: Params): ShellText {
  return sudo(
    ...(['/usr/bin/timeout', `${limitSeconds}`, '/usr/bin/certbot', 'renew'] as const),
    ...['--cert-name', name, '--non-interactive', '--no-random-sleep-on-renew'],
  );
}

/** A refusal of sudo is none of nginx's complaints: the probe then fails as a whole. */
const nginxAndTimers = sh`
words=$(${testNginx} 2>&1)
status=$?
case $words in "sudo: "*) printf '%s\n' "$words" >&2; exit 1 ;; esac
echo "nginx $status"
printf '%s\n' "$words"
echo timers
for timer in certbot.timer snap.certbot.renew.timer; do
  echo "$timer $(systemctl is-active "$timer" 2>/dev/null)"
done
exit 0`;

export const task = defineTask({
  id: 'tls.renew',
  title: { ja: '証明書の自動更新実行', en: 'Renew a certificate' },
  description: {
    ja: '期限の近い証明書を certbot で更新し、nginx の設定を試してから再読み込みして、配信中の証明書が新しいことを確かめます。設定に誤りがあるときは再読み込みせず、重大として報告します (nginx は古い証明書を配り続けます)。元に戻す操作はありません。前の証明書は /etc/letsencrypt/archive に残ります。',
    en: 'Renews a certificate that is due with certbot, tests the configuration of nginx, reloads it, and verifies that the new certificate is what is served. A broken configuration is never reloaded, and is critical: nginx goes on with the old certificate. There is no way back; the former certificate stays in /etc/letsencrypt/archive.',
  },
  sources: ['certbot(1)', 'https://eff-certbot.readthedocs.io/en/stable/using.html', 'nginx(8)'],
  level: 1,
  params,
  messages: renewMessages,
  measures: {
    remainingBefore: { ja: '証明書の残り日数 (前)', en: 'Days left of the certificate, before' },
    remaining: { ja: '証明書の残り日数', en: 'Days left of the certificate' },
  },
  privileged: (given) => [
    readCertificateFile(certificateOf(given.name)),
    testNginx,
    renew(given),
    reloadNginx,
  ],
  probes: ({ name, port, serverName = name }) => {
    const served: TlsProbe = {
      kind: 'tls',
      from: 'host',
      host: '127.0.0.1',
      port,
      serverName,
      timeoutSeconds: 10,
    };
    return {
      file: shell(readCertificateFile(certificateOf(name)), {
        requires: ['ls'],
        maxOutputBytes: 512 * 1024,
      }),
      nginx: shell(nginxAndTimers, { requires: ['certbot', 'nginx'] }),
      served,
    };
  },
  parse: parseRenew,
  plan: planRenewal,
  apply: (_, given) => ({
    script: sh`
${renew(given)} || exit
if ${testNginx}; then
  ${reloadNginx} || exit
  # Workers with the old certificate take a moment to leave.
  sleep 1
fi`,
    timeoutSeconds: limitSeconds + 60,
  }),
  verify: verifyRenewal,
  rollback: () => 'irreversible',
});
