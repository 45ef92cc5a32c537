import { z } from 'zod';
import { port, protocol } from './services.ts';

const process = z
  .string()
  .regex(/^[^\s"'\\]+$/, 'Expected the name of a process as ss shows it')
  .optional()
  .describe('Name of the process as ss shows it (the first 15 characters)');

const listener = z.strictObject({
  port,
  protocol,
  process,
  loopback: z.boolean().default(false).describe('It may listen on the loopback only'),
});

export const listenersParams = z.strictObject({
  expected: z
    .array(listener)
    .default([
      { port: 22, protocol: 'tcp', loopback: false },
      { port: 80, protocol: 'tcp', process: 'nginx', loopback: false },
      { port: 443, protocol: 'tcp', process: 'nginx', loopback: false },
      { port: 5100, protocol: 'tcp', loopback: true },
      { port: 5432, protocol: 'tcp', process: 'postgres', loopback: true },
    ])
    .describe('What must listen; a missing one is critical, and so is anything else from outside'),
  tolerated: z
    .array(z.strictObject({ port, protocol }))
    .default([
      { port: 68, protocol: 'udp' },
      { port: 546, protocol: 'udp' },
    ])
    .describe('What may listen, on any address, and need not (DHCP clients)'),
  peers: z
    .array(z.string().min(1))
    .optional()
    .describe(
      'Beginnings of the addresses that the host may connect to ("10.0."); others are a warning',
    ),
});

export type ListenersParams = z.output<typeof listenersParams>;
