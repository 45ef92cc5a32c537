// Written by `npm run generate` from the files of src/catalogue. Do not edit.
import { check as diskRootUsage } from './disk/root-usage.ts';
import { check as logsDiskUsage } from './logs/disk-usage.ts';
import type { Check } from './define.ts';

export const checks: readonly Check[] = [diskRootUsage, logsDiskUsage];
