import { z } from 'zod';
import { type ShellProbe, shell } from '../../core/probe.ts';
import type { SqlProbe } from '../../core/sql.ts';
import { defineCheck, Unparsable } from '../define.ts';
import { readRoles, rolesProbe } from './database-roles.ts';
import { listAccounts, readLocalAccounts } from './local-accounts.ts';
import { judgePasswords } from './password-judgement.ts';
import { passwordMessages } from './password-messages.ts';
import { accountsProbe, readAccounts, services } from './service-accounts.ts';

const name = z.string().regex(/^[A-Za-z_][A-Za-z0-9_.-]*$/, 'Expected the name of an account');

const params = z.strictObject({
  services: services.describe('systemd services whose accounts must be locked, without a shell'),
  accounts: z.array(name).default(['mks_user']).describe('Further service accounts of the host'),
  roles: z
    .array(z.string().min(1))
    .default(['mks_user'])
    .describe('PostgreSQL roles of the application; an empty list asks no database'),
  maxDays: z
    .int()
    .min(1)
    .max(99_998)
    .default(365)
    .describe('Longest life of the passwords of people'),
  roleWarningDays: z
    .int()
    .min(1)
    .default(30)
    .describe('A role whose password ends sooner than this is a warning'),
});

export const check = defineCheck({
  id: 'sec.password-policy',
  title: { ja: 'パスワードポリシー', en: 'Password policy' },
  description: {
    ja: 'OS のアカウント(このホストの passwd と shadow。LDAP などは見ません)では、サービスのアカウントがロックされログインシェルを持たないこと、人のパスワードに期限があること、空・弱い形式のパスワードや root 以外の uid 0 がないことを確かめます。PostgreSQL のロールは同じ名前でも別のものなので、別に、スーパーユーザーでないこと、パスワードの期限、保存形式(見える場合)を見ます。ハッシュはホストから出ません。',
    en: 'Of the accounts of the host (its own passwd and shadow, no LDAP) those of services must be locked and have no login shell, passwords of people must have an end, and there must be no empty or weakly hashed password and no uid 0 but root. A PostgreSQL role of the same name is something else: it must not be a superuser, and the end of its password and, where that may be seen, the kind of its hash are looked at. No hash leaves the host.',
  },
  sources: [
    'shadow(5), passwd(5), crypt(5), login.defs(5)',
    'chage(1)',
    'https://www.postgresql.org/docs/current/view-pg-roles.html',
    'https://www.postgresql.org/docs/current/catalog-pg-authid.html',
  ],
  level: 1,
  params,
  messages: passwordMessages,
  measures: { endless: { ja: '期限のないパスワード', en: 'Passwords without an end' } },
  probes: ({ services, roles }): Readonly<Record<string, ShellProbe | SqlProbe>> => ({
    local: shell(listAccounts),
    services: accountsProbe(services),
    ...(roles.length > 0 && { db: rolesProbe(roles) }),
  }),
  parse: ({ local, services, db }) => {
    if (!local || !('stdout' in local) || !services || !('stdout' in services)) {
      throw new Unparsable('the accounts', '');
    }
    return {
      ...readLocalAccounts(local.stdout),
      services: readAccounts(services.stdout).accounts,
      database: db && 'rows' in db ? readRoles(db) : null,
    };
  },
  evaluate: judgePasswords,
});
