import type { Finding } from '../../core/finding.ts';
import type { Severity } from '../../core/severity.ts';
import { written } from '../db/rows.ts';
import type { Judgement } from '../define.ts';
import type { DatabaseRoles } from './database-roles.ts';
import { canLogIn, type LocalAccount, type LocalAccounts } from './local-accounts.ts';
import type { passwordMessages } from './password-messages.ts';
import type { Account } from './service-accounts.ts';

type Id = keyof typeof passwordMessages;
type Args = Readonly<Record<string, string | number>>;

export type PasswordFacts = LocalAccounts & {
  readonly services: readonly Account[];
  readonly database: DatabaseRoles | null;
};

export interface PasswordParams {
  readonly accounts: readonly string[];
  readonly roles: readonly string[];
  readonly maxDays: number;
  readonly roleWarningDays: number;
}

function found(
  [key, severity]: readonly [string, Severity],
  id: Id,
  args: Args,
  remedy: Id,
): Finding<Id> {
  return { key, severity, message: { id, args }, remedy: { id: remedy, args } };
}

export function judgePasswords(facts: PasswordFacts, params: PasswordParams): Judgement<Id> {
  const { local, people, database } = facts;
  const users = facts.services.map(({ user }) => user).filter((user) => user !== 'root');
  const ofServices = new Set([...params.accounts, ...users]);
  const [from, to] = people;
  const ofPeople = local.filter(
    (one) => one.uid >= from && one.uid <= to && canLogIn(one) && !ofServices.has(one.name),
  );
  const endless = ofPeople.filter(
    ({ password, maxDays }) => password === 'set' && maxDays === null,
  );
  return {
    findings: [
      ...judgeAll(local),
      ...[...ofServices].flatMap((name) =>
        judgeService(
          name,
          local.find((one) => one.name === name),
        ),
      ),
      ...judgePeople(ofPeople, endless, params.maxDays),
      ...(database ? judgeRoles(database, params) : []),
    ],
    measurements: [{ name: 'endless', value: endless.length, unit: 'count' }],
  };
}

const namesOf = (accounts: readonly LocalAccount[]): { names: string; name: string } => ({
  names: accounts.map(({ name }) => name).join(', '),
  name: accounts[0]?.name ?? '',
});

function judgeAll(local: readonly LocalAccount[]): Finding<Id>[] {
  const empty = local.filter(({ password }) => password === 'empty');
  const roots = local.filter(({ uid, name }) => uid === 0 && name !== 'root');
  // crypt(5): DES has no prefix, and `$1$` and `$md5` are MD5.
  const weak = local.filter(({ hash }) => /^(des|1|md5.*)$/.test(hash));
  return [
    ...(empty.length > 0
      ? [found(['empty', 'critical'], 'empty', namesOf(empty), 'remedy-lock')]
      : []),
    ...(roots.length > 0
      ? [found(['uid-0', 'critical'], 'root', namesOf(roots), 'remedy-root')]
      : []),
    ...(weak.length > 0
      ? [found(['hash', 'warning'], 'weak-hash', namesOf(weak), 'remedy-hash')]
      : []),
  ];
}

function judgeService(name: string, account: LocalAccount | undefined): Finding<Id>[] {
  const key = `account:${name}`;
  if (!account) return [found([key, 'note'], 'no-account', { name }, 'remedy-no-account')];
  const { password, shell } = account;
  return [
    ...(password === 'set'
      ? [found([key, 'warning'], 'service-password', { name }, 'remedy-lock')]
      : []),
    ...(canLogIn(account)
      ? [found([`shell:${name}`, 'warning'], 'service-shell', { name, shell }, 'remedy-shell')]
      : []),
  ];
}

function judgePeople(
  people: readonly LocalAccount[],
  endless: readonly LocalAccount[],
  days: number,
): Finding<Id>[] {
  const long = people.filter((one) => one.password === 'set' && (one.maxDays ?? 0) > days);
  const judge = (key: string, id: Id, accounts: readonly LocalAccount[]) =>
    accounts.length === 0
      ? []
      : [found([key, 'warning'], id, { ...namesOf(accounts), days }, 'remedy-max')];
  return [...judge('no-max', 'no-max', endless), ...judge('long-max', 'long-max', long)];
}

function judgeRoles({ roles, md5 }: DatabaseRoles, params: PasswordParams): Finding<Id>[] {
  const findings = params.roles.flatMap((wanted) => {
    const role = roles.find(({ name }) => name === wanted);
    const key = `role:${wanted}`;
    const name = written(wanted);
    if (!role) return [found([key, 'unknown'], 'no-role', { name }, 'remedy-no-role')];
    const { superuser, bypass, canLogIn, daysLeft } = role;
    const rights: Finding<Id>[] = [];
    if (superuser) rights.push(found([key, 'critical'], 'superuser', { name }, 'remedy-superuser'));
    else if (bypass) rights.push(found([key, 'warning'], 'powerful', { name }, 'remedy-superuser'));
    if (!canLogIn) return rights;
    const until = (severity: Severity, id: Id, days: number) =>
      found([`until:${wanted}`, severity], id, { name, days }, 'remedy-role-password');
    if (daysLeft === null) return [...rights, until('note', 'role-endless', 0)];
    if (daysLeft < 0) return [...rights, until('critical', 'role-expired', 0)];
    if (daysLeft >= params.roleWarningDays) return rights;
    return [...rights, until('warning', 'role-expires', daysLeft)];
  });
  if (md5 === null) findings.push(found(['hashes', 'note'], 'hashes-unread', {}, 'remedy-hashes'));
  else if (md5.length > 0) {
    const names = md5.map((one) => written(one)).join(', ');
    findings.push(found(['md5', 'warning'], 'role-md5', { names }, 'remedy-role-md5'));
  }
  return findings;
}
