import type { HostFacts } from '../catalogue/define.ts';
import type { Frame } from './frames.ts';

/** Used when a host has said nothing about itself, so that a check need not care. */
const silent: HostFacts = {
  name: '',
  clockAheadSeconds: 0,
  epochSeconds: 0,
  uptimeSeconds: 0,
  cores: 1,
  kernel: '',
  osId: '',
  osVersion: '',
  uid: -1,
};

/**
 * Reads the `host` frame of the script's prelude: uptime, uid, epoch, cores online ("0-3,8"),
 * kernel release, then os-release(5).
 * @param receivedAt the runner's clock when the frame came in
 */
export function parseHostFacts(
  name: string,
  frame: Frame | undefined,
  receivedAt: Date,
): HostFacts {
  const receivedSeconds = receivedAt.getTime() / 1000;
  if (!frame) return { ...silent, name, epochSeconds: receivedSeconds };
  const [uptime, uid, epoch, online, kernel, ...release] = frame.stdout.split('\n');
  const epochSeconds = Number(epoch) || receivedSeconds;
  return {
    name,
    clockAheadSeconds: Math.round(epochSeconds - receivedSeconds),
    epochSeconds,
    uptimeSeconds: Number(uptime) || 0,
    cores: countCores(online ?? ''),
    kernel: kernel ?? '',
    osId: releaseValue(release, 'ID'),
    osVersion: releaseValue(release, 'VERSION_ID'),
    uid: Number.parseInt(uid ?? '', 10),
  };
}

/** The kernel's list format: "0-3,8" is five. */
function countCores(online: string): number {
  const count = online.split(',').reduce((sum, range) => {
    const [first, last] = range.split('-').map(Number);
    return sum + (first === undefined || Number.isNaN(first) ? 0 : (last ?? first) - first + 1);
  }, 0);
  return Math.max(1, count);
}

function releaseValue(lines: readonly string[], key: string): string {
  const line = lines.find((candidate) => candidate.startsWith(`${key}=`));
  return line?.slice(key.length + 1).replace(/^(["'])(.*)\1$/, '$2') ?? '';
}
