// One person's view of a container's lines: the last ones, then each as it comes, by requests of its own beside the tail's.
import { BOTH_STREAMS } from '../../../core/lines/line-batch.ts';
import type { Stamp } from '../../../core/lines/stamp.ts';
import { Backoff } from '../../../net/backoff.ts';
import { logPath } from '../engine/log-path.ts';
import { type Inspected, inspect } from '../reader/inspection.ts';
import { behindPath, findLine, type Place } from './find-line.ts';
import { HistoryView } from './history-view.ts';
import { type LineId, parseLineId } from './line-id.ts';
import { LivePass, type LivePassOptions, type PassEnd } from './live-pass.ts';
import type { LiveViewOptions } from './live-view-options.ts';

/** A container that does not run is looked at so often. */
const LOOK_AGAIN_MS = 2_000;
/** So often it is read once more after its end: old engines are late with the last lines. */
const READS_AFTER_END = 2;
const AGAIN = { firstMs: 250, mostMs: 15_000 } as const;
/** A stream that ends within this time without a line was of no use. */
const SHORT_MS = 1_000;
/** So many records may be written between the look for a line and the request for what is behind it; the first try, and the second. */
const SPARE_RECORDS = [1_000, 20_000] as const;

/** Where the next request begins. */
type From =
  | { readonly at: 'newest'; readonly tail: number }
  | { readonly at: 'moment'; readonly moment: Stamp }
  | { readonly at: 'behind'; readonly line: LineId };

type Seen = Extract<Inspected, { readonly ok: true }>;

/** Resolves when the container is gone or nobody looks any more. */
export function followLive(options: LiveViewOptions): Promise<void> {
  return new LiveView(options).run();
}

class LiveView {
  readonly #options: LiveViewOptions;
  readonly #pace: Backoff;
  #from: From;
  /** Where the engine's stream is no good for lines. */
  readonly #history: HistoryView | undefined;
  /** The run of the container that has ended, and how often it was read since. */
  #ended: { readonly run: string; reads: number } | undefined;
  /** How often in a row more was written than was allowed for. */
  #tooLittle = 0;

  constructor(options: LiveViewOptions) {
    this.#options = options;
    this.#pace = new Backoff({ ...AGAIN, random: options.random });
    const line = options.after === undefined ? undefined : parseLineId(options.after);
    if (options.manner.linesCome === 'in_the_history') this.#history = new HistoryView(options, line);
    this.#from = line ? { at: 'behind', line } : { at: 'newest', tail: options.tail };
  }

  async run(): Promise<void> {
    const { sink, signal, client, containerId } = this.#options;
    while (!signal.aborted) {
      const seen = await inspect(client, containerId, signal);
      const end = seen.ok ? await this.#round(seen) : ({ how: 'failed', fault: seen.fault } as const);
      if (signal.aborted) return;
      if (end.how !== 'failed') continue;
      if (end.fault.status === 404) return sink.gone();
      // Proxies cut streams every few minutes: that alone is not worth a word.
      if (this.#pace.failures > 0) sink.state('failed', end.fault.message ?? end.fault.words);
      await this.#wait(this.#pace.next());
    }
  }

  async #round(seen: Seen): Promise<PassEnd> {
    if (seen.isRunning) {
      this.#ended = undefined;
      return this.#follow();
    }
    const run = seen.startedAt ?? '';
    if (this.#ended?.run !== run) this.#ended = { run, reads: 0 };
    const isLeftAlone = seen.isRemovedAtEnd && this.#options.manner.removalIsFragile;
    if (!isLeftAlone && this.#ended.reads < READS_AFTER_END) {
      const end = await this.#read(false);
      if (end.how !== 'complete') return end;
      this.#ended.reads++;
      this.#pace.succeeded();
    }
    this.#options.sink.state('ended');
    await this.#wait(LOOK_AGAIN_MS);
    return { how: 'complete' };
  }

  async #follow(): Promise<PassEnd> {
    const { clock } = this.#options;
    const [started, from] = [clock.monotonic(), this.#from];
    const end = await this.#read(true);
    const wasShort = clock.monotonic() - started < SHORT_MS && this.#from === from;
    if (!wasShort) this.#pace.succeeded();
    else if (end.how === 'complete') await this.#wait(this.#pace.next());
    return end;
  }

  async #read(isRunning: boolean): Promise<PassEnd> {
    if (this.#history) return isRunning ? this.#history.follow() : this.#history.look({ isRunning });
    if (this.#from.at !== 'behind') return this.#readFrom(isRunning, this.#from);
    const { containerId, signal } = this.#options;
    const { line } = this.#from;
    const place = await findLine(this.#options, { containerId, line, signal });
    if ('how' in place) return place;
    if (place.is !== 'found') return this.#readAfterGap(isRunning, line, place.is);
    if (place.behind === 0 && !isRunning) return { how: 'complete' };
    return this.#readBehind(isRunning, line, place);
  }

  async #readFrom(isRunning: boolean, from: Exclude<From, { readonly at: 'behind' }>): Promise<PassEnd> {
    const { client, containerId } = this.#options;
    const path = logPath(containerId, {
      follow: isRunning,
      streams: BOTH_STREAMS,
      since: from.at === 'moment' ? from.moment : undefined,
      tail: from.at === 'newest' ? from.tail : undefined,
    });
    const now = client.now();
    const { end, pass } = await this.#show({ path, isRunning, behind: undefined, within: 0 });
    // No line came: what is written from here on until the next request has to be part of that.
    if (from.at === 'newest' && pass.wasOpened && pass.last === undefined) this.#from = { at: 'moment', moment: now };
    return end;
  }

  #readAfterGap(isRunning: boolean, line: LineId, why: 'absent' | 'far'): Promise<PassEnd> {
    const { sink, tail } = this.#options;
    sink.gap(why === 'far' ? 'too_many' : 'rotated');
    this.#from = why === 'far' ? { at: 'newest', tail } : { at: 'moment', moment: line.stamp };
    return this.#readFrom(isRunning, this.#from);
  }

  async #readBehind(
    isRunning: boolean,
    line: LineId,
    place: Extract<Place, { readonly is: 'found' }>,
  ): Promise<PassEnd> {
    const spare = SPARE_RECORDS[this.#tooLittle];
    const tail = spare === undefined ? undefined : Math.max(place.tail, place.behind + spare);
    const path = behindPath(this.#options.containerId, { follow: isRunning, line, tail });
    const within = tail === undefined ? Number.POSITIVE_INFINITY : tail - place.behind;
    const { end } = await this.#show({ path, isRunning, behind: line, within });
    this.#tooLittle = end.how === 'not_within' ? this.#tooLittle + 1 : 0;
    return end;
  }

  async #show(options: Omit<LivePassOptions, 'sink'>) {
    const { sink, signal } = this.#options;
    const pass = new LivePass(this.#options, { ...options, sink });
    const end = await pass.untilEnded(signal);
    if (pass.last) this.#from = { at: 'behind', line: pass.last };
    return { end, pass };
  }

  #wait(milliseconds: number): Promise<void> {
    return this.#options.clock.sleep(milliseconds, this.#options.signal);
  }
}
