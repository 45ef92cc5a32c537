import { z } from 'zod';
import { isRange } from './address-range.ts';

const range = z.string().refine(isRange, 'Expected an address or a block such as 10.0.0.0/8');
const key = z.string().regex(/^[A-Za-z0-9_.@-]{1,60}$/, 'Expected the name of a JSON key');

/** Parameters that say what the log is and how much of it is read; shared by the audits. */
export const logParams = {
  log: z
    .string()
    .regex(/^\/[A-Za-z0-9._/@:+-]+$/, 'Expected an absolute path without spaces')
    .default('/var/log/nginx/access.log')
    .describe('Access log; its rotated and gzipped files are read for what was not read before'),
  format: z
    .enum(['combined', 'json'])
    .default('combined')
    .describe('"combined" (more fields may follow) or one JSON object a line'),
  keys: z
    .strictObject({
      address: key.default('remote_addr').describe('Address of the peer'),
      time: key.default('time_iso8601').describe('ISO 8601, $time_local or seconds ($msec)'),
      request: key.default('request').describe('"POST /path HTTP/1.1"'),
      method: key.default('request_method').describe('Used where there is no request line'),
      path: key.default('request_uri').describe('Used where there is no request line'),
      status: key.default('status').describe('Status'),
      account: key.default('remote_user').describe('Account that was tried'),
      forwardedFor: key.default('http_x_forwarded_for').describe('X-Forwarded-For'),
    })
    .prefault({})
    .describe('Names of the keys of a JSON log'),
  forwardedForField: z
    .int()
    .min(4)
    .max(20)
    .default(4)
    .describe('Which quoted field of a combined log is X-Forwarded-For ("main" of nginx: the 4th)'),
  trustedProxies: z
    .array(range)
    .max(100)
    .default([])
    .describe('Proxies whose X-Forwarded-For is believed, from the right'),
  ignoredAddresses: z
    .array(range)
    .max(100)
    .default([])
    .describe('Addresses that are not counted: the own office, monitoring, runners'),
  firstHours: z
    .int()
    .min(1)
    .max(168)
    .default(24)
    .describe('How far back a first run looks; later runs read on, at most 7 days'),
  maxMiB: z
    .int()
    .min(1)
    .max(65_536)
    .default(200)
    .describe('More than this is sampled, newest first'),
};

const schema = z.object(logParams);
export type LogParams = z.output<typeof schema>;
