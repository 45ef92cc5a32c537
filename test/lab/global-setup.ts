import type { TestProject } from 'vitest/node';
import { ensureBase } from './base.ts';
import { cleanStale } from './claim.ts';
import { ensurePrerequisites } from './prerequisites.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Why no host can boot here; undefined when they can. */
    labUnavailable: string | undefined;
  }
}

/** Prepares the machine once per test run; in CI a lab that cannot run is a failure. */
export async function setup(project: TestProject): Promise<void> {
  const reason = await prepare();
  if (reason !== undefined && process.env['CI']) throw new Error(`The lab cannot run: ${reason}`);
  project.provide('labUnavailable', reason);
}

/** Cleans up after workers that crashed during the run. */
export async function teardown(): Promise<void> {
  if (process.getuid?.() === 0 && process.platform === 'linux') await cleanStale();
}

async function prepare(): Promise<string | undefined> {
  const reason = await ensurePrerequisites();
  if (reason !== undefined) return reason;
  try {
    await cleanStale();
    await ensureBase();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
