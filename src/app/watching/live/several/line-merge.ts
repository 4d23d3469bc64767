// Brings what views of several containers show onto one stream, in the order of time. What waits here is bounded: whoever brings more is asked to wait, and the engine keeps it.
import type { Clock } from '../../../../core/clock.ts';
import { until } from '../../../../core/signals/until.ts';
import { shownName } from '../../../../core/text/shown-name.ts';
import type { EventStream } from '../../../../http/event-stream.ts';
import type { LiveOutlet } from '../live-outlet.ts';
import { mergeByTime } from './merge-by-time.ts';
import { inMessages, type MergedItem, type NamedContainer, sizeOf } from './merged-messages.ts';
import type { Positions } from './positions.ts';

/** Lines of several containers come by connections of their own, a little out of order: so long the first of them waits for the others. */
const GATHER_MS = 100;
/** No container that is slow to say anything keeps the others waiting longer. */
const FIRST_WORDS_WITHIN_MS = 2_000;
/** So many characters may wait, and what one read of each connection brings beyond that. */
const MOST_WAITING = 1 << 20;

export interface LineMergeOptions {
  readonly stream: EventStream;
  readonly clock: Clock;
  /** Are kept up to date. */
  readonly positions: Positions;
}

export class LineMerge {
  readonly #options: LineMergeOptions;
  readonly #waiting = new Map<string, MergedItem[]>();
  readonly #unheard = new Set<string>();
  readonly #paused = new Set<() => void>();
  #size = 0;
  #end: string | undefined;
  #changed = Promise.withResolvers<void>();

  constructor(options: LineMergeOptions) {
    this.#options = options;
    options.stream.closed.addEventListener('abort', () => this.#changed.resolve(), { once: true });
  }

  /** Where the view of a container is to show its lines. */
  outletOf(container: NamedContainer): LiveOutlet {
    const take = (item: Omit<MergedItem, 'container'>): void => this.#take({ container, ...item });
    const tell = (event: string, data: object): void =>
      take({ told: { event, data: { container_id: container.id, container: shownName(container.name), ...data } } });
    return {
      line: (line, { id, stamp }) => take({ stamp, position: id, line }),
      passed: (position) => take({ position }),
      gap: (gap) => tell('gap', gap),
      state: (state) => tell('state', state),
      gone: () => tell('state', { state: 'gone', words: null }),
      isBehind: () => this.#size > MOST_WAITING || this.#options.stream.isBehind,
      whenReady: (listener) => {
        this.#paused.add(listener);
        this.#changed.resolve();
      },
    };
  }

  /** What these say first is waited for, so that their past comes in order. To be called before `run`. */
  expect(containers: Iterable<NamedContainer>): void {
    for (const { id } of containers) this.#unheard.add(id);
  }

  /** Closes the stream when everything was sent. */
  end(reason: string): void {
    this.#end = reason;
    this.#changed.resolve();
  }

  /** Sends until the stream ends. */
  async run(): Promise<void> {
    const { stream, clock } = this.#options;
    await this.#firstWords();
    while (!stream.closed.aborted) {
      if (this.#waiting.size > 0 || this.#paused.size > 0) {
        await clock.sleep(GATHER_MS, stream.closed);
        await this.#flush();
      } else if (this.#end === undefined) await this.#change();
      else stream.close(this.#end);
    }
  }

  async #flush(): Promise<void> {
    const items = mergeByTime(this.#waiting.values());
    this.#waiting.clear();
    for (const message of inMessages(items)) {
      await this.#untilTaken();
      if (this.#options.stream.closed.aborted) return;
      this.#send(message);
      for (const item of message) this.#size -= sizeOf(item);
    }
    await this.#untilTaken();
    const paused = [...this.#paused];
    this.#paused.clear();
    for (const resume of paused) resume();
  }

  async #firstWords(): Promise<void> {
    const { stream, clock } = this.#options;
    const over = new AbortController();
    const patience = clock.sleep(FIRST_WORDS_WITHIN_MS, over.signal).then(() => over.abort());
    const { closed } = stream;
    while (this.#unheard.size > 0 && this.#size <= MOST_WAITING && !over.signal.aborted && !closed.aborted)
      await Promise.race([patience, this.#change()]);
    over.abort();
  }

  #take(item: MergedItem): void {
    const { id } = item.container;
    const queue = this.#waiting.get(id);
    if (queue === undefined) this.#waiting.set(id, [item]);
    else queue.push(item);
    this.#unheard.delete(id);
    this.#size += sizeOf(item);
    this.#changed.resolve();
  }

  async #change(): Promise<void> {
    this.#changed = Promise.withResolvers();
    await this.#changed.promise;
  }

  #send(message: readonly MergedItem[]): void {
    const { stream, positions } = this.#options;
    for (const { container, position } of message) if (position !== undefined) positions.moveTo(container.id, position);
    const told = message[0]?.told;
    const lines = message.flatMap(({ container, position, line }) =>
      line === undefined
        ? []
        : [{ container_id: container.id, container: shownName(container.name), id: position, ...line }],
    );
    if (told) stream.send(told);
    else if (lines.length > 0) stream.send({ event: 'lines', id: positions.text, data: { lines } });
    else stream.mark(positions.text);
  }

  /** Until the client has taken enough, or has gone. */
  async #untilTaken(): Promise<void> {
    const { stream } = this.#options;
    if (stream.isBehind) await until((taken) => stream.onceTaken(taken), stream.closed);
  }
}
