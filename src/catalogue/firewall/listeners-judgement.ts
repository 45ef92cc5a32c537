import { z } from 'zod';
import type { Finding } from '../../core/finding.ts';
import type { Context, Judgement } from '../define.ts';
import { judgeExpected } from './judge-expected.ts';
import { judgePeers } from './judge-peers.ts';
import { describeListeners, type Group, groupListeners } from './listener-groups.ts';
import type { listenersMessages } from './listeners-messages.ts';
import type { ListenersParams } from './listeners-params.ts';
import type { Listener, Peers } from './sockets.ts';

export type ListenersMessageId = keyof typeof listenersMessages;
export type ListenersFinding = Finding<ListenersMessageId>;

export interface ListenersFacts {
  readonly listeners: readonly Listener[];
  /** Whether root has told which processes they are. */
  readonly hasProcesses: boolean;
  readonly peers: Peers;
}

const earlier = z.object({
  listeners: z.array(z.object({ protocol: z.string(), port: z.number() })),
});

export function evaluateListeners(
  facts: ListenersFacts,
  params: ListenersParams,
  { history }: Context,
): Judgement<ListenersMessageId> {
  const groups = groupListeners(facts.listeners);
  const last = history
    .map((record) => earlier.safeParse(record.facts).data?.listeners)
    .find((listeners) => listeners !== undefined);
  const wasThere = ({ port, protocol }: Group) =>
    last?.some((one) => one.port === port && one.protocol === protocol) ?? true;
  const isListed = ({ port, protocol }: Group) =>
    [...params.expected, ...params.tolerated].some(
      (one) => one.port === port && one.protocol === protocol,
    );
  return {
    findings: [
      ...params.expected.flatMap((one) => judgeExpected(one, groups, facts.hasProcesses)),
      ...groups.filter((group) => !isListed(group)).flatMap((group) => judgeOther(group, wasThere)),
      ...(facts.hasProcesses ? [] : [withoutProcesses(params)]),
      ...judgePeers(facts.peers, params.peers, history),
    ],
    measurements: [
      { name: 'listeners', value: groups.length, unit: 'count' },
      {
        name: 'outgoing',
        value: facts.peers.outgoing.reduce((sum, { connections }) => sum + connections, 0),
        unit: 'count',
      },
    ],
  };
}

function judgeOther(group: Group, wasThere: (group: Group) => boolean): ListenersFinding[] {
  const { service, outside } = group;
  if (outside.length > 0) {
    const isSixOnly = outside.every(({ family }) => family === '6');
    return [
      {
        ...{ key: `listener:${service}`, severity: 'critical' },
        message: {
          id: isSixOnly ? 'unexpected-six' : 'unexpected',
          args: { service, ...describeListeners(outside) },
        },
        remedy: { id: 'remedy-unexpected', args: { protocol: group.protocol, port: group.port } },
      },
    ];
  }
  if (wasThere(group)) return [];
  return [
    {
      ...{ key: `listener:${service}`, severity: 'warning' },
      message: { id: 'new', args: { service, ...describeListeners(group.listeners) } },
      remedy: {
        id: 'remedy-unexpected',
        args: { protocol: group.protocol, port: group.port },
      },
    },
  ];
}

/** The baseline may name processes, and then it has not been compared: that is not ok. */
function withoutProcesses({ expected }: ListenersParams): ListenersFinding {
  const isNeeded = expected.some(({ process }) => process !== undefined);
  return {
    ...{ key: 'processes', severity: isNeeded ? 'unknown' : 'note' },
    message: { id: 'no-processes', args: {} },
    remedy: { id: 'remedy-no-processes', args: {} },
  };
}
