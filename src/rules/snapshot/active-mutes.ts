// The mutes that may still hold for lines that come, found by what they are about.
import { endOfMute, type Mute } from '../../core/rules/mute.ts';

export interface MutableHit {
  readonly ruleId: string;
  readonly workloadId: string;
  /** The line's own time. */
  readonly seconds: number;
  readonly nanos: number;
}

export class ActiveMutes {
  readonly all: readonly Mute[];
  readonly #byTarget: ReadonlyMap<string, readonly Mute[]>;

  constructor(mutes: readonly Mute[]) {
    this.all = Object.freeze([...mutes]);
    this.#byTarget = Map.groupBy(mutes, ({ ruleId, workloadId }) => target(ruleId, workloadId));
  }

  /** The mute that holds back this hit, if any. It is about the very rule that hit: one of a global rule is not one of its overrides. */
  of(hit: MutableHit): Mute | undefined {
    if (this.all.length === 0) return undefined;
    const { ruleId, workloadId } = hit;
    // Whole milliseconds decide as the nanoseconds would: both ends are whole.
    const at = hit.seconds * 1_000 + Math.floor(hit.nanos / 1_000_000);
    return (
      this.#holding(target(ruleId, workloadId), at) ??
      this.#holding(target(ruleId, null), at) ??
      this.#holding(target(null, workloadId), at)
    );
  }

  #holding(key: string, at: number): Mute | undefined {
    return this.#byTarget.get(key)?.find((mute) => mute.from <= at && at < endOfMute(mute));
  }
}

const target = (ruleId: string | null, workloadId: string | null): string => `${ruleId ?? ''} ${workloadId ?? ''}`;
