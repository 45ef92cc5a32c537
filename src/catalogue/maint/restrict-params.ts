import { z } from 'zod';

export const publicUrl = z
  .url({ protocol: /^https?$/ })
  .refine((url) => !/^https?:\/\/[^/?#]*@/.test(url), 'A URL must not hold a password');

const loopback = z.string().regex(/^127(\.\d{1,3}){3}$/, 'Expected an address of 127.0.0.0/8');

/** How nginx of the host is asked: with the name of the URL, but always at 127.0.0.1. */
export const doorFields = {
  url: publicUrl
    .default('http://127.0.0.1/')
    .describe('URL that users open; it is asked of nginx on the host itself'),
  health: publicUrl
    .default('http://127.0.0.1/api/v1/health')
    .describe('URL that stays open, for load balancers and monitoring'),
  outsider: loopback
    .default('127.0.0.9')
    .describe('Address of the host that stands for everybody else: not in the allow-list of nginx'),
  operator: loopback
    .default('127.0.0.1')
    .describe('Address of the host that stands for the operators: in the allow-list of nginx'),
};
