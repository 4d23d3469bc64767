// One connection to an engine: hears its events, lists its containers, and ends when either fails.
import type { Clock } from '../../../core/clock.ts';
import type { Stamp } from '../../../core/lines/stamp.ts';
import type { EngineClient } from '../engine/engine-client.ts';
import type { EngineFault } from '../engine/faults/engine-fault.ts';
import type { ContainerNews } from '../reader/container-news.ts';
import { parseContainerList } from './containers/container-facts.ts';
import { EventSubscription } from './events/event-subscription.ts';
import { Inquiry } from './inquiry.ts';
import type { EngineLife } from './life/engine-life.ts';
import type { Roster } from './roster/roster.ts';
import { Silence } from './silence.ts';
import { Wakeup } from './wakeup.ts';

/** The list is a safety net while events come. */
const LIST_EVERY_MS = 60_000;
/** However much there is to doubt, no list follows on another sooner. */
const LIST_AGAIN_MS = 1_000;
/** For the list to show what no event could tell, the events must be open before; but some engines say so only with the first event. */
const OPEN_WITHIN_MS = 1_000;
/** Whoever refuses events may have been told to let them through. */
const TRY_EVENTS_EVERY_MS = 60_000;
const SHORT_MS = 1_000;

export interface ConnectionTools<Reader extends ContainerNews> {
  readonly client: EngineClient;
  readonly roster: Roster<Reader>;
  readonly life: EngineLife;
  readonly clock: Pick<Clock, 'monotonic' | 'sleep'>;
  readonly pollSeconds: number;
  readonly news: ConnectionNews;
}

export interface ConnectionNews {
  /** The containers are about to be told of for the first time by this connection. */
  reached(): void;
  listed(how: { readonly state: 'live' | 'polling'; readonly note: string | undefined }): void;
  /** All containers of a list were told of, those too about which the engine had to be asked more. */
  toldOfAll(): void;
  eventsMissed(count: number): void;
  eventUnreadable(): void;
}

export type ConnectionEnd =
  | { readonly why: 'stopped' }
  /** The engine is out of reach, or does not do what it must. */
  | { readonly why: 'failed'; readonly fault: EngineFault }
  /** Only the stream of events has ended. `wasOfUse`: it stayed open for a while, or told something new. */
  | { readonly why: 'events_over'; readonly fault: EngineFault | undefined; readonly wasOfUse: boolean };

export class EngineConnection<Reader extends ContainerNews> {
  readonly #tools: ConnectionTools<Reader>;
  readonly #wakeup: Wakeup;
  readonly #inquiry: Inquiry<Reader>;
  readonly #silence: Silence;
  #last: Stamp | undefined;
  #events: EventSubscription | undefined;
  /** When events were asked for last, or decided against. */
  #askedAt = 0;
  #listedAt: number | undefined;
  /** Since the list before, the stream of events was open. */
  #hadEvents = false;
  #mustList = false;

  /** `last` is the last event that any connection has heard. */
  constructor(tools: ConnectionTools<Reader>, last: Stamp | undefined) {
    this.#tools = tools;
    this.#wakeup = new Wakeup(tools.clock);
    this.#inquiry = new Inquiry(tools);
    this.#silence = new Silence(tools);
    this.#last = last;
  }

  get last(): Stamp | undefined {
    return this.#events?.last ?? this.#last;
  }

  /** `withEvents: false` begins without, where they have ended at once again and again. Never rejects. */
  async run(options: { readonly withEvents: boolean }, signal: AbortSignal): Promise<ConnectionEnd> {
    const { client, roster, life, clock } = this.#tools;
    this.#askedAt = clock.monotonic();
    if (options.withEvents) this.#subscribe();
    else {
      roster.connected(client.now(), this.#last);
      life.connected(undefined);
    }
    try {
      while (!signal.aborted) {
        const end = await this.#round(signal);
        if (end) return end;
        await this.#wakeup.pause(Math.min(this.#restMs(), this.#silence.leftMs), signal);
      }
      return { why: 'stopped' };
    } finally {
      this.#unsubscribe();
    }
  }

  async #round(signal: AbortSignal): Promise<ConnectionEnd | undefined> {
    const { clock, roster, news } = this.#tools;
    const isWithout = this.#events === undefined || this.#events.state.is === 'refused';
    if (isWithout && clock.monotonic() - this.#askedAt >= TRY_EVENTS_EVERY_MS) this.#subscribe();
    if (this.#events?.state.is === 'opening') await this.#wakeup.pause(OPEN_WITHIN_MS, signal);
    if (this.#events?.state.is === 'over')
      return { why: 'events_over', fault: this.#events.state.fault, wasOfUse: this.#wasOfUse(this.#events) };
    const fault = this.#isListDue() ? await this.#list(signal) : undefined;
    if (signal.aborted) return { why: 'stopped' };
    if (fault) return { why: 'failed', fault };
    await this.#inquiry.askAround(signal);
    if (this.#listedAt !== undefined && !roster.isInTheDark) news.toldOfAll();
    await this.#inquiry.askForEnds(this.#events?.state.is === 'open', signal);
    const silence = await this.#silence.faultOf(signal);
    return silence && !signal.aborted ? { why: 'failed', fault: silence } : undefined;
  }

  #wasOfUse({ hasNews, isNonsense }: EventSubscription): boolean {
    if (isNonsense) return false;
    return hasNews || this.#tools.clock.monotonic() - this.#askedAt >= SHORT_MS;
  }

  #subscribe(): void {
    const { client, roster, life, clock, news } = this.#tools;
    this.#unsubscribe();
    this.#askedAt = clock.monotonic();
    roster.connected(client.now(), this.#last);
    this.#events = new EventSubscription(
      client,
      { last: this.#last, watchedUntil: roster.span?.until, now: client.now() },
      {
        event: (event) => {
          this.#silence.broken();
          roster.event(event);
          life.event(event);
          if (roster.hasDoubts || roster.isInTheDark || life.hasUnasked) this.#wakeup.wake();
        },
        unreadable: () => {
          news.eventUnreadable();
          this.#mustList = true;
          this.#wakeup.wake();
        },
        changed: () => {
          this.#hadEvents = false;
          this.#mustList = true;
          this.#wakeup.wake();
        },
      },
    );
    life.connected(this.#events.since);
  }

  #unsubscribe(): void {
    this.#events?.close();
    this.#last = this.last;
    this.#events = undefined;
    this.#hadEvents = false;
  }

  /** Why it failed; undefined when it did not. */
  async #list(signal: AbortSignal): Promise<EngineFault | undefined> {
    const { client, roster, life, clock, news } = this.#tools;
    const isAfterGap = this.#listedAt === undefined;
    const terms = { mark: roster.mark, now: client.now(), hadEvents: this.#hadEvents };
    this.#mustList = false;
    life.listing();
    this.#hadEvents = this.#events?.state.is === 'open';
    const answer = await client.getJson('/containers/json?all=1', signal);
    if (!answer.ok) return answer.fault;
    const seen = parseContainerList(answer.body);
    if (seen === undefined)
      return { kind: 'protocol', words: 'The engine answers GET /containers/json with no list of containers.' };
    if (isAfterGap) news.reached();
    const missed = roster.list(seen, { ...terms, isAfterGap: isAfterGap && this.#events?.isGapless !== true });
    life.wasWatchedUntil(roster.watchedBefore);
    life.listed(seen, terms.now);
    this.#listedAt = clock.monotonic();
    this.#silence.broken();
    news.listed(this.#how());
    if (missed > 0) this.#distrust(missed);
    return undefined;
  }

  /** The stream of events looks open and tells nothing: it is asked for anew. */
  #distrust(missed: number): void {
    this.#tools.news.eventsMissed(missed);
    this.#subscribe();
  }

  #how(): { readonly state: 'live' | 'polling'; readonly note: string | undefined } {
    const { pollSeconds } = this.#tools;
    const state = this.#events?.state;
    if (state?.is === 'open' || state?.is === 'over') return { state: 'live', note: undefined };
    const reasons = {
      refused: state?.is === 'refused' ? state.fault.words : '',
      opening: 'The engine has not begun its stream of events yet.',
      none: 'The engine ends its stream of events as soon as it is open, or sends what are none.',
    };
    return {
      state: 'polling',
      note: `Containers are found by listing every ${pollSeconds} s. ${reasons[state?.is ?? 'none']}`,
    };
  }

  #isListDue(): boolean {
    return this.#restMs() <= 0;
  }

  /** Until the next list is due. */
  #restMs(): number {
    const { clock, pollSeconds, roster } = this.#tools;
    if (this.#listedAt === undefined) return 0;
    const isDoubtful = this.#mustList || roster.hasDoubts;
    const every = this.#events?.state.is === 'open' ? LIST_EVERY_MS : Math.min(pollSeconds * 1000, LIST_EVERY_MS);
    return this.#listedAt + (isDoubtful ? Math.min(LIST_AGAIN_MS, every) : every) - clock.monotonic();
  }
}
