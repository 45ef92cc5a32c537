import type { Finding } from '../core/finding.ts';
import { finding } from './finding.ts';
import { judgeCron } from './judge-cron.ts';
import { judgeHelpers } from './judge-helpers.ts';
import { type HostNeeds, type NeededCommand, namesOfSteps } from './needs.ts';
import type { HostAnswers, RuleAnswer } from './questions.ts';
import { asksForPassword, parseSudoListing, tooMuch, unneeded } from './sudo-listing.ts';

/** More than this and ages in seconds or freshly issued certificates go wrong; less is the way there. */
const clockLimitSeconds = 5;

/** `absent`: the program is not on the host, and the step asks for that first. */
export type RuleState = 'allowed' | 'password' | 'denied' | 'spared' | 'no-program' | 'absent';

/** What is wrong with a host that answers; tunnels are judged where they are tried. */
export function judgeAnswers(
  needs: HostNeeds,
  answers: HostAnswers,
  clockAheadSeconds: number,
): readonly Finding[] {
  return [
    ...needs.tools
      .filter(({ tool }) => answers.missingTools.includes(tool))
      .map(({ tool, by }) =>
        finding('critical', `tool:${tool}`, 'doctor/missing-tool', {
          tool,
          steps: namesOfSteps(by),
        }),
      ),
    ...judgeSudo(needs, answers),
    ...judgeHelpers(needs, answers.helpers),
    ...judgeGroups(needs, answers),
    ...judgeCron(needs, answers.cron),
    ...judgeClock(clockAheadSeconds),
  ];
}

function judgeSudo({ host, sudo }: HostNeeds, answers: HostAnswers): readonly Finding[] {
  const { user } = answers;
  if (answers.sudo === 'root') return [finding('warning', 'user', 'doctor/root-login', {})];
  if (answers.sudo === 'missing') {
    if (sudo.length === 0) return [];
    const steps = namesOfSteps(sudo.flatMap(({ by }) => by));
    return [finding('critical', 'sudo', 'doctor/no-sudo', { steps, host: host.name })];
  }
  const allowances = parseSudoListing(answers.listing);
  const states = ruleStates(sudo, answers);
  const rules = sudo.flatMap((command, index) =>
    judgeRule(command, states[index] ?? 'denied', { host: host.name, user }),
  );
  const broad = tooMuch(allowances).map((command) =>
    finding('warning', `sudo-rights:${command}`, 'doctor/sudo-broad', {
      command,
      user,
      host: host.name,
    }),
  );
  const others = unneeded(allowances, sudo).map((command) =>
    finding('note', `sudo-rights:${command}`, 'doctor/sudo-unneeded', { command }),
  );
  return [...rules, ...broad, ...others];
}

function judgeRule(
  { argv, by, helper }: NeededCommand,
  state: RuleState,
  about: { readonly host: string; readonly user: string },
): readonly Finding[] {
  const command = argv.join(' ');
  const args = { command, program: argv[0], steps: namesOfSteps(by), ...about };
  const key = `sudo:${command}`;
  switch (state) {
    case 'allowed':
    case 'absent':
      return [];
    case 'password':
      return [finding('critical', key, 'doctor/sudo-password', args)];
    case 'spared':
      return [finding('note', key, 'doctor/sudo-spared', args)];
    case 'no-program':
      // A helper that is not there is a finding of its own, with a remedy of its own.
      return helper ? [] : [finding('critical', key, 'doctor/sudo-no-program', args)];
    case 'denied':
      return [finding('critical', key, 'doctor/sudo-denied', args)];
  }
}

/** In the order of `sudo`. */
export function ruleStates(
  sudo: readonly NeededCommand[],
  answers: HostAnswers,
): readonly RuleState[] {
  const allowances = parseSudoListing(answers.listing);
  return sudo.map((command, index) => stateOf(command, answers.rules[index]));

  function stateOf(command: NeededCommand, answer: RuleAnswer | undefined): RuleState {
    if (answers.sudo === 'root') return 'allowed';
    if (answer?.allowed) return asksForPassword(command, allowances) ? 'password' : 'allowed';
    if (answer?.readable && !command.helper) return 'spared';
    if (answer?.present !== false) return 'denied';
    return command.ifPresent ? 'absent' : 'no-program';
  }
}

/** Only groups that are worth a word: the step itself says, when it runs, what it could not read. */
function judgeGroups({ groups }: HostNeeds, answers: HostAnswers): readonly Finding[] {
  if (answers.sudo === 'root') return [];
  const { user } = answers;
  const missing = groups.filter(
    ({ group }) =>
      !answers.groups.includes(group) &&
      // Members of adm may read the journal, too (systemd-journald(8), ACCESS CONTROL).
      !(group === 'systemd-journal' && answers.groups.includes('adm')),
  );
  return [...Map.groupBy(missing, ({ group }) => group)].map(([group, list]) =>
    finding('note', `group:${group}`, 'doctor/group', {
      group,
      user,
      reads: list.map(({ reads }) => reads).join(', '),
      steps: namesOfSteps(list.flatMap(({ by }) => by)),
    }),
  );
}

function judgeClock(clockAheadSeconds: number): readonly Finding[] {
  const seconds = Math.abs(clockAheadSeconds);
  if (seconds <= clockLimitSeconds) return [];
  const direction = clockAheadSeconds > 0 ? 'ahead' : 'behind';
  return [finding('warning', 'clock', 'doctor/clock', { seconds, direction })];
}
