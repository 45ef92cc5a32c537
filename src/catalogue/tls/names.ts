import { z } from 'zod';

/** An absolute path of plain characters: it goes into a sudo rule as it is. */
export const certificatePath = z.string().regex(/^\/[A-Za-z0-9._/@:+-]+$/, {
  error: 'Expected an absolute path of letters, digits and . _ / @ : + -',
});

/** A host name in its ASCII form, an IPv4 or an IPv6 address. */
export const hostName = z
  .string()
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$|^[0-9A-Fa-f:.]+$/, {
    error: 'Expected a host name (xn--… for other scripts) or an address',
  });
