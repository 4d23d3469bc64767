// The mutes that may still hold for lines that come, found by what they are about.
import type { Mute } from '../../core/rules/mute.ts';

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
}

const target = (ruleId: string | null, workloadId: string | null): string => `${ruleId ?? ''} ${workloadId ?? ''}`;
