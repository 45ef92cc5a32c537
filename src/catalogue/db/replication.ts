import { z } from 'zod';
import { type Finding, finding } from '../../core/finding.ts';
import { sql } from '../../core/sql.ts';
import { defineCheck } from '../define.ts';
import {
  parseReplication,
  type ReplicationFacts,
  replicationStatements,
} from './replication-facts.ts';
import { replicationMessages as messages } from './replication-messages.ts';
import { mebibyte } from './rows.ts';

const params = z.strictObject({
  standbys: z.int().min(0).default(0).describe('Standbys that have to be connected to this server'),
  lagSeconds: z.number().min(1).default(60).describe('Replay lag above which it is a warning'),
  lagMiB: z.number().min(1).default(256).describe('WAL that a standby may be behind'),
  retainedMiB: z.number().min(1).default(1024).describe('WAL that a slot may keep, a warning'),
  retainedCriticalMiB: z.number().min(1).default(10_240).describe('WAL that a slot may keep'),
});
type Params = z.output<typeof params>;
type Found = Finding<keyof typeof messages>;

export const check = defineCheck({
  id: 'db.replication',
  title: { ja: 'レプリケーションと WAL', en: 'Replication and WAL' },
  description: {
    ja: 'プライマリではスタンバイの数と遅れ、レプリケーションスロットが溜めている WAL、アーカイブの失敗を、スタンバイでは受信と再生の遅れを確かめます。どれも使っていなければ対象外です。',
    en: 'On a primary: number and lag of standbys, WAL that replication slots keep, failures of archiving. On a standby: whether it receives, and how far it is behind. Skipped where none of it is in use.',
  },
  sources: [
    'https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-REPLICATION-VIEW',
    'https://www.postgresql.org/docs/current/view-pg-replication-slots.html',
  ],
  level: 1,
  params,
  messages,
  measures: {
    lag: { ja: 'スタンバイの遅れ', en: 'Lag of the standby' },
    lagTime: { ja: '再生の遅れ', en: 'Replay lag' },
    retained: { ja: 'スロットが溜めた WAL', en: 'WAL kept by the slot' },
  },
  probes: () => ({ db: sql(replicationStatements) }),
  parse: parseReplication,
  evaluate: (facts, params) => {
    const { server, slots, standbys, archiver } = facts;
    const inUse = server.standby || server.archive !== 'off' || slots.length + standbys.length > 0;
    if (!inUse && params.standbys === 0) {
      return { findings: [], skipped: { id: 'none', args: {} } };
    }
    const findings = [
      ...(server.standby ? judgeStandby(facts, params) : []),
      ...judgeStandbys(facts, params),
      ...slots.flatMap((slot) => judgeSlot(slot, params)),
    ];
    if (archiver.failing && server.archive !== 'off') {
      const { failed, wal, failed_at: failedAt, archived_at: archivedAt } = archiver;
      const args = { failed, wal, failedAt: failedAt ?? '-', archivedAt: archivedAt ?? '-' };
      findings.push(finding('archiver', 'critical', 'archiver', args, 'remedy-archiver'));
    }
    return {
      findings,
      measurements: [
        ...standbys.map(({ application, lag_bytes }) => ({
          name: 'lag',
          object: application,
          value: lag_bytes,
          unit: 'bytes' as const,
        })),
        ...slots.map(({ name, retained }) => ({
          name: 'retained',
          object: name,
          value: retained,
          unit: 'bytes' as const,
        })),
        ...(server.standby && server.replay_seconds !== null
          ? [{ name: 'lagTime', value: server.replay_seconds, unit: 'seconds' as const }]
          : []),
      ],
    };
  },
});

function judgeStandbys({ standbys }: ReplicationFacts, params: Params): Found[] {
  const { lagSeconds, lagMiB } = params;
  const streaming = standbys.filter(({ state }) => state === 'streaming');
  const late = standbys.flatMap(({ application, address, state, lag_bytes, lag_seconds }) => {
    if (lag_bytes < lagMiB * mebibyte && lag_seconds < lagSeconds) return [];
    const name = `${application} (${address})`;
    const args = {
      name,
      lagBytes: lag_bytes,
      seconds: Math.round(lag_seconds),
      state: state ?? '',
    };
    return [finding(`standby:${application}`, 'warning', 'lag', args, 'remedy-standby')];
  });
  if (streaming.length >= params.standbys) return late;
  const args = { count: streaming.length, expected: params.standbys };
  return [finding('standbys', 'critical', 'standbys', args, 'remedy-standby'), ...late];
}

function judgeStandby({ server }: ReplicationFacts, { lagSeconds }: Params): Found[] {
  const { receiver, paused, replay_seconds } = server;
  const findings: Found[] = [];
  if (receiver !== 'streaming') {
    const args = { state: receiver ?? '-' };
    findings.push(finding('receiver', 'critical', 'receiver', args, 'remedy-receiver'));
  }
  if (paused) findings.push(finding('replay', 'warning', 'paused', {}, 'remedy-replay'));
  else if (replay_seconds !== null && replay_seconds >= lagSeconds) {
    const args = { seconds: Math.round(replay_seconds), limit: lagSeconds };
    findings.push(finding('replay', 'warning', 'replay', args, 'remedy-replay'));
  }
  return findings;
}

function judgeSlot(
  { name, active, status, retained, reason }: ReplicationFacts['slots'][number],
  { retainedMiB, retainedCriticalMiB }: Params,
): Found[] {
  const key = `slot:${name}`;
  if (status === 'lost' || reason !== '') {
    const args = { name, state: reason || status };
    return [finding(key, 'critical', 'slot-lost', args, 'remedy-slot')];
  }
  if (retained < retainedMiB * mebibyte) return [];
  const critical = retained >= retainedCriticalMiB * mebibyte;
  const limitBytes = (critical ? retainedCriticalMiB : retainedMiB) * mebibyte;
  const args = { name, retainedBytes: retained, limitBytes };
  const id = active ? 'slot-behind' : 'slot-idle';
  return [finding(key, critical ? 'critical' : 'warning', id, args, 'remedy-slot')];
}
