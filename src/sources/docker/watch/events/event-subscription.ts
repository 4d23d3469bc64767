// An engine's stream of events, from the request to its end, and what is to be known of it.
import { compareStamps, type Stamp, stampAfter, stampText } from '../../../../core/lines/stamp.ts';
import type { BodySink, EngineClient, EngineStream } from '../../engine/engine-client.ts';
import type { EngineFault } from '../../engine/faults/engine-fault.ts';
import { type ContainerEvent, parseEvent } from './container-event.ts';
import { EventLines } from './event-lines.ts';

export interface EventTaker {
  event(event: ContainerEvent): void;
  /** Something came that is no event, or too long for one. */
  unreadable(): void;
  /** The stream has opened or ended. */
  changed(): void;
}

export type SubscriptionState =
  /** Nothing has come yet, not even headers: some engines send them with the first event. */
  | { readonly is: 'opening' }
  | { readonly is: 'open' }
  /** The engine, or a proxy before it, does not give its events. */
  | { readonly is: 'refused'; readonly fault: EngineFault }
  /** `fault` is undefined when the engine ended it properly. */
  | { readonly is: 'over'; readonly fault: EngineFault | undefined };

/** Events carry the time of what they tell, and are not in the exact order of these times. */
const OVERLAP_MS = 1_000;

/** After so much that is no event the rest is not worth reading. */
const MOST_UNREADABLE = 1_000;

export class EventSubscription {
  readonly #taker: EventTaker;
  readonly #lastBefore: Stamp | undefined;
  readonly #stream: EngineStream;
  /** From here on the engine tells again what it has kept. */
  readonly since: Stamp;
  #state: SubscriptionState = { is: 'opening' };
  #last: Stamp | undefined;
  #isGapless = false;
  #unreadable = 0;

  /** Events come again from the last one on that was heard, as far as the engine has kept them; where none was heard, from the time last watched on; and else from now on. */
  constructor(
    client: Pick<EngineClient, 'stream'>,
    from: { readonly last: Stamp | undefined; readonly watchedUntil: Stamp | undefined; readonly now: Stamp },
    taker: EventTaker,
  ) {
    this.#taker = taker;
    this.#lastBefore = from.last;
    this.#last = from.last;
    const before = from.last ?? from.watchedUntil;
    this.since = before ? stampAfter(before, -OVERLAP_MS) : from.now;
    const filters = encodeURIComponent(JSON.stringify({ type: ['container'] }));
    this.#stream = client.stream(`/events?since=${stampText(this.since)}&filters=${filters}`, this.#sink());
  }

  get state(): SubscriptionState {
    return this.#state;
  }

  /** The time of the latest event that was ever heard. */
  get last(): Stamp | undefined {
    return this.#last;
  }

  /** It has told something that was not heard before. */
  get hasNews(): boolean {
    return this.#last !== this.#lastBefore;
  }

  /** The last event of before has come again, so that the engine had forgotten nothing of what came behind it. */
  get isGapless(): boolean {
    return this.#isGapless;
  }

  /** It was ended because so much of it was no event. */
  get isNonsense(): boolean {
    return this.#unreadable > MOST_UNREADABLE;
  }

  close(): void {
    this.#stream.close();
  }

  #sink(): BodySink {
    const lines = new EventLines({ line: (text) => this.#take(text), tooLong: () => this.#cannotRead() });
    return {
      opened: () => this.#become({ is: 'open' }),
      data: (bytes, from, end) => lines.push(bytes, from, end),
      rested: () => {},
      ended: (end) => {
        if (end.complete) lines.finish();
        if (end.complete) this.#become({ is: 'over', fault: undefined });
        else this.#become({ is: end.fault.status === undefined ? 'over' : 'refused', fault: end.fault });
      },
    };
  }

  #become(state: SubscriptionState): void {
    this.#state = state;
    this.#taker.changed();
  }

  #cannotRead(): void {
    this.#unreadable++;
    this.#taker.unreadable();
    if (!this.isNonsense) return;
    this.#stream.close();
    this.#become({ is: 'over', fault: NONSENSE });
  }

  #take(text: string): void {
    if (this.isNonsense) return;
    const parsed = parseEvent(text);
    if (parsed.about === 'unreadable') this.#cannotRead();
    if (parsed.about !== 'container') return;
    const { at } = parsed.event;
    if (this.#lastBefore && compareStamps(at, this.#lastBefore) === 0) this.#isGapless = true;
    if (this.#last === undefined || compareStamps(at, this.#last) > 0) this.#last = at;
    this.#taker.event(parsed.event);
  }
}

const NONSENSE: EngineFault = {
  kind: 'protocol',
  words: 'What the engine sends as its stream of events is none. See what answers between here and the engine.',
};
