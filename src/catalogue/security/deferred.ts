import { z } from 'zod';

export const packagePattern = z
  .string()
  .regex(/^[A-Za-z0-9.+*_-]+$/, 'Expected the name of a package, with * for any characters');

/**
 * Packages whose upgrade stops or replaces what the service runs on: the database, the web server,
 * the kernel, the C library, TLS and the interpreter. They wait for the monthly window (level 2).
 * `*` stands for any characters. Debian's and Ubuntu's names first, then those of RHEL.
 */
export const defaultDeferred: readonly string[] = [
  ...['postgres*', 'nginx*', 'linux-image-*', 'linux-headers-*', 'linux-modules-*'],
  ...['libc6*', 'libc-bin', 'libc-dev-bin', 'locales', 'openssl', 'libssl*'],
  ...['python3', 'python3-minimal', 'python3.*', 'libpython3*'],
  ...['kernel', 'kernel-*', 'glibc*', 'openssl-*', 'python3-libs'],
];

/** Whether a package's name (without its architecture) is one of the patterns. */
export function isDeferred(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => matcher(pattern).test(name));
}

function matcher(pattern: string): RegExp {
  const source = pattern.replaceAll(/[.+]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${source}$`);
}
