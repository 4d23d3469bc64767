// Flood control of one origin: the fixed order in which it is asked whether a hit becomes an event, and what is remembered of it.
import type { Decision, Suppression } from '../../core/flood/decision.ts';
import { type GrowingCounts, noCounts } from '../../core/flood/rule-counts.ts';
import type {
  BucketLevel,
  FloodChange,
  FloodStanding,
  RuleFloodStanding,
  SavedFlood,
  SettledEvent,
} from '../../core/lines/flood-state.ts';
import type { Stamp } from '../../core/lines/stamp.ts';
import { type FloodRule, isMuted } from './flood-rule.ts';
import { RuleStanding } from './rule-standing.ts';
import { type EventLimit, holdsToken, refilled, withoutToken } from './token-bucket.ts';

export type Verdict =
  | { readonly decision: 'admitted'; readonly suppressed: number }
  | { readonly decision: Suppression };

interface KnownRule {
  readonly standing: RuleStanding;
  /** What is counted since the last change was taken; undefined while it had no hit since then. */
  counts: GrowingCounts | undefined;
}

/** A line that is earlier by more than this tells that a clock was set back. */
const LATE_SECONDS = 2;

const FIRST_EPOCH = 1;

/**
 * Sees every line of an origin in order, and of each line the hits in the order of their rules' severity. No clock is read:
 * the same lines lead to the same decisions, whenever and however often they are read.
 */
export class OriginFlood {
  readonly #limit: EventLimit;
  readonly #rules = new Map<string, KnownRule>();
  /** Flood time: the newest time of a line in this epoch. Two numbers, as most lines are only passed over. */
  #seconds: number;
  #nanos: number;
  #lineSeconds = 0;
  #lineNanos = 0;
  #epoch: number;
  #bucket: BucketLevel | undefined;
  /** Had a hit since the last change was taken. */
  #touched = new Map<string, KnownRule>();
  #counts = new Map<string, GrowingCounts>();
  #settled: SettledEvent[] = [];
  #forgotten = new Set<string>();

  constructor(limit: EventLimit, saved?: SavedFlood) {
    this.#limit = limit;
    this.#seconds = saved?.standing.time?.seconds ?? Number.NEGATIVE_INFINITY;
    this.#nanos = saved?.standing.time?.nanos ?? 0;
    this.#epoch = saved?.standing.epoch ?? FIRST_EPOCH;
    this.#bucket = saved?.standing.bucket;
    for (const [id, rule] of saved?.rules ?? [])
      this.#rules.set(id, { standing: new RuleStanding(this.#epoch, rule), counts: undefined });
  }

  /** The next line has this time. */
  begin(seconds: number, nanos: number): void {
    this.#lineSeconds = seconds;
    this.#lineNanos = nanos;
    const ahead = seconds - this.#seconds || nanos - this.#nanos;
    if (ahead < 0) {
      const isLeap = (this.#seconds - seconds - LATE_SECONDS || this.#nanos - nanos) > 0;
      if (!isLeap) return;
      this.#beginEpoch();
    }
    this.#seconds = seconds;
    this.#nanos = nanos;
  }

  /** What would become of a hit of the line. Nothing changes by asking. */
  consider(rule: FloodRule): Decision {
    return this.#consider(rule, this.#knownOf(rule).standing, this.#time);
  }

  /** Decides a hit of the line; admitted, it is the event with this key. */
  decide(rule: FloodRule, event: () => string): Verdict {
    const time = this.#time;
    const known = this.#knownOf(rule);
    const { standing } = known;
    const decision = this.#consider(rule, standing, time);
    known.counts ??= this.#touch(rule, known);
    known.counts[decision]++;
    if (decision !== 'admitted') {
      standing.holdBack(rule, time, this.#lineTime);
      return HELD_BACK[decision];
    }
    this.#takeToken(time);
    this.#settle(standing);
    return { decision, suppressed: standing.admit(time, event()) };
  }

  /** The rule's pattern matched the line, and so did its exclude pattern: that is no hit, it is only counted. */
  exclude(ruleId: string): void {
    this.#countsOf(ruleId).excluded++;
  }

  /** Forgets the rules that are no more. */
  keepOnly(isKept: (ruleId: string) => boolean): void {
    for (const [id, { standing }] of this.#rules) {
      if (isKept(id)) continue;
      this.#settle(standing);
      this.#rules.delete(id);
      this.#touched.delete(id);
      this.#forgotten.add(id);
    }
  }

  /** All that is remembered. */
  get saved(): SavedFlood {
    return { standing: this.#standing, rules: savedOf(this.#rules) };
  }

  /** What is new since this was called last. */
  takeChange(): FloodChange {
    const rules = savedOf(this.#touched);
    for (const known of this.#touched.values()) known.counts = undefined;
    const [counts, settled, forgotten] = [this.#counts, this.#settled, [...this.#forgotten]];
    [this.#touched, this.#counts] = [new Map(), new Map()];
    [this.#settled, this.#forgotten] = [[], new Set()];
    return { standing: this.#standing, rules, counts, settled, forgotten };
  }

  get #standing(): FloodStanding {
    const time = this.#seconds === Number.NEGATIVE_INFINITY ? undefined : this.#time;
    return { time, epoch: this.#epoch, bucket: this.#bucket };
  }

  get #time(): Stamp {
    return { seconds: this.#seconds, nanos: this.#nanos };
  }

  get #lineTime(): Stamp {
    return { seconds: this.#lineSeconds, nanos: this.#lineNanos };
  }

  #consider(rule: FloodRule, standing: RuleStanding, time: Stamp): Decision {
    if (!standing.reachesThreshold(rule, time)) return 'threshold';
    if (rule.mutes.length > 0 && isMuted(rule, this.#lineTime)) return 'muted';
    if (!standing.hasCooledDown(rule, time)) return 'cooldown';
    return this.#hasRoom(time) ? 'admitted' : 'rate_limit';
  }

  #beginEpoch(): void {
    this.#epoch++;
    this.#bucket = undefined;
  }

  #knownOf({ id }: FloodRule): KnownRule {
    const known = this.#rules.get(id);
    known?.standing.enter(this.#epoch);
    return known ?? { standing: new RuleStanding(this.#epoch), counts: undefined };
  }

  #touch({ id }: FloodRule, known: KnownRule): GrowingCounts {
    this.#rules.set(id, known);
    this.#touched.set(id, known);
    return this.#countsOf(id);
  }

  #hasRoom(time: Stamp): boolean {
    return this.#limit.perMinute === 0 || holdsToken(refilled(this.#bucket, time, this.#limit));
  }

  #takeToken(time: Stamp): void {
    if (this.#limit.perMinute > 0) this.#bucket = withoutToken(refilled(this.#bucket, time, this.#limit));
  }

  /** No more will be held back behind its last event. */
  #settle(standing: RuleStanding): void {
    const settled = standing.behindLastEvent;
    if (settled) this.#settled.push(settled);
  }

  #countsOf(ruleId: string): GrowingCounts {
    const counts = this.#counts.get(ruleId) ?? noCounts();
    this.#counts.set(ruleId, counts);
    return counts;
  }
}

const savedOf = (rules: Iterable<readonly [string, KnownRule]>): ReadonlyMap<string, RuleFloodStanding> =>
  new Map([...rules].map(([id, { standing }]) => [id, standing.saved]));

const HELD_BACK: Readonly<Record<Suppression, Verdict>> = {
  threshold: { decision: 'threshold' },
  muted: { decision: 'muted' },
  cooldown: { decision: 'cooldown' },
  rate_limit: { decision: 'rate_limit' },
};
