// The mutes that may still hold for lines that come, found by what they are about.
import type { Stamp } from '../../core/lines/stamp.ts';
import { endOfMute, type Mute } from '../../core/rules/mute.ts';
import type { MuteSpan } from '../flood/flood-rule.ts';

export class ActiveMutes {
  readonly all: readonly Mute[];
  readonly #byTarget: ReadonlyMap<string, readonly Mute[]>;

  constructor(mutes: readonly Mute[]) {
    this.all = Object.freeze([...mutes]);
    this.#byTarget = Map.groupBy(mutes, ({ ruleId, workloadId }) => target(ruleId, workloadId));
  }

  /** Those of the rule, of the workload, and of both. A mute is about the very rule that hits: one of a global rule is not one of its overrides. */
  about(ruleId: string, workloadId: string): readonly Mute[] {
    if (this.all.length === 0) return this.all;
    return [target(ruleId, null), target(null, workloadId), target(ruleId, workloadId)].flatMap(
      (key) => this.#byTarget.get(key) ?? [],
    );
  }

  /** When these hold, as flood control wants to know it. */
  spansAbout(ruleId: string, workloadId: string): readonly MuteSpan[] {
    return this.about(ruleId, workloadId).map((mute) => ({
      from: stampOf(mute.from),
      until: stampOf(endOfMute(mute)),
    }));
  }
}

const stampOf = (ms: number): Stamp => ({
  seconds: Math.floor(ms / 1_000),
  nanos: (ms - Math.floor(ms / 1_000) * 1_000) * 1_000_000,
});

const target = (ruleId: string | null, workloadId: string | null): string => `${ruleId ?? ''} ${workloadId ?? ''}`;
