import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { authority } from '../connectors/certificates.ts';
import { execute, mustExecute } from '../lab/exec.ts';
import type { Host } from '../lab/host.ts';

/** Letters and digits alone: whatever quotes or encodes them leaves them as they are. */
export const words = {
  LAB_PASSWORD: 'pw9QkLoginVf3Zr7Tn1',
  LAB_PASSPHRASE: 'pp4JmUnlockXs8Wd2Hb6',
  MKS_DB_PASSWORD: 'db7RtPostgresGc5Yk3Lq',
  ADMIN_TOKEN: 'at6QsAdminTokenXy2Mb8',
  REDIS_PASSWORD: 'rd3WnRedisPassKt7Vc1',
  SLACK_WEBHOOK: 'https://127.0.0.1:9/services/T0LAB/wh6NvHookBz1Pe9Cx',
  HEARTBEAT_URL: 'https://127.0.0.1:9/ping/hb2FsBeatMw8Ud4Jr',
} as const;

/** A control: what a person must never write into a runbook, once in argv and once in the environment. */
export const controlRunbook = `id: control
title: { ja: 対照, en: Control }
purpose: { ja: 対照, en: Control }
level: 1
hosts: [app]
window: { every: week, on: monday, at: "02:00", minutes: 30 }
steps:
  - check: command
    with:
      command: "/bin/echo ${words.MKS_DB_PASSWORD}; LAB_CONTROL=${words.LAB_PASSPHRASE} /bin/true"
`;

/** A copy of the key that opens only with the passphrase: the text for `env:`. */
export async function lockedKey(privateKeyFile: string, folder: string): Promise<string> {
  const path = join(folder, 'locked_key');
  await cp(privateKeyFile, path);
  await mustExecute('ssh-keygen', ['-q', '-p', '-P', '', '-N', words.LAB_PASSPHRASE, '-f', path]);
  return readFile(path, 'utf8');
}

/** What must show nowhere: words, the tell-tale ends of addresses, the bodies of keys, and base64 of them. */
export function fragmentsOf(...keys: readonly string[]): readonly string[] {
  const tails = Object.values(words).map((word) => word.slice(word.lastIndexOf('/') + 1));
  // The first lines of an OpenSSH key hold its format and the public half.
  const bodies = keys
    .flatMap((key) => key.split('\n').slice(3, -2))
    .filter((line) => line.length > 16);
  const encoded = tails.map((tail) => Buffer.from(tail).toString('base64').replace(/.?=*$/, ''));
  return [...tails, ...bodies, ...encoded];
}

/** The host that the runbooks of `maintenance/` expect; what `then` is for is found on it. */
export async function prepareHost(host: Host): Promise<void> {
  const live = '/etc/letsencrypt/live/example.com';
  const issued = await (await authority('lab CA')).issue({ names: ['example.com'], daysLeft: 20 });
  await host.must(`
    install -d -m 750 -g mks-maint /backup /backup/mks
    install -d -m 750 -g adm /var/log/mks-backend; install -d /opt/mks/uploads
    install -d -m 700 /etc/letsencrypt /etc/letsencrypt/live; install -d ${live}
    echo started >/var/log/mks-backend/app.log
    for day in 0 1; do
      for kind in db:db_sample.dump:dump uploads:uploads_sample.tar.gz:tar.gz; do
        name=\${kind%%:*}_day$day.\${kind##*:}; source=\${kind#*:}; source=\${source%:*}
        install -m 640 -g mks-maint "/var/lib/lab-dumps/$source" "/backup/mks/$name"
        touch -d "$((day * 24 + 3)) hours ago" "/backup/mks/$name"
      done
    done`);
  await host.write(`${live}/cert.pem`, issued.certificate);
  await host.write(`${live}/privkey.pem`, issued.key, { mode: 0o600 });
  await host.write(
    '/etc/logrotate.d/mks-backend',
    '/var/log/mks-backend/*.log {\n  weekly\n  rotate 4\n  missingok\n}\n',
  );
  await host.must(`systemctl start nginx
    for rule in 22/tcp 80/tcp 443/tcp; do ufw allow "$rule"; done; ufw --force enable`);
}

/** Both at once are asked of the login, and sshd takes every variable that a client sends. */
export async function demandSecrets(host: Host): Promise<void> {
  await host.must('chpasswd', { input: `mks-maint:${words.LAB_PASSWORD}\n` });
  await host.sshd(`PasswordAuthentication yes
AuthenticationMethods publickey,password
AcceptEnv *
LogLevel DEBUG3`);
}

/** The instance of `maintenance/` with this host as its fleet and a secret wherever it may have one. */
export async function instanceWithSecrets({ address, hostKey }: Host): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'teiki-secrets-'));
  await cp(join(import.meta.dirname, '../../maintenance'), dir, { recursive: true });
  await rm(join(dir, 'records'), { recursive: true, force: true });
  const defaults = {
    user: 'mks-maint',
    identity: 'env:LAB_LOCKED_KEY',
    passphrase: 'env:LAB_PASSPHRASE',
    password: 'env:LAB_PASSWORD',
  };
  const vars = { uploads: '/opt/mks/uploads', cluster: '7000000000000000001' };
  const hosts = { app1: { address, groups: ['app', 'db', 'dr'], hostKeys: [hostKey], vars } };
  await writeFile(join(dir, 'fleet.yml'), stringify({ defaults, hosts }));
  const config = await readFile(join(dir, 'config.yml'), 'utf8');
  const extra = `notify: [{ webhook: env:SLACK_WEBHOOK, format: slack, audience: team }]
heartbeat: env:HEARTBEAT_URL\n`;
  await writeFile(join(dir, 'config.yml'), `${config}\n${extra}`);
  // The disk of the machine may be empty: the step is to find something. Nobody waits for samples.
  const health = join(dir, 'runbooks/weekly-health.yml');
  const text = await readFile(health, 'utf8');
  const changed = text
    .replace('path: /var/log, warning: 80', 'path: /var/log, warning: 1')
    .replaceAll(/\bseconds: \d+/g, 'seconds: 2');
  await writeFile(health, changed);
  return dir;
}

/** The files of a host with one of these texts in them: all that it wrote to its disk, and those in memory. */
export async function filesWith(host: Host, texts: readonly string[]): Promise<readonly string[]> {
  const upper = join(host.folder, 'upper');
  const grep = ['-rlaFs', '-D', 'skip', '-f', '-'];
  const input = texts.join('\n');
  const onDisk = await execute('grep', [...grep, upper], { input });
  const inMemory = await host.run('exec grep "$@" /run /tmp /dev/shm', { args: grep, input });
  return `${onDisk.stdout}${inMemory.stdout}`
    .split('\n')
    .filter((path) => path !== '')
    .map((path) => path.replace(upper, ''));
}
