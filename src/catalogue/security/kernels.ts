/** Dots and dashes apart; numbers as numbers: `6.1.0-9-amd64` is older than `6.1.0-10-amd64`. */
function compareVersions(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

/** `6.1.0-18-cloud-amd64` → `cloud-amd64`, `5.14.0-427.el9_4.x86_64` → `x86_64`: only alike ones compare. */
function flavourOf(version: string): string {
  return /\d-([a-z][a-z0-9-]*)$/.exec(version)?.[1] ?? version.slice(version.lastIndexOf('.') + 1);
}

/**
 * The newest installed kernel when it is newer than the running one; undefined when it is not, or
 * when the running kernel is not one of this host's (containers, kernels of the provider).
 */
export function newerKernel(running: string, installed: readonly string[]): string | undefined {
  if (!installed.includes(running)) return undefined;
  const alike = installed.filter((one) => flavourOf(one) === flavourOf(running));
  const newest = alike.toSorted(compareVersions).at(-1);
  return newest === running ? undefined : newest;
}
