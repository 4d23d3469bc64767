// What rules would have made of lines that were written before: judged as the tails judge them, counted, and forgotten.
import type { Clock } from '../../core/clock.ts';
import {
  COUNTED,
  type GrowingCounts,
  hitsOf,
  noCounts,
  type RuleCounts,
  sumOfCounts,
} from '../../core/flood/rule-counts.ts';
import type { FloodChange } from '../../core/lines/flood-state.ts';
import type { LineBatch } from '../../core/lines/line-batch.ts';
import type { Origin } from '../../core/lines/origin.ts';
import { wholeMillisecondsOf } from '../../core/lines/stamp.ts';
import type { EventLimit } from '../flood/token-bucket.ts';
import type { WitnessedHit } from '../judge/hit-witness.ts';
import { LineJudge } from '../judge/line-judge.ts';
import { HitSteps, type Span } from './hit-steps.ts';
import { KeptLines } from './kept-lines.ts';
import { placeOfTried, snapshotOfTried, type TriedRule } from './tried-rules.ts';

export interface BacktestOptions {
  readonly rules: readonly TriedRule[];
  readonly span: Span;
  readonly limit: EventLimit;
  readonly clock: Pick<Clock, 'now'>;
  /** Of the lines that became events so many are kept, and of those that were held back as many. */
  readonly mostLines: number;
}

/** Takes the lines of one container, in order. */
export interface BacktestOrigin {
  lines(batch: LineBatch): void;
}

/** Nothing of it is shared with the tails but their code: its flood control begins with nothing, and its counts are its own. */
export class Backtest {
  readonly steps: HitSteps;
  readonly kept: KeptLines;
  /** By the place of each rule in the list that was given. */
  readonly counts: readonly RuleCounts[];
  readonly #counts: readonly GrowingCounts[];
  readonly #judge: LineJudge;

  constructor({ rules, span, limit, clock, mostLines }: BacktestOptions) {
    this.steps = new HitSteps(span);
    this.kept = new KeptLines(mostLines);
    this.#counts = rules.map(() => noCounts());
    this.counts = this.#counts;
    this.#judge = new LineJudge({ rules: { current: snapshotOfTried(rules) }, limit, clock });
  }

  /** Of all rules together. */
  get totals(): { readonly hits: number; readonly events: number } {
    const sum = sumOfCounts(this.#counts);
    return { hits: hitsOf(sum), events: sum.admitted };
  }

  open(origin: Origin): BacktestOrigin {
    const judge = this.#judge.open(origin, undefined, (hit) => this.#see(hit));
    return {
      lines: (batch) => {
        judge.judge(origin, batch);
        this.#count(judge.takeFlood());
      },
    };
  }

  #see(hit: WitnessedHit): void {
    const { batch, line } = hit;
    const atMs = wholeMillisecondsOf({ seconds: batch.seconds[line] ?? 0, nanos: batch.nanos[line] ?? 0 });
    this.steps.add(atMs, hit.decision === 'admitted');
    this.kept.add(hit, placeOfTried(hit.rule.id));
  }

  #count({ counts }: Pick<FloodChange, 'counts'>): void {
    for (const [ruleId, more] of counts) {
      const so = this.#counts[placeOfTried(ruleId)];
      if (so) for (const what of COUNTED) so[what] += more[what];
    }
  }
}
