import { setFlagsFromString } from 'node:v8';

/**
 * Keeps V8 from enlarging its young generation as fast as it would: what a host leaves behind is
 * about 5 KB, and all else that the process grows by is room for garbage (measured at 200 and 800
 * hosts: 0.24 MB a host without, 0.09 MB with it, at no cost in CPU).
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}
