import { afterAll, beforeAll, expect, test } from 'vitest';
import { check as listeners } from '../../src/catalogue/firewall/listeners.ts';
import { check as status } from '../../src/catalogue/firewall/status.ts';
import { sudoersCommand } from '../../src/doctor/sudo-rule.ts';
import { describeLab } from '../lab/describe.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { runInLab, summary } from './lab-run.ts';

/** A real ufw, seen from inside and from the runner, as the login user with the rules of `teiki sudoers`. */
describeLab('the firewall', () => {
  let lab: Lab;
  let host: Host;

  beforeAll(async () => {
    lab = await Lab.start();
    host = await lab.boot({ name: 'wall' });
    const { rules } = status.probes(status.params.parse({}));
    const { sockets } = listeners.probes(listeners.params.parse({}));
    const commands = [...rules.script.sudo, ...sockets.script.sudo];
    await host.sudoers(
      'mks-maint',
      commands.map((command) => `ALL=(root) NOPASSWD: ${sudoersCommand(command)}`),
    );
    await host.must('systemctl start nginx postgresql');
    await host.must(
      `for rule in 22/tcp 80/tcp 443/tcp; do ufw allow "$rule"; done
       ufw default deny incoming && ufw --force enable`,
    );
  });
  afterAll(() => lab?.stop());

  const expected = [
    { port: 22 },
    { port: 80, process: 'nginx' },
    { port: 5432, process: 'postgres', loopback: true },
  ];
  const check = async (params: Record<string, unknown> = {}) =>
    summary(await runInLab(lab, [host], [['firewall.status', { timeoutSeconds: 1, ...params }]]));
  const sockets = async () =>
    summary(await runInLab(lab, [host], [['firewall.listeners', { expected }]]));
  /** A listener until the test has ended it. */
  const listen = async (family: 'INET' | 'INET6', address: string, port: number) => {
    const pid = await host.must(
      `setsid python3 -c 'import socket,sys,time
family = getattr(socket, "AF_" + sys.argv[1])
s = socket.socket(family)
if family == socket.AF_INET6: s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
s.bind((sys.argv[2], int(sys.argv[3]))); s.listen(); time.sleep(300)' "$@" >/dev/null 2>&1 &
       sleep 0.5; echo $!`,
      { args: [family, address, String(port)] },
    );
    return async () => {
      await host.must('kill "$1"', { args: [pid] });
    };
  };

  test('a firewall and listeners as expected are ok', async () => {
    expect(await check()).toEqual(['firewall.status ok']);
    expect(await sockets()).toEqual(['firewall.listeners ok']);
  });

  test('5100 open to the world is seen in the rules and from the runner', async () => {
    const end = await listen('INET', '0.0.0.0', 5100);
    expect(await check()).toEqual(['firewall.status ok']);
    await host.must('ufw allow 5100/tcp');
    expect(await check()).toEqual([
      'firewall.status critical internal:5100/tcp internal-open',
      'firewall.status critical reached:5100/tcp internal-reached',
    ]);
    expect(await sockets()).toEqual(['firewall.listeners critical listener:5100/tcp unexpected']);
    await host.must('ufw delete allow 5100/tcp');
    await end();
  });

  test('a rule that nobody expects, and a missing one', async () => {
    await host.must('ufw allow 8080/tcp; ufw delete allow 80/tcp');
    expect(await check()).toEqual([
      'firewall.status warning rule:8080/tcp unexpected',
      'firewall.status warning missing:80/tcp missing',
    ]);
    await host.must('ufw delete allow 8080/tcp; ufw allow 80/tcp');
  });

  test('a port that the rules let in and something else drops', async () => {
    await host.must('nft add table inet other');
    await host.must(
      `nft add chain inet other input '{ type filter hook input priority -10; }'
       nft add rule inet other input tcp dport 80 drop`,
    );
    expect(await check()).toEqual(['firewall.status warning unreached:80/tcp unreached']);
    await host.must('nft delete table inet other');
  });

  test('a listener on IPv6 only is found', async () => {
    const end = await listen('INET6', '::', 4444);
    expect(await sockets()).toEqual([
      'firewall.listeners critical listener:4444/tcp unexpected-six',
    ]);
    await end();
  });

  test('a service that is gone is critical', async () => {
    await host.must('systemctl stop nginx');
    expect(await sockets()).toEqual([
      'firewall.listeners critical expected:80/tcp missing-process',
    ]);
    await host.must('systemctl start nginx');
  });

  test('without rights the ports are judged and the rest is unknown', async () => {
    await host.must('mv /etc/sudoers.d/lab-mks-maint /root/');
    expect(await check()).toEqual(['firewall.status unknown firewall unreadable']);
    expect(await sockets()).toEqual(['firewall.listeners unknown processes no-processes']);
    await host.must('mv /root/lab-mks-maint /etc/sudoers.d/');
  });

  test('ufw that is inactive is critical, unless nftables stands in', async () => {
    await host.must('ufw --force disable && nft flush ruleset');
    expect(await check()).toEqual(['firewall.status critical firewall inactive']);
    await host.must('nft -f -', {
      input: `table inet filter {
        chain input {
          type filter hook input priority 0; policy drop;
          ct state established,related accept
          iif lo accept
          tcp dport { 22, 80, 443 } accept
        }
      }`,
    });
    expect(await check()).toEqual(['firewall.status note tool other-tool']);
  });
});
