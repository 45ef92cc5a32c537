import { z } from 'zod';
import { units } from '../../core/finding.ts';
import { captureGroups, pattern } from './pattern.ts';

const exitStatus = z.int().min(0).max(255);

export const commandParams = z
  .strictObject({
    command: z
      .string()
      .regex(/^[^\0]*[^\0\s][^\0]*$/, 'Expected a command')
      .describe('Shell command, run by `sh -c` as the login user'),
    name: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]*$/, 'Expected lower-case letters, digits and hyphens')
      .optional()
      .describe('Names the incident, which then outlives changes of the command'),
    title: z.string().min(1).optional().describe('What people read instead of the command'),
    shell: z.enum(['sh', 'bash']).default('sh').describe('Shell that runs the command'),
    exitStatus: z
      .union([exitStatus, z.array(exitStatus).min(1)])
      .default(0)
      .describe('Exit status that is expected, or a list of them'),
    match: pattern
      .optional()
      .describe('Regular expression that stdout must match; its first group may be a number'),
    warning: z.number().optional().describe('Limit of the number beyond which it is a warning'),
    critical: z.number().optional().describe('Limit of the number beyond which it is critical'),
    direction: z
      .enum(['above', 'below'])
      .default('above')
      .describe('On which side of the limits the number is in trouble'),
    unit: z.enum(units).default('count').describe('Unit of the number'),
    timeoutSeconds: z.int().min(1).max(600).default(30).describe('Time limit of the command'),
    sudo: z
      .array(z.tuple([z.string().startsWith('/')], z.string()))
      .default([])
      .describe('What the command runs through sudo, for `teiki sudoers`: [[/usr/bin/x, arg]]'),
  })
  .superRefine(({ match, warning, critical, direction }, context) => {
    const issue = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    const limited = warning !== undefined || critical !== undefined;
    if (limited && (match === undefined || captureGroups(match) === 0)) {
      issue('match', 'A limit needs a match with a group for the number: "load: ([0-9.]+)"');
    }
    if (warning === undefined || critical === undefined || warning === critical) return;
    if (critical > warning !== (direction === 'above')) {
      issue('critical', `Expected a limit ${direction} the one of warning`);
    }
  });

export type CommandParams = z.output<typeof commandParams>;
