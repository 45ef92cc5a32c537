import { z } from 'zod';

/** It is asked again and again, so it must be one that changes nothing. */
export const localUrl = z
  .url({ protocol: /^https?$/ })
  .refine((url) => !/^https?:\/\/[^/?#]*@/.test(url), 'A URL must not hold a password');

export const watchSeconds = z
  .int()
  .min(1)
  .max(300)
  .default(10)
  .describe('How long response times are measured, before and after (four requests a second)');
