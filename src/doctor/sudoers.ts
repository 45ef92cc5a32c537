import { helperFolder } from '../core/root-helper.ts';
import { helpersOf } from './helpers.ts';
import { type HostNeeds, type NeededBy, type NeededGroup, namesOfSteps } from './needs.ts';
import { sudoersRule, sudoersUser } from './sudo-rule.ts';

interface Rule {
  readonly text: string;
  readonly by: NeededBy[];
  readonly hosts: string[];
}

/**
 * A file for /etc/sudoers.d/: the rules that these hosts' runbooks need, per login user, and why.
 * In English whatever the locale, for it is read on the hosts, by visudo's users, as ASCII.
 */
export function renderSudoers(needs: readonly HostNeeds[]): string {
  const users = [...Map.groupBy(needs, ({ host }) => host.user)];
  const blocks = users.flatMap(([user, list]) => userBlock(user, list));
  const needed = blocks.some((block) => !block.startsWith('#'));
  const first = helpersOf(needs).length > 0 ? `${head}\n${helpersFirst}` : head;
  return `${[needed ? first : nothing, ...blocks].join('\n\n')}\n`;
}

const head = `# The sudo rules that the runbooks need, and no others. Written by "teiki sudoers".
# A rule allows this very command and no other arguments. Check and install it, as root on the host:
#   visudo -c -f FILE && install -o root -g root -m 0440 FILE /etc/sudoers.d/teiki
# Remove older, wider rules: "teiki doctor" finds them.`;

const helpersFirst = `# Before it, install what its rules in ${helperFolder} are for, on each host as root:
#   teiki sudoers --helpers > FILE; read it; sh FILE`;

const nothing = '# No runbook needs sudo: there is nothing to install.';

function userBlock(user: string, needs: readonly HostNeeds[]): string[] {
  const groups = groupComments(user, needs);
  const rules = rulesOf(user, needs);
  if (user === 'root') {
    return rules.length > 0 ? [`# root needs no rules (${namesOf(needs)}).`] : [];
  }
  const texts = rules.map(({ text, by, hosts }) => {
    const where = hosts.length < needs.length ? ` (on ${hosts.join(', ')})` : '';
    return `# ${namesOfSteps(by)}${where}\n${text}`;
  });
  const defaults = texts.length > 0 ? [`Defaults:${sudoersUser(user)} !requiretty`] : [];
  return [...groups, ...defaults, ...texts];
}

function rulesOf(user: string, needs: readonly HostNeeds[]): readonly Rule[] {
  const rules = new Map<string, Rule>();
  for (const { host, sudo } of needs) {
    for (const command of sudo) {
      const text = sudoersRule(user, command);
      const rule = rules.get(text) ?? { text, by: [], hosts: [] };
      rules.set(text, rule);
      rule.hosts.push(host.name);
      rule.by.push(...command.by.filter((by) => !rule.by.some((other) => isSame(by, other))));
    }
  }
  return [...rules.values()];
}

function isSame(one: NeededBy, other: NeededBy): boolean {
  return one.runbook === other.runbook && one.step === other.step;
}

/** Reading through a group is less than a rule, so the file says where one is enough. */
function groupComments(user: string, needs: readonly HostNeeds[]): string[] {
  if (user === 'root') return [];
  const all = needs.flatMap(({ groups }) => groups);
  const comments = [...Map.groupBy(all, ({ group }) => group)].map(([group, list]) =>
    [
      `# Not by sudo but by group: usermod -aG ${group} ${user}`,
      ...unique(list.map(readsComment)),
    ].join('\n'),
  );
  return comments;
}

function readsComment({ reads, by }: NeededGroup): string {
  return `#   reads ${reads} (${namesOfSteps(by)})`.replaceAll(/[^\x20-\x7e]/g, '?');
}

function unique(lines: readonly string[]): readonly string[] {
  return [...new Set(lines)];
}

function namesOf(needs: readonly HostNeeds[]): string {
  return needs.map(({ host }) => host.name).join(', ');
}

/** Whether one file for all of them gives some host a rule that it does not need. */
export function hostsDiffer(needs: readonly HostNeeds[]): boolean {
  const withNeeds = [...Map.groupBy(needs, ({ host }) => host.user).values()];
  return withNeeds.some((list) => {
    const sets = list.map(({ sudo }) =>
      JSON.stringify(sudo.map(({ argv }) => argv.join('\0')).sort()),
    );
    return new Set(sets).size > 1;
  });
}
