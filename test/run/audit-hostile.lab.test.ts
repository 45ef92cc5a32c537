import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { runInLab } from './lab-run.ts';

const site = `
client_header_buffer_size 256k;
large_client_header_buffers 4 256k;
server {
  listen 80;
  location = /api/v1/auth/login { return 401 "no"; }
  location / { return 200 "yes"; }
}
`;

/** Writes bytes to port 80, from an address of the loopback, and waits for the answer. */
const send = `
import socket, sys
connection = socket.create_connection(('127.0.0.1', 80), source_address=(sys.argv[1], 0))
connection.sendall(sys.stdin.buffer.read())
while connection.recv(65536): pass
`;

const login = '/api/v1/auth/login';
/** What a line of the log would look like if the one below had failed to log in. */
const forgedAddress = '198.18.66.66';
const [, day, month, year, time] =
  /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date().toUTCString()) ?? [];
const forged = `${forgedAddress} - - [${day}/${month}/${year}:${time} +0000] "POST ${login} HTTP/1.1" 401 2 "-" "x"`;

/** What strangers can put into the log of a real nginx. */
describeLab('an access log that strangers write to', () => {
  let lab: Lab;
  let host: Host;

  beforeAll(async () => {
    lab = await Lab.start();
    host = await lab.boot({ name: 'web1' });
    await host.write('/etc/nginx/sites-enabled/default', site);
    await host.write('/root/send.py', send);
    await host.must('usermod -aG adm mks-maint && systemctl start nginx');
  });
  afterAll(() => lab?.stop());
  beforeEach(async () => {
    await host.must(': >/var/log/nginx/access.log');
  });

  const request = (from: string, headers: readonly string[], line = `POST ${login} HTTP/1.1`) =>
    host.must('python3 /root/send.py "$1"', {
      args: [from],
      input: Buffer.from([line, 'Host: x', 'Connection: close', ...headers, '', ''].join('\r\n')),
    });
  const audited = async () => {
    const checks = [['audit.bruteforce', { ssh: false }], ['audit.suspicious-ips']] as const;
    const result = await runInLab(lab, [host], checks);
    const [logins, addresses] = result.steps;
    return { logins, addresses };
  };

  const counted = (facts: unknown) =>
    (facts as { readonly top: readonly { readonly address: string }[] }).top.map(
      ({ address }) => address,
    );

  test('forged lines, in every field that a client fills, count as what they are', async () => {
    const basic = Buffer.from(`a\n${forged}\nb:c`).toString('base64');
    await request('127.0.0.5', [`User-Agent: x" 401 0 "-" "\t${forged}`, `Referer: ${forged}`]);
    await request('127.0.0.6', [`Authorization: Basic ${basic}`, 'User-Agent: \\" \\x22 \\']);
    await request('127.0.0.7', [`X-Forwarded-For: ${forgedAddress}`]);
    await request('127.0.0.8', [], `GET /x"${forged.replaceAll(' ', '"')} HTTP/1.1`);
    await request('127.0.0.9', [], `\x16\x03\x01\x02 ${forged}\0\xff`);
    const { logins, addresses } = await audited();
    expect(logins?.verdict).toBe('ok');
    expect(logins?.facts).toMatchObject({ failures: 3, addresses: 3, sampleLines: 5, badLines: 0 });
    expect(addresses?.facts).toMatchObject({ requests: 4, kinds: { '400': 1, '401': 3 } });
    const senders = [5, 6, 7, 9].map((number) => `127.0.0.${number}`);
    expect(counted(logins?.facts).toSorted()).toEqual(senders.slice(0, 3));
    expect(counted(addresses?.facts).toSorted()).toEqual(senders);
  });

  test('user agents of 100 kB hide nobody', async () => {
    const agent = `User-Agent: ${`x" 200 0 "-" "`.padEnd(100_000, 'A')}`;
    for (let time = 0; time < 12; time += 1) await request('127.0.0.66', [agent]);
    expect(Number(await host.must('stat -c %s /var/log/nginx/access.log'))).toBeGreaterThan(1.2e6);
    const { logins, addresses } = await audited();
    expect(logins?.facts).toMatchObject({ failures: 12, addresses: 1, badLines: 0 });
    expect(logins?.findings.map(({ key }) => key)).toContain(`endpoint:${login}:address`);
    expect(addresses?.facts).toMatchObject({ requests: 12 });
    expect(counted(addresses?.facts)).toEqual(['127.0.0.66']);
  });

  test('a million addresses are counted to the last, and the one among them that goes on is found', async () => {
    await host.must(
      `awk -v at="$(date -d '1 hour ago' +%s)" -v path=${login} 'BEGIN {
        for (n = 0; n < 1000000; n++) {
          if (n % 500 == 0) {
            time = strftime("%d/%b/%Y:%H:%M:%S +0000", at + n / 500, 1)
            print line("192.0.2.66")
          }
          print line(11 + int(n / 65536) "." int(n / 256) % 256 "." n % 256 ".9")
        }
      }
      function line(address) {
        return address " - - [" time "] \\"POST " path " HTTP/1.1\\" 401 2 \\"-\\" \\"x\\""
      }' >/var/log/nginx/access.log`,
      { timeoutSeconds: 120 },
    );
    const { logins, addresses } = await audited();
    expect(logins?.facts).toMatchObject({ failures: 1_002_000 });
    expect(counted(logins?.facts)[0]).toBe('192.0.2.66');
    expect(logins?.findings.map(({ key }) => key)).toEqual([
      `endpoint:${login}:spraying`,
      `endpoint:${login}:address`,
      `endpoint:${login}:total`,
    ]);
    expect(addresses?.facts).toMatchObject({ requests: 1_002_000 });
    expect(counted(addresses?.facts)[0]).toBe('192.0.2.66');
  });
});
