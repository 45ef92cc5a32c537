import { countTables } from '../../src/catalogue/backup/contents-script.ts';
import { check as integrity } from '../../src/catalogue/backup/integrity.ts';
import type { RestoreChange } from '../../src/catalogue/backup/restore-script.ts';
import { task as restoreTest } from '../../src/catalogue/backup/restore-test.ts';
import type { Plan } from '../../src/catalogue/define-task.ts';
import type { ShellOutput } from '../../src/core/probe.ts';
import type { Host } from '../../test/lab/host.ts';

export const folder = '/backup/mks';
const setting = 'LC_ALL=C PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin';

/** A script as the login user runs it; its wall time in seconds is measured here. */
async function timed(
  host: Host,
  script: string,
): Promise<{ seconds: number; output: ShellOutput }> {
  const began = process.hrtime.bigint();
  const result = await host.run(`cd / && exec runuser -u mks-maint -- env ${setting} sh -s`, {
    input: script,
    timeoutSeconds: 3600,
  });
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  if (result.exitStatus !== 0)
    throw new Error(`exit status ${result.exitStatus}: ${result.stderr}`);
  return { seconds, output: { ...result, durationMs: seconds * 1000 } };
}

/** The whole read of backup.integrity, whose verdict must be that nothing is wrong. */
export async function verify(host: Host, pattern: string): Promise<number> {
  const params = integrity.params.parse({ directory: folder, kinds: [{ name: 'db', pattern }] });
  const script = integrity.probes(params)['db']?.script.text ?? '';
  const { seconds, output } = await timed(host, `(\n${script}\n)`);
  const facts = integrity.parse({ db: output }, params);
  const [kind] = facts.kinds;
  if (kind?.manifest !== 'good' || kind.damage !== null) throw new Error(JSON.stringify(kind));
  return seconds;
}

/** What a person would type, both at once. */
export async function verifyByHand(host: Host, pattern: string): Promise<number> {
  const { seconds } = await timed(
    host,
    `set -- ${folder}/${pattern}; sha256sum "$1" >/dev/null & pg_restore -f /dev/null "$1" || exit; wait`,
  );
  return seconds;
}

/** The restore test as its supervisor runs it; it must have found nothing. */
export async function restore(host: Host, pattern: string, clusters: unknown): Promise<number> {
  const params = restoreTest.params.parse({ pattern, uploadsPattern: 'none', clusters });
  const { look } = restoreTest.probes(params);
  await host.must('rm -rf /var/tmp/teiki-restore*');
  const before = restoreTest.parse({ look: (await timed(host, look.script.text)).output }, params);
  const now = new Date();
  const context = { now, host: { epochSeconds: now.getTime() / 1000 }, history: [] } as never;
  const plan: Plan<RestoreChange> = restoreTest.plan(before, params, context);
  if (plan.kind !== 'change') throw new Error(JSON.stringify(plan));
  const { seconds } = await timed(host, restoreTest.apply(plan.change, params).script.text);
  const after = restoreTest.parse({ look: (await timed(host, look.script.text)).output }, params);
  const { findings } = restoreTest.verify({ before, after, change: plan.change }, params, context);
  if (findings.length > 0) throw new Error(JSON.stringify(findings));
  return seconds;
}

/** createdb, pg_restore -j2, counting every table, dropdb. */
export async function restoreByHand(host: Host, pattern: string): Promise<number> {
  const { seconds } = await timed(
    host,
    `set -- ${folder}/${pattern}
createdb -T template0 mks_test && pg_restore --no-owner --no-privileges -j 2 -d mks_test "$1" || exit
psql -X -q -A -t -d mks_test <<'END' >/dev/null || exit
${countTables.text}
END
dropdb mks_test`,
  );
  return seconds;
}
