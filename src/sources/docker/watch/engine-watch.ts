// Watches one engine for as long as it is wanted, through all losses of it.
import type { Clock } from '../../../core/clock.ts';
import type { Stamp } from '../../../core/lines/stamp.ts';
import { Backoff } from '../../../net/backoff.ts';
import type { EngineClient } from '../engine/engine-client.ts';
import type { EngineFault } from '../engine/faults/engine-fault.ts';
import type { ContainerNews } from '../reader/container-news.ts';
import { type ConnectionEnd, type ConnectionNews, EngineConnection } from './engine-connection.ts';
import type { EngineStanding } from './engine-standing.ts';
import type { EngineLife } from './life/engine-life.ts';
import type { Roster } from './roster/roster.ts';

const FIRST_WAIT_MS = 250;
const MOST_WAIT_MS = 15_000;
/** What fails after so long a time in reach fails for another reason than before. */
const HEALTHY_MS = 30_000;
/** After so many streams of events that were of no use they are done without for a while. */
const MOST_USELESS = 3;

export interface EngineWatchOptions<Reader extends ContainerNews> {
  readonly client: EngineClient;
  readonly roster: Roster<Reader>;
  readonly life: EngineLife;
  readonly clock: Clock;
  /** From 0 up to 1, as `Math.random` gives it. */
  readonly random: () => number;
  readonly pollSeconds: number;
  readonly standing: EngineStanding;
  /** The last event that an earlier run has heard. */
  readonly lastEvent: Stamp | undefined;
  /** Its containers were listed. */
  readonly onListed: () => void;
  /** All containers that there are were told of. */
  readonly onToldOfAll: () => void;
}

export class EngineWatch<Reader extends ContainerNews> {
  readonly #options: EngineWatchOptions<Reader>;
  readonly #standing: EngineStanding;
  readonly #backoff: Backoff;
  #connection: EngineConnection<Reader> | undefined;
  #last: Stamp | undefined;
  /** Streams of events that were of no use, one behind the other. */
  #useless = 0;
  /** By the monotonic clock: since when it has been in reach. */
  #upSince = 0;
  /** The readers were told that it is lost. */
  #isLossTold = false;

  constructor(options: EngineWatchOptions<Reader>) {
    const { standing, random, lastEvent } = options;
    this.#options = options;
    this.#standing = standing;
    this.#backoff = new Backoff({ firstMs: FIRST_WAIT_MS, mostMs: MOST_WAIT_MS, random });
    this.#last = lastEvent;
  }

  /** The time of the last event that was heard. */
  get last(): Stamp | undefined {
    return this.#connection?.last ?? this.#last;
  }

  /** Resolves soon after the signal aborts; never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const { client } = this.#options;
    this.#standing.begun();
    while (!signal.aborted) {
      const answer = await client.negotiate(signal);
      if (signal.aborted) break;
      if (answer.ok) {
        this.#standing.negotiated(answer.traits);
        await this.#after(await this.#connect(signal), signal);
      } else await this.#failed(answer.fault, signal);
    }
    this.#standing.ended();
  }

  async #connect(signal: AbortSignal): Promise<ConnectionEnd> {
    const connection = new EngineConnection({ ...this.#options, news: this.#news() }, this.#last);
    this.#connection = connection;
    const end = await connection.run({ withEvents: this.#useless < MOST_USELESS }, signal);
    this.#last = connection.last;
    this.#connection = undefined;
    return end;
  }

  #news(): ConnectionNews {
    const { roster, clock, onListed, onToldOfAll } = this.#options;
    return {
      reached: () => {
        if (!this.#standing.isLost) return;
        this.#upSince = clock.monotonic();
        if (this.#isLossTold) roster.engineBack();
        this.#isLossTold = false;
      },
      listed: (how) => {
        this.#standing.listed(how, roster.counts);
        onListed();
      },
      toldOfAll: onToldOfAll,
      eventsMissed: (count) => this.#standing.eventsMissed(count),
      eventUnreadable: () => this.#standing.eventUnreadable(),
    };
  }

  async #after(end: ConnectionEnd, signal: AbortSignal): Promise<void> {
    switch (end.why) {
      case 'stopped':
        return;
      case 'failed':
        await this.#failed(end.fault, signal);
        return;
      case 'events_over': {
        // Proxies cut a quiet stream every few minutes: that alone is no loss of the engine.
        this.#useless = end.wasOfUse ? 0 : this.#useless + 1;
        this.#standing.interrupted(end.fault);
        await this.#options.clock.sleep(this.#options.random() * FIRST_WAIT_MS, signal);
        return;
      }
    }
  }

  async #failed(fault: EngineFault, signal: AbortSignal): Promise<void> {
    const { roster, clock } = this.#options;
    if (!this.#standing.isLost) {
      roster.engineLost();
      this.#isLossTold = true;
      if (clock.monotonic() - this.#upSince >= HEALTHY_MS) this.#backoff.succeeded();
    }
    this.#standing.lost(fault);
    await clock.sleep(this.#backoff.next(), signal);
  }
}
