import { z } from 'zod';
import { network, port, protocol } from './services.ts';

export const statusParams = z.strictObject({
  expected: z
    .array(
      z.strictObject({
        port,
        protocol,
        from: z
          .array(network)
          .min(1)
          .optional()
          .describe('Networks that may connect; anybody if not given'),
      }),
    )
    .default([
      { port: 22, protocol: 'tcp' },
      { port: 80, protocol: 'tcp' },
      { port: 443, protocol: 'tcp' },
    ])
    .describe('What the firewall must let in, and nothing else'),
  internal: z
    .array(port)
    .default([5100, 5432, 6379, 9090])
    .describe('TCP ports that must never be open to the world: the application behind its proxy'),
  ipv6: z.boolean().default(true).describe('Compare the rules for IPv6 as well'),
  connect: z
    .boolean()
    .default(true)
    .describe(
      'Prove it by connecting from the runner; false where the runner is inside the firewall',
    ),
  timeoutSeconds: z.number().min(1).max(30).default(5).describe('Time for one connection'),
});

export type StatusParams = z.output<typeof statusParams>;
