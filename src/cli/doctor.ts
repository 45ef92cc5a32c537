import pLimit from 'p-limit';
import { catalogue } from '../catalogue/registry.ts';
import { sshConnector } from '../connectors/ssh/connector.ts';
import { examineHost } from '../doctor/examine.ts';
import { doctorMessages } from '../doctor/messages.ts';
import { type HostNeeds, needsOf } from '../doctor/needs.ts';
import type { HostReport } from '../doctor/report.ts';
import { databases } from '../run/databases.ts';
import { textOf } from '../run/texts.ts';
import { renderDoctor } from './doctor/render.ts';
import { exitStatus } from './exit-status.ts';
import { chooseHosts } from './hosts.ts';
import { refuseIssues, soundInstance } from './instance.ts';
import type { GlobalOptions } from './program.ts';
import { styleFor } from './terminal/style.ts';

export interface DoctorOptions {
  readonly host?: string[];
  readonly json?: boolean;
}

/** Hosts at once, as in a run. */
const concurrency = 64;

/** `teiki doctor` */
export async function doctor(
  options: DoctorOptions,
  { dir, quiet }: GlobalOptions,
): Promise<number> {
  const instance = await soundInstance(dir);
  const { config, fleet } = instance;
  const { needs, issues } = needsOf(instance, catalogue);
  refuseIssues(issues);
  const chosen = chooseHosts(needs, fleet, options.host);
  const connector = sshConnector({ fleet, environment: process.env });
  const { postgres } = config.services;
  const { openSql } = postgres
    ? databases(postgres, { fleet, environment: process.env, connector })
    : {};
  const world = { connector, now: () => new Date(), ...(openSql && { openSql }) };
  const reports = await examineAll(chosen, quiet, (host, signal) =>
    examineHost(host, world, signal),
  );
  if (options.json) {
    const result = { schema: 'teiki.doctor/1', hosts: reports };
    process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  } else {
    // What doctor says of a host is no entry's.
    const text = await textOf(config.timezone, []);
    process.stdout.write(
      renderDoctor(reports, {
        locale: config.locale,
        text: { ...text, messages: { ...text.messages, ...doctorMessages } },
        style: styleFor(process.stdout),
        width: process.stdout.columns ?? 100,
      }),
    );
  }
  return doctorStatus(reports);
}

async function examineAll(
  needs: readonly HostNeeds[],
  quiet: boolean,
  examine: (host: HostNeeds, signal: AbortSignal) => Promise<HostReport>,
): Promise<HostReport[]> {
  const stop = new AbortController();
  const interrupt = () => stop.abort(new Error('interrupted'));
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const limit = pLimit(concurrency);
  let finished = 0;
  try {
    return await Promise.all(
      needs.map((host) =>
        limit(async () => {
          const report = await examine(host, stop.signal);
          finished += 1;
          if (!quiet) process.stderr.write(`[${finished}/${needs.length}] ${report.name}\n`);
          return report;
        }),
      ),
    );
  } finally {
    process.removeListener('SIGINT', interrupt).removeListener('SIGTERM', interrupt);
  }
}

/** 1 when a host that answers needs attention, 3 when one does not answer, else 0. */
export function doctorStatus(reports: readonly HostReport[]): number {
  const attention = reports.some(
    ({ reachable, findings }) => reachable && findings.some(({ severity }) => severity !== 'note'),
  );
  if (attention) return exitStatus.needsAttention;
  return reports.every(({ reachable }) => reachable)
    ? exitStatus.nothingNeedsAttention
    : exitStatus.notJudged;
}
