import { z } from 'zod';

/** Names of hosts and groups: they stand in file names, issue titles and shell words. */
export const nameSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, 'a name of letters, digits, `.`, `_` and `-`');

export const variableNameSchema = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'a name of letters, digits and `_`');
