import { ConnectionError, type Connector, type HostSession } from '../connectors/session.ts';
import type { Finding } from '../core/finding.ts';
import type { Message } from '../core/message.ts';
import { verdictOf } from '../core/severity.ts';
import { runScript } from '../engine/run-script.ts';
import type { EngineWorld } from '../engine/world.ts';
import { isDocumentationAddress } from '../fleet/address.ts';
import { finding } from './finding.ts';
import { helpersOf } from './helpers.ts';
import { judgeAnswers, ruleStates } from './judge.ts';
import { helperState } from './judge-helpers.ts';
import type { HostNeeds } from './needs.ts';
import { parseAnswers, questions } from './questions.ts';
import type { HostReport, LoginReport } from './report.ts';
import { examineSql } from './sql.ts';
import { tryTunnels } from './tunnels.ts';

export interface DoctorWorld {
  readonly connector: Connector;
  readonly now: () => Date;
  readonly openSql?: EngineWorld['openSql'];
}

/** Connects to a host as a run would and asks, in one exec, for all that its runbooks need there. */
export async function examineHost(
  needs: HostNeeds,
  world: DoctorWorld,
  signal: AbortSignal,
): Promise<HostReport> {
  const { host, runbooks } = needs;
  const base = { name: host.name, address: host.address, port: host.port, user: host.user };
  const unreachable = (found: Finding): HostReport => ({
    ...base,
    runbooks,
    reachable: false,
    verdict: verdictOf([found]),
    findings: [found],
  });
  if (isDocumentationAddress(host.address)) {
    const args = { address: host.address, host: host.name };
    return unreachable(finding('critical', 'connection', 'doctor/example-address', args));
  }
  let session: HostSession | undefined;
  try {
    session = await world.connector.connect(host, { signal });
    const { login, findings: found } = await examine(needs, session, world, signal);
    const findings = [...found, ...(await examineSql(needs, session, world.openSql, signal))];
    const verdict = verdictOf(findings);
    return { ...base, runbooks, reachable: true, verdict, ...(login && { login }), findings };
  } catch (error) {
    if (!(error instanceof ConnectionError)) throw error;
    return unreachable(broken(error.explanation));
  } finally {
    session?.close();
  }
}

async function examine(
  needs: HostNeeds,
  session: HostSession,
  { now }: DoctorWorld,
  signal: AbortSignal,
): Promise<{ readonly login?: LoginReport; readonly findings: readonly Finding[] }> {
  const frame = 'doctor';
  const probes = [{ frame, probe: questions(needs) }];
  const [{ reader, hostFacts, breakdown }, tunnels] = await Promise.all([
    runScript(probes, needs.host.name, session, now, signal),
    tryTunnels(needs, session),
  ]);
  const answer = reader.frame(frame);
  if (breakdown || !answer) {
    const reason = breakdown?.reason ?? { id: 'unknown/lost', args: {} };
    const evidence = breakdown?.evidence?.trim();
    const found = shellTrouble(needs, reason);
    return { findings: [{ ...found, ...(evidence && { evidence }) }, ...tunnels.findings] };
  }
  const answers = parseAnswers(answer.stdout);
  const states = ruleStates(needs.sudo, answers);
  const login: LoginReport = {
    user: answers.user,
    uid: hostFacts.uid,
    shell: answers.shell,
    groups: answers.groups,
    system: [hostFacts.osId, hostFacts.osVersion].filter(Boolean).join(' '),
    kernel: hostFacts.kernel,
    clockAheadSeconds: hostFacts.clockAheadSeconds,
    tools: needs.tools.map(({ tool }) => ({
      tool,
      present: !answers.missingTools.includes(tool),
    })),
    sudo: needs.sudo.map(({ argv }, index) => ({ argv, state: states[index] ?? 'denied' })),
    helpers: helpersOf([needs]).map(({ helper }) => ({
      path: helper.path,
      state: helperState(helper, answers.helpers),
    })),
    tunnels: tunnels.reports,
  };
  const found = judgeAnswers(needs, answers, hostFacts.clockAheadSeconds);
  return { login, findings: [...found, ...tunnels.findings] };
}

/** The connection stands, but nobody carries out what it is told. */
function shellTrouble({ host }: HostNeeds, reason: Message): Finding {
  if (reason.id !== 'unknown/no-shell') return broken(reason);
  return finding('critical', 'shell', 'doctor/no-shell', { ...reason.args, user: host.user });
}

function broken(message: Message): Finding {
  const remedy = { id: `${message.id}-remedy`, args: message.args };
  return { key: 'connection', severity: 'critical', message, remedy };
}
