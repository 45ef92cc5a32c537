import { type ShellOutput, shell } from '../../core/probe.ts';
import { lines, sh } from '../../core/shell.ts';
import type { SqlWork } from '../../core/sql.ts';
import type { HostLine } from '../line.ts';
import { lockFunctions } from './lock.ts';
import { leaseSeconds } from './supervisor.ts';
import { left, type WorkEnd, type WorkOrder } from './work-order.ts';

const renewEverySeconds = 20;

/**
 * Sends the statements of a task, each by itself, and keeps the lock meanwhile. The folder of the
 * work stays on the host as that of any other: when this run is lost, the next one finds it and
 * verifies, and the server ends a statement whose runner is gone (since 14), or at its time limit.
 * Never rejects.
 */
export async function doSql(line: HostLine, order: WorkOrder, work: SqlWork): Promise<WorkEnd> {
  const { application, token, places } = order;
  const endsAt = performance.now() + application.timeoutSeconds * 1000;
  let ours = true;
  const renewal = shell(
    lines(lockFunctions(places, token), sh`teiki_renew ${leaseSeconds} || echo lost`),
  );
  const renew = async (): Promise<void> => {
    try {
      const answer = await line.ask(renewal);
      const output = answer && 'output' in answer ? (answer.output as ShellOutput).stdout : '';
      if (output.trim() === 'lost') ours = false;
    } catch {
      // Tried again soon; a connection that stays away ends the statements as well.
    }
  };
  await renew();
  const timer = setInterval(() => void renew(), renewEverySeconds * 1000);
  try {
    const proceed = () => ours && performance.now() < endsAt;
    const { outcomes, trouble } = await line.sql.work(
      work,
      () => line.session(),
      line.signal,
      proceed,
    );
    if (line.signal.aborted) return left(line, 'interrupted');
    if (trouble === undefined) return { kind: 'done', said: outcomes };
    const { explanation: message, evidence } = trouble;
    const remedy = { id: `${message.id}-remedy`, args: message.args };
    const finding = { key: 'apply', severity: 'critical', message, remedy } as const;
    return {
      kind: 'failed',
      said: outcomes,
      finding: { ...finding, ...(evidence !== undefined && { evidence }) },
    };
  } finally {
    clearInterval(timer);
  }
}
