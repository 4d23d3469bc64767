// What flood control needs to know of a rule, as it applies to one workload.
import { compareStamps, type Stamp } from '../../core/lines/stamp.ts';
import type { Threshold } from '../../core/rules/rule.ts';

export interface FloodRule {
  readonly id: string;
  readonly cooldownSeconds: number;
  readonly threshold: Threshold | undefined;
  /** Those of the rule, of the workload and of both. */
  readonly mutes: readonly MuteSpan[];
}

/** It holds for lines whose time lies in [from, until). */
export interface MuteSpan {
  readonly from: Stamp;
  readonly until: Stamp;
}

export const isMuted = ({ mutes }: FloodRule, at: Stamp): boolean =>
  mutes.some(({ from, until }) => compareStamps(from, at) <= 0 && compareStamps(at, until) < 0);
