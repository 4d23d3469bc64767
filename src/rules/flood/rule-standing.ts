// How one rule stands in one origin: its cooldown, its window, and what was held back since its last event.
import type { RuleFloodStanding, SettledEvent } from '../../core/lines/flood-state.ts';
import { compareSpan, type Stamp } from '../../core/lines/stamp.ts';
import type { FloodRule } from './flood-rule.ts';
import { HitWindow } from './hit-window.ts';

/** Moments are flood time, but for those that say so. */
export class RuleStanding {
  #epoch: number;
  #lastAdmitted: Stamp | undefined;
  #window: HitWindow | undefined;
  /** Those of the window, while none was needed. */
  #hits: readonly Stamp[];
  #heldBack: number;
  #lastSeen: Stamp | undefined;
  #lastEvent: string | undefined;

  constructor(epoch: number, saved?: RuleFloodStanding) {
    this.#epoch = saved?.epoch ?? epoch;
    this.#lastAdmitted = saved?.lastAdmitted;
    this.#hits = saved?.hits ?? [];
    this.#heldBack = saved?.heldBack ?? 0;
    this.#lastSeen = saved?.lastSeen;
    this.#lastEvent = saved?.lastEvent;
  }

  get saved(): RuleFloodStanding {
    return {
      epoch: this.#epoch,
      lastAdmitted: this.#lastAdmitted,
      hits: this.#window?.hits ?? this.#hits,
      heldBack: this.#heldBack,
      lastSeen: this.#lastSeen,
      lastEvent: this.#lastEvent,
    };
  }

  /** What was held back behind the last event; undefined where nothing was. */
  get behindLastEvent(): SettledEvent | undefined {
    if (this.#lastEvent === undefined || this.#heldBack === 0) return undefined;
    return { heldBack: this.#heldBack, lastSeen: this.#lastSeen, lastEvent: this.#lastEvent };
  }

  /** To be called before it is asked: in another epoch cooldown and window begin anew. */
  enter(epoch: number): void {
    if (epoch === this.#epoch) return;
    this.#epoch = epoch;
    this.#lastAdmitted = undefined;
    this.#forgetHits();
  }

  reachesThreshold(rule: FloodRule, at: Stamp): boolean {
    return this.#windowOf(rule)?.isReachedBy(at) ?? true;
  }

  hasCooledDown({ cooldownSeconds }: FloodRule, at: Stamp): boolean {
    return this.#lastAdmitted === undefined || compareSpan(this.#lastAdmitted, at, cooldownSeconds) >= 0;
  }

  /** Gives how many hits were held back before it. */
  admit(at: Stamp, event: string): number {
    const suppressed = this.#heldBack;
    this.#forgetHits();
    this.#lastAdmitted = at;
    this.#heldBack = 0;
    this.#lastSeen = undefined;
    this.#lastEvent = event;
    return suppressed;
  }

  holdBack(rule: FloodRule, at: Stamp, lineTime: Stamp): void {
    this.#windowOf(rule)?.add(at);
    this.#heldBack++;
    this.#lastSeen = lineTime;
  }

  /** The rule may have got another threshold meanwhile; the hits that are known count for that one. */
  #windowOf({ threshold }: FloodRule): HitWindow | undefined {
    if (this.#window?.threshold !== threshold) {
      this.#hits = this.#window?.hits ?? this.#hits;
      this.#window = threshold && new HitWindow(threshold, this.#hits);
    }
    return this.#window;
  }

  #forgetHits(): void {
    this.#window?.clear();
    this.#hits = [];
  }
}
