import { z } from 'zod';

/** As Alertmanager's API has it. */
export interface Matcher {
  readonly name: string;
  readonly value: string;
  readonly isRegex: boolean;
  readonly isEqual: boolean;
}

const form = /^([A-Za-z_][A-Za-z0-9_]*)(=~|!~|!=|=)"?([^"\\\n]*)"?$/;

export function parseMatcher(text: string): Matcher {
  const [, name = '', operator = '', value = ''] = form.exec(text) ?? [];
  return { name, value, isRegex: operator.endsWith('~'), isEqual: operator.startsWith('=') };
}

/** What keeps the silence to something: a value that is asked for, and is not just any. */
function isNarrow({ value, isEqual }: Matcher): boolean {
  return isEqual && !/^[.*+?^$|()]*$/.test(value);
}

export const matchersParam = z
  .array(z.string().regex(form, 'Expected a matcher such as instance=~"app1:.*"'))
  .min(1)
  .refine((all) => all.some((text) => isNarrow(parseMatcher(text))), {
    error: 'would silence everything: at least one matcher must ask for a value',
  })
  .meta({ examples: [['instance=~"app1:.*"']] })
  .describe('Which alerts, all of these together, in the words of amtool');
