// Events of the server as they come, for as long as a page wants them. The browser goes on by itself where a connection broke; where the server refused one, it is tried again here.
import type { Clock } from '../../src/core/clock.ts';
import type { PathOf } from '../api/operation.ts';
import type { Event } from '../api/shapes.ts';
import { hearEvents } from './hear-events.ts';

export interface StreamListener {
  /** Oldest first. Called a few times a second at most, however many come. */
  events(events: readonly Event[]): void;
  /** Some will not come: what is shown has to be read anew. */
  missed(): void;
  /** Does the server answer? */
  connected(isConnected: boolean): void;
}

export interface EventStreamOptions {
  readonly open: (url: string) => EventSource;
  readonly clock: Pick<Clock, 'sleep'>;
  readonly untilVisible: (signal: AbortSignal) => Promise<void>;
  /** Resolves while the server knows who asks, and when the signal aborts. */
  readonly untilKnown: (signal: AbortSignal) => Promise<void>;
}

const URL = '/api/events/stream' satisfies PathOf<'GET'>;
const GATHER_MS = 250;
const AGAIN_MS = 5_000;
/** More than this at once are too many to be told one by one. */
const MOST_AT_ONCE = 5_000;

/** Follows the stream until the signal aborts. It never rejects. */
export async function followEvents(
  listener: StreamListener,
  options: EventStreamOptions,
  stop: AbortSignal,
): Promise<void> {
  while (!stop.aborted) {
    await followOnce(listener, options, stop);
    listener.connected(false);
    await options.clock.sleep(AGAIN_MS, stop);
    await options.untilKnown(stop);
    // Whatever came meanwhile was not heard.
    if (!stop.aborted) listener.missed();
  }
}

/** Until the browser gives up, or the signal aborts. */
async function followOnce(
  listener: StreamListener,
  { open, clock, untilVisible }: EventStreamOptions,
  stop: AbortSignal,
): Promise<void> {
  const source = open(URL);
  const over = new AbortController();
  let came: Event[] = [];
  let isTooMuch = false;
  source.onopen = () => listener.connected(true);
  source.onerror = () => {
    listener.connected(false);
    if (source.readyState === source.CLOSED) over.abort();
  };
  const hear = hearEvents<'GET /api/events/stream'>(source);
  hear('event', ({ data }) => {
    if (came.length >= MOST_AT_ONCE) isTooMuch = true;
    if (!isTooMuch) came.push(data);
  });
  hear('missed', () => listener.missed());
  const end = AbortSignal.any([stop, over.signal]);
  while (!end.aborted) {
    await untilVisible(end);
    if (isTooMuch) listener.missed();
    else if (came.length > 0) listener.events(came);
    [came, isTooMuch] = [[], false];
    await clock.sleep(GATHER_MS, end);
  }
  source.close();
}
