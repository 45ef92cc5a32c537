import type { Context } from '../define.ts';
import { newerKernel } from './kernels.ts';
import { releaseState, tableDate } from './release-support.ts';
import type { UpdatesFinding } from './updates-judgement.ts';
import type { AptState, UpdatesFacts } from './updates-state.ts';

const osNames: Readonly<Record<string, string>> = { debian: 'Debian', ubuntu: 'Ubuntu' };

/** Whether the release still gets security updates. Releases without a number are in development. */
export function judgeRelease(apt: AptState | null, { host, now }: Context): UpdatesFinding[] {
  const { osId, osVersion: version } = host;
  if (apt === null || version === '') return [];
  const os = osNames[osId] ?? osId;
  const key = 'release';
  const remedy = { id: 'remedy-end-of-life', args: {} } as const;
  const state = releaseState(osId, version, now);
  if (state.kind === 'supported' || apt.hasExtendedSupport) return [];
  if (state.kind === 'unlisted') {
    const args = { os, version, tableDate };
    return [{ key, severity: 'note', message: { id: 'release-unlisted', args } }];
  }
  const { until } = state;
  const args = { os, version, until };
  if (state.kind === 'lts')
    return [{ key, severity: 'note', message: { id: 'long-term-support', args } }];
  if (state.kind === 'ended')
    return [{ key, severity: 'critical', message: { id: 'end-of-life', args }, remedy }];
  const days = Math.ceil((Date.parse(until) - now.getTime()) / 86_400_000);
  const message = { id: 'end-of-life-soon', args: { ...args, days } } as const;
  return [{ key, severity: 'warning', message, remedy }];
}

/** A missing /run/reboot-required proves nothing: only some packages write it. */
export function judgeBoot(
  { kernels, rebootRequired }: UpdatesFacts,
  { host }: Context,
): UpdatesFinding[] {
  const remedy = { id: 'remedy-reboot', args: {} } as const;
  const installed = newerKernel(host.kernel, kernels);
  if (installed !== undefined) {
    const message = { id: 'reboot-kernel', args: { installed, running: host.kernel } } as const;
    return [{ key: 'reboot', severity: 'warning', message, remedy }];
  }
  if (rebootRequired === null) return [];
  const packages = rebootRequired.length > 0 ? rebootRequired.join(', ') : '/run/reboot-required';
  const message = { id: 'reboot-required', args: { packages } } as const;
  return [{ key: 'reboot', severity: 'warning', message, remedy }];
}
