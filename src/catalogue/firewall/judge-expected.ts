import { describeListeners, type Group } from './listener-groups.ts';
import type { ListenersFinding } from './listeners-judgement.ts';
import type { ListenersParams } from './listeners-params.ts';

type Expected = ListenersParams['expected'][number];

/** A service of the baseline: is it there, in whose hands, and no further open than it should be? */
export function judgeExpected(
  { port, protocol, process, loopback }: Expected,
  groups: readonly Group[],
  hasProcesses: boolean,
): ListenersFinding[] {
  const service = `${port}/${protocol}`;
  const group = groups.find((one) => one.service === service);
  const key = `expected:${service}`;
  if (group === undefined) {
    return [
      {
        ...{ key, severity: 'critical' },
        message:
          process === undefined
            ? { id: 'missing', args: { service } }
            : { id: 'missing-process', args: { service, expected: process } },
        remedy: { id: 'remedy-missing', args: {} },
      },
    ];
  }
  const { outside, listeners } = group;
  const names = listeners.flatMap(({ processes }) => processes);
  const isOther = process !== undefined && hasProcesses && !names.includes(process);
  const wrong: ListenersFinding[] = isOther
    ? [
        {
          ...{ key: `process:${service}`, severity: 'critical' },
          message: {
            id: 'wrong-process',
            args: { service, expected: process, process: describeListeners(listeners).process },
          },
          remedy: { id: 'remedy-unexpected', args: { protocol, port } },
        },
      ]
    : [];
  if (loopback && outside.length > 0) {
    return [
      ...wrong,
      {
        ...{ key: `exposed:${service}`, severity: 'critical' },
        message: { id: 'exposed', args: { service, ...describeListeners(outside) } },
        remedy: { id: 'remedy-exposed', args: { port } },
      },
    ];
  }
  if (loopback || listeners.some(({ family, isLoopback }) => family !== '6' && !isLoopback))
    return wrong;
  if (outside.length === 0) {
    // It does listen, but nobody outside can reach it.
    const message = { id: 'only-loopback', args: { service } } as const;
    return [...wrong, { key, severity: 'critical', message, remedy: loopbackRemedy }];
  }
  return [
    ...wrong,
    {
      ...{ key: `family:${service}`, severity: 'warning' },
      message: { id: 'six-only', args: { service } },
      remedy: { id: 'remedy-six-only', args: { port } },
    },
  ];
}

const loopbackRemedy = { id: 'remedy-only-loopback', args: {} } as const;
