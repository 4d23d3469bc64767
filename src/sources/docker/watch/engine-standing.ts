// Keeps how the watching of an engine stands, and says once what changed.
import type { Clock } from '../../../core/clock.ts';
import type { EngineOccurrences } from '../../../telemetry/occurrences/engine.ts';
import type { EngineTraits } from '../engine/engine-client.ts';
import type { EngineFault } from '../engine/faults/engine-fault.ts';
import { crowdNote } from './crowd-note.ts';
import type { EngineStatus, EngineWatchState } from './engine-status.ts';

/** What the roster knows, and the standing does not. */
type Counts = Pick<EngineStatus, 'watched' | 'excluded' | 'beyond'>;

export class EngineStanding {
  readonly #engine: string;
  readonly #clock: Pick<Clock, 'now' | 'monotonic'>;
  readonly #occurrences: EngineOccurrences;
  #state: EngineWatchState = 'down';
  #since: number;
  /** By the monotonic clock; undefined while it is in reach. */
  #lostAt: number | undefined;
  #lastFault: EngineStatus['lastFault'];
  #traits: EngineTraits | undefined;
  #listedAt: number | undefined;
  #missed = 0;
  #unreadable = 0;
  /** Why containers are looked for in the list. */
  #pollingNote: string | undefined;
  /** What was told last of a loss, so that it is told once. */
  #toldLoss: string | undefined;
  #toldNote: string | undefined;

  constructor(
    engine: string,
    tools: { readonly clock: Pick<Clock, 'now' | 'monotonic'>; readonly occurrences: EngineOccurrences },
  ) {
    this.#engine = engine;
    this.#clock = tools.clock;
    this.#occurrences = tools.occurrences;
    this.#since = tools.clock.now();
  }

  /** What the engine was at the last connection. */
  get traits(): EngineTraits | undefined {
    return this.#traits;
  }

  get isLost(): boolean {
    return this.#lostAt !== undefined;
  }

  /** Also when it is begun anew after a failure of our own: what is out of reach has been so since before. */
  begun(): void {
    this.#lostAt ??= this.#clock.monotonic();
    this.#occurrences.begun({ engine: this.#engine });
  }

  /** It has answered what it is. */
  negotiated(traits: EngineTraits): void {
    this.#traits = traits;
    this.#become('negotiating');
  }

  /** Its containers are known. */
  listed(how: { readonly state: 'live' | 'polling'; readonly note: string | undefined }, counts: Counts): void {
    this.#listedAt = this.#clock.now();
    this.#become(how.state);
    this.#note(how.note);
    if (!this.isLost) return;
    this.#lostAt = undefined;
    this.#toldLoss = undefined;
    const { kind = 'docker', version } = this.#traits ?? {};
    const { watched, excluded } = counts;
    this.#occurrences.watched({ engine: this.#engine, kind, version, watched, excluded });
  }

  lost(fault: EngineFault): void {
    this.#lostAt ??= this.#clock.monotonic();
    this.#lastFault = { at: this.#clock.now(), fault };
    this.#become('down');
    if (this.#toldLoss === fault.words) return;
    this.#toldLoss = fault.words;
    this.#occurrences.lost({ engine: this.#engine, reason: fault.kind, words: fault.words });
  }

  /** Its stream of events has ended: no loss, as long as it can be had again. */
  interrupted(fault: EngineFault | undefined): void {
    if (fault) this.#lastFault = { at: this.#clock.now(), fault };
    this.#become('negotiating');
  }

  eventsMissed(count: number): void {
    this.#missed += count;
    this.#occurrences.eventsMissed({ engine: this.#engine, count });
  }

  eventUnreadable(): void {
    this.#unreadable++;
    this.#occurrences.eventUnreadable({ engine: this.#engine });
  }

  /** What is known of it now says nothing of later. */
  ended(): void {
    this.#lostAt = undefined;
    this.#listedAt = undefined;
    this.#become('down');
    this.#occurrences.ended({ engine: this.#engine });
  }

  status(counts: Counts & Pick<EngineStatus, 'everConnected'>): EngineStatus {
    return {
      engine: this.#engine,
      state: this.#state,
      since: this.#since,
      outOfReachMs: this.#lostAt === undefined ? undefined : this.#clock.monotonic() - this.#lostAt,
      lastFault: this.#lastFault,
      traits: this.#traits,
      listedAt: this.#listedAt,
      eventsMissed: this.#missed,
      eventsUnreadable: this.#unreadable,
      notes: this.#notes(counts.watched),
      ...counts,
    };
  }

  #notes(watched: number): readonly string[] {
    const now = [this.#pollingNote, crowdNote(this.#traits, watched)].filter((note) => note !== undefined);
    return [...now, ...(this.#traits?.notes ?? [])];
  }

  #become(state: EngineWatchState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#since = this.#clock.now();
  }

  #note(note: string | undefined): void {
    this.#pollingNote = note;
    if (note !== undefined && note !== this.#toldNote)
      this.#occurrences.eventsRefused({ engine: this.#engine, words: note });
    this.#toldNote = note;
  }
}
