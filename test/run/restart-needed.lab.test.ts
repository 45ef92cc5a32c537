import { afterAll, beforeAll, expect, test } from 'vitest';
import { check } from '../../src/catalogue/system/restart-needed.ts';
import { deletedFiles } from '../../src/catalogue/system/restart-script.ts';
import { describeLab } from '../lab/describe.ts';
import { removeTool } from '../lab/faults.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { grantRights } from '../lab/rights.ts';
import { runInLab, summary } from './lab-run.ts';

/** Real processes that really hold a library which has been replaced as dpkg does it. */
describeLab('system.restart-needed', () => {
  let lab: Lab;
  let host: Host;

  beforeAll(async () => {
    lab = await Lab.start();
    host = await lab.boot({ name: 'app1' });
    await grantRights(host, [check.probes(check.params.parse({})).restart.script]);
    await host.must('systemctl start nginx redis-server');
  });
  afterAll(() => lab?.stop());

  const run = async (params: Record<string, unknown> = {}) =>
    await runInLab(lab, [host], [['system.restart-needed', params]]);
  /** Writes the new file beside the old one and renames it over it. */
  const replace = (path: string) =>
    host.must('cp -p "$1" "$1.dpkg-new" && mv "$1.dpkg-new" "$1"', { args: [path] });

  test('nothing was replaced: ok, and a host without a kernel of its own says so', async () => {
    const result = await run();
    expect(summary(result)).toEqual(['system.restart-needed note kernel no-kernel']);
    expect(result.steps[0]?.verdict).toBe('ok');
    expect(result.steps[0]?.measurements).toEqual([{ name: 'services', value: 0, unit: 'count' }]);
  });

  test('services and processes that hold it are found by name, each with the file', async () => {
    await host.must(`cp /usr/bin/sleep /usr/local/bin/mks-worker
      setsid /usr/local/bin/mks-worker 900 >/dev/null 2>&1 </dev/null &`);
    await replace('/usr/local/bin/mks-worker');
    const library = await host.must(
      "awk '/r-xp.*libjemalloc/ { print $6; exit }' /proc/$(pgrep -o redis-server)/maps",
    );
    await replace(library);
    const result = await run();
    expect(summary(result)).toEqual([
      'system.restart-needed warning service:redis-server.service service',
      'system.restart-needed warning process:mks-worker process',
      'system.restart-needed note kernel no-kernel',
    ]);
    const [service, process] = result.steps[0]?.findings ?? [];
    expect(service?.evidence).toBe(library);
    expect(process?.evidence).toBe('/usr/local/bin/mks-worker');
    expect(service?.remedy?.args).toEqual({ unit: 'redis-server.service' });
    const ignoring = await run({ ignore: ['redis-*'] });
    expect(summary(ignoring)[0]).toContain('process:mks-worker');
  });

  test('without needrestart the same is found in the memory maps alone', async () => {
    const mend = await removeTool(host, 'needrestart');
    const result = await run();
    await mend();
    expect(summary(result).slice(0, 2)).toEqual([
      'system.restart-needed warning service:redis-server.service service',
      'system.restart-needed warning process:mks-worker process',
    ]);
    expect(result.steps[0]?.facts).toMatchObject({ ways: ['maps'] });
  });

  test('without the helper needrestart still names the services', async () => {
    await host.must(`mv ${deletedFiles.path} /root/helper`);
    const result = await run();
    expect(summary(result)).toEqual([
      'system.restart-needed warning service:redis-server.service service',
      'system.restart-needed note kernel no-kernel',
    ]);
    const mend = await removeTool(host, 'needrestart');
    const blind = await run();
    await mend();
    await host.must(`mv /root/helper ${deletedFiles.path}`);
    expect(summary(blind)[0]).toBe('system.restart-needed unknown services no-way');
    expect(blind.steps[0]?.verdict).toBe('unknown');
    expect(blind.steps[0]?.measurements).toEqual([]);
  });

  test('without the right to ask it is unknown', async () => {
    await host.must('mv /etc/sudoers.d/lab-mks-maint /root/');
    const result = await run();
    await host.must('mv /root/lab-mks-maint /etc/sudoers.d/');
    expect(summary(result)).toEqual(['system.restart-needed unknown unknown sudo-denied']);
  });

  test('deleted data, shared memory and files of /tmp are no updates', async () => {
    await host.must('systemctl restart redis-server; kill $(pgrep -x mks-worker)');
    await host.must(
      `setsid python3 -c 'import mmap,os,time
f = open("/var/lib/data", "wb+"); f.truncate(4096); m = mmap.mmap(f.fileno(), 4096); os.unlink("/var/lib/data")
g = open("/tmp/jit", "wb+"); g.truncate(4096); n = mmap.mmap(g.fileno(), 4096, prot=mmap.PROT_READ|mmap.PROT_EXEC|mmap.PROT_WRITE); os.unlink("/tmp/jit")
print("mapped", flush=True); time.sleep(600)' </dev/null >/tmp/mapped 2>&1 &
      until grep -q mapped /tmp/mapped; do sleep 0.1; done`,
    );
    expect(await host.must('grep -c deleted /proc/$(pgrep -f unlink | head -n 1)/maps')).toBe('2');
    expect(summary(await run())).toEqual(['system.restart-needed note kernel no-kernel']);
  });

  test('a newer kernel in /boot, a kernel that nobody knows, and a package that asks for a reboot', async () => {
    const running = await host.must('uname -r');
    await host.must(`touch "/boot/vmlinuz-$1" "/boot/vmlinuz-99.$1"`, { args: [running] });
    expect(summary(await run())).toEqual(['system.restart-needed warning reboot reboot-kernel']);
    await host.must(`rm "/boot/vmlinuz-$1"`, { args: [running] });
    expect(summary(await run())).toEqual(['system.restart-needed unknown kernel kernel-unknown']);
    await host.must(
      'rm /boot/vmlinuz-*; echo libc6 >/run/reboot-required.pkgs; touch /run/reboot-required',
    );
    const result = await run();
    expect(summary(result)).toEqual(['system.restart-needed warning reboot reboot-required']);
    expect(result.steps[0]?.findings[0]?.message.args).toEqual({ packages: 'libc6' });
    await host.must('rm /run/reboot-required*');
  });
});
