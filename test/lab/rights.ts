import type { ShellText } from '../../src/core/shell.ts';
import { renderHelpers } from '../../src/doctor/helpers.ts';
import { sudoersCommand } from '../../src/doctor/sudo-rule.ts';
import type { Host } from './host.ts';

/**
 * Gives a user of a host the rights that these texts need and no others: sudo rules as
 * `teiki sudoers` prints them, helpers as `teiki sudoers --helpers` installs them.
 */
export async function grantRights(
  host: Host,
  texts: readonly ShellText[],
  user = 'mks-maint',
): Promise<void> {
  const commands = texts.flatMap(({ sudo }) => sudo);
  const rules = commands.map((command) => `ALL=(root) NOPASSWD: ${sudoersCommand(command)}`);
  await host.sudoers(user, [...new Set(rules)]);
  await host.must(renderHelpers(commands.flatMap(({ helper }) => helper ?? [])));
}
