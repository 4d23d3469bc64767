// Somebody who looks on while hits are decided: a back-test wants to know of those that become no event, too.
import type { Decision } from '../../core/flood/decision.ts';
import type { LineBatch } from '../../core/lines/line-batch.ts';
import type { Origin } from '../../core/lines/origin.ts';
import type { Rule } from '../../core/rules/rule.ts';

export interface WitnessedHit {
  readonly origin: Origin;
  readonly rule: Rule;
  readonly batch: LineBatch;
  /** Which of the batch. */
  readonly line: number;
  /** Its text as the pattern saw it; valid until the call returns, as the batch is. */
  readonly text: Uint8Array;
  readonly decision: Decision;
}

/** It may not throw. */
export type HitWitness = (hit: WitnessedHit) => void;
