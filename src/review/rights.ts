import { environmentNames } from '../config/environment-names.ts';
import type { RootHelper } from '../core/shell.ts';
import { helpersOf } from '../doctor/helpers.ts';
import { needsOf } from '../doctor/needs.ts';
import { sudoersCommand } from '../doctor/sudo-rule.ts';
import { without } from './difference.ts';
import type { Catalogue, Plans } from './side.ts';

/** A right that hosts give to the login user, with the hosts that it changes on. */
export interface RightChange {
  readonly kind: 'gained' | 'lost';
  readonly what: 'sudo' | 'helper';
  readonly right: string;
  readonly hosts: readonly string[];
}

export interface RightsChange {
  readonly rights: readonly RightChange[];
  readonly helpers: readonly RootHelper[];
  readonly secretsGained: readonly string[];
  readonly secretsLost: readonly string[];
}

export function rightsChange(before: Plans, after: Plans, catalogue: Catalogue): RightsChange {
  const [old, fresh] = [needsOf(before, catalogue).needs, needsOf(after, catalogue).needs];
  const known = new Set(helpersOf(old).map(({ helper }) => helper.path));
  const helpers = helpersOf(fresh).flatMap(({ helper }) =>
    known.has(helper.path) ? [] : [helper],
  );
  const [oldNames, freshNames] = [before, after].map(({ config, fleet, runbooks }) =>
    environmentNames(config, fleet, runbooks),
  );
  return {
    rights: [
      ...listed('gained', rightsOf(fresh), rightsOf(old)),
      ...listed('lost', rightsOf(old), rightsOf(fresh)),
    ],
    helpers,
    secretsGained: without(freshNames ?? [], oldNames ?? []),
    secretsLost: without(oldNames ?? [], freshNames ?? []),
  };
}

interface Right {
  readonly host: string;
  readonly what: 'sudo' | 'helper';
  readonly right: string;
}

function rightsOf(needs: ReturnType<typeof needsOf>['needs']): readonly Right[] {
  return needs.flatMap(({ host, sudo }) =>
    sudo.map((command) => ({
      host: host.name,
      what: command.helper ? ('helper' as const) : ('sudo' as const),
      right: ruleOf(command),
    })),
  );
}

/** As sudoers has it, or, where no rule can hold it, as it is called. */
function ruleOf(command: Parameters<typeof sudoersCommand>[0]): string {
  try {
    return sudoersCommand(command);
  } catch (error) {
    if (error instanceof RangeError) return JSON.stringify(command.argv);
    throw error;
  }
}

function listed(
  kind: RightChange['kind'],
  these: readonly Right[],
  others: readonly Right[],
): RightChange[] {
  const there = new Set(others.map((one) => JSON.stringify(one)));
  const own = these.filter((one) => !there.has(JSON.stringify(one)));
  return [...Map.groupBy(own, ({ what, right }) => `${what} ${right}`).values()].flatMap((group) =>
    group[0]
      ? [
          {
            kind,
            what: group[0].what,
            right: group[0].right,
            hosts: group.map(({ host }) => host),
          },
        ]
      : [],
  );
}
