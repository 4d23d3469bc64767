// Says which of what happens to containers becomes an event: the same flood control as that of lines, with cooldowns and a limit of its own.
import type { Clock } from '../../core/clock.ts';
import type { NewEvent } from '../../core/events/new-event.ts';
import type { Happening, HappeningKind } from '../../core/life/happening.ts';
import type { FloodChange, SavedFlood } from '../../core/lines/flood-state.ts';
import type { Origin } from '../../core/lines/origin.ts';
import { workloadId } from '../../core/lines/workload-id.ts';
import type { LifeOccurrences } from '../../telemetry/occurrences/life.ts';
import { OriginFlood } from '../flood/origin-flood.ts';
import type { EventLimit } from '../flood/token-bucket.ts';
import type { ActiveMutes } from '../snapshot/active-mutes.ts';
import { eventOfHappening, happeningKey } from './event-of-happening.ts';

export interface LifeJudgeOptions {
  /** The mutes that hold; of a snapshot that was not read yet none are known. */
  readonly rules: { readonly current: { readonly mutes: ActiveMutes } | undefined };
  /** What is not wanted becomes no event and is counted as that. */
  readonly kinds: ReadonlySet<HappeningKind>;
  /** Of one kind in one container. */
  readonly cooldownSeconds: number;
  readonly limit: EventLimit;
  /** Tells what is late. It decides nothing. */
  readonly clock: Pick<Clock, 'now'>;
  readonly occurrences: LifeOccurrences;
}

/** Fulfils the tails' port. */
export class LifeJudge {
  readonly #options: LifeJudgeOptions;

  constructor(options: LifeJudgeOptions) {
    this.#options = options;
  }

  open(saved: SavedFlood | undefined): OriginLifeJudge {
    return new OriginLifeJudge(this.#options, new OriginFlood(this.#options.limit, saved));
  }
}

export class OriginLifeJudge {
  readonly #options: LifeJudgeOptions;
  readonly #flood: OriginFlood;

  constructor(options: LifeJudgeOptions, flood: OriginFlood) {
    [this.#options, this.#flood] = [options, flood];
  }

  get saved(): SavedFlood {
    return this.#flood.saved;
  }

  takeFlood(): FloodChange {
    return this.#flood.takeChange();
  }

  judge(origin: Origin, happening: Happening): NewEvent | undefined {
    const { kinds, cooldownSeconds, rules, clock, occurrences } = this.#options;
    const { kind, inOrderAt } = happening;
    if (!kinds.has(kind)) {
      occurrences.happened({ kind, decision: 'off' });
      return undefined;
    }
    // No rule has this id: a mute is about it when it is about the workload.
    const id = `docker ${kind}`;
    const mutes = rules.current?.mutes.spansAbout(id, workloadId(origin)) ?? [];
    this.#flood.begin(inOrderAt.seconds, inOrderAt.nanos);
    const key = happeningKey(origin, happening);
    const verdict = this.#flood.decide({ id, cooldownSeconds, threshold: undefined, mutes }, () => key);
    occurrences.happened({ kind, decision: verdict.decision });
    if (verdict.decision !== 'admitted') return undefined;
    return eventOfHappening({ origin, happening, suppressed: verdict.suppressed, now: clock.now() });
  }
}
