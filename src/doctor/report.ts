import type { Finding } from '../core/finding.ts';
import type { Verdict } from '../core/severity.ts';
import type { RuleState } from './judge.ts';
import type { HelperState } from './judge-helpers.ts';

/** What `teiki doctor --json` prints: `{ schema: "teiki.doctor/1", hosts: HostReport[] }`. */
export interface HostReport {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  /** As configured; `login` has what the host says. */
  readonly user: string;
  readonly runbooks: readonly string[];
  readonly reachable: boolean;
  readonly verdict: Verdict;
  /** Absent when the host could not be reached or its shell did not answer. */
  readonly login?: LoginReport;
  readonly findings: readonly Finding[];
}

export interface LoginReport {
  readonly user: string;
  readonly uid: number;
  readonly shell: string;
  readonly groups: readonly string[];
  /** `ID VERSION_ID` of os-release(5). */
  readonly system: string;
  readonly kernel: string;
  readonly clockAheadSeconds: number;
  readonly tools: readonly { readonly tool: string; readonly present: boolean }[];
  readonly sudo: readonly { readonly argv: readonly string[]; readonly state: RuleState }[];
  readonly helpers: readonly { readonly path: string; readonly state: HelperState }[];
  readonly tunnels: readonly TunnelReport[];
}

export interface TunnelReport {
  readonly target: string;
  readonly state: 'open' | 'closed' | 'forbidden';
}
