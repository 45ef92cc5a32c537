import { z } from 'zod';

export const port = z.int().min(1).max(65_535).describe('Port number');
export const protocol = z.enum(['tcp', 'udp']).default('tcp').describe('Transport protocol');

/** `192.0.2.0/24`, `2001:db8::1` … : compared as the firewall shows it. */
export const network = z
  .string()
  .regex(/^[0-9A-Fa-f.:]+(\/\d{1,3})?$/, 'Expected an address or a network such as 192.0.2.0/24');
