import type { Frame } from './frames.ts';
import type { ScriptProbe } from './script.ts';

export interface Joined {
  readonly probes: readonly ScriptProbe[];
  /** The frame of a probe, from the frame that it shares with others if it does. */
  readonly frameOf: (
    read: (frame: string) => Frame | undefined,
    frame: string,
  ) => Frame | undefined;
}

interface Share {
  readonly frame: string;
  readonly index: number;
  readonly answer: (stdout: string, index: number) => string;
}

/**
 * Makes one probe of those that can read together; it stands where the first of them stood. What a
 * step is given secrets for stays by itself.
 */
export function joinProbes(all: readonly ScriptProbe[]): Joined {
  const groups = Map.groupBy(all, ({ frame, probe, before }) =>
    probe.joint && !before
      ? JSON.stringify([probe.joint.key, probe.requires, probe.exitStatuses, probe.weight])
      : frame,
  );
  const shares = new Map<string, Share>();
  const probes = [...groups.values()].flatMap((group): ScriptProbe[] => {
    const [first] = group;
    const joint = first?.probe.joint;
    if (!first || !joint || group.length === 1) return [...group];
    group.forEach(({ frame }, index) => {
      shares.set(frame, { frame: first.frame, index, answer: joint.answer });
    });
    const probe = {
      ...first.probe,
      script: joint.script(group.map((one) => one.probe.joint?.want)),
      timeoutSeconds: group.reduce((sum, one) => sum + one.probe.timeoutSeconds, 0),
      maxOutputBytes: group.reduce((sum, one) => sum + one.probe.maxOutputBytes, 0),
    };
    return [{ ...first, probe }];
  });
  const frameOf: Joined['frameOf'] = (read, name) => {
    const share = shares.get(name);
    const frame = read(share?.frame ?? name);
    return frame && share ? { ...frame, stdout: share.answer(frame.stdout, share.index) } : frame;
  };
  return { probes, frameOf };
}
