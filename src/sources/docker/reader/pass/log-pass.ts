// One request for the lines of a container, from its opening to its end: what comes is held against the cursor, and what is new is handed over.
import type { Stamp } from '../../../../core/lines/stamp.ts';
import type { BodySink, EngineStream } from '../../engine/engine-client.ts';
import type { EngineFault } from '../../engine/faults/engine-fault.ts';
import type { LineReader, LineTaker, RawLine } from '../../lines/raw-line.ts';
import type { KnownRuns } from '../../lines/runs/run-ends.ts';
import type { AnyAdmission } from './admission/admission.ts';
import { Admitting } from './admission/admitting.ts';
import { beginningOf, type FirstSecond } from './counting/first-second.ts';
import { Unfinished } from './ending/unfinished.ts';
import { type FirstLine, isSame, keep } from './first-line.ts';
import { lostBetween } from './lost-between.ts';
import { Ordinals } from './ordinals.ts';
import type { PassEnd, PassOptions, PassResult, PassTools } from './pass-contract.ts';

export class LogPass implements BodySink, LineTaker {
  readonly #tools: PassTools;
  readonly #options: PassOptions;
  readonly #admission: AnyAdmission;
  readonly #admitting: Admitting;
  readonly #stream: EngineStream;
  readonly #settled = Promise.withResolvers<PassResult>();
  readonly #ordinals: Ordinals | undefined;
  readonly #unfinished: Unfinished;
  readonly #since: Stamp | undefined;
  #beginning: FirstSecond | undefined;
  /** The first line that anybody wants has to be this one. */
  #mustBegin: FirstLine | undefined;
  #lines: LineReader | undefined;
  #isOver = false;
  #isLoose = false;
  #wasOpened = false;
  #bytes = 0;
  #reached = 0;
  #taken = 0;
  #firstNew: FirstLine | undefined;
  #engineError: string | undefined;
  /** Made once: it is needed for every line. */
  readonly #judgeNext = (line: RawLine): void => this.#judge(line, this.#ordinalOf(line));

  constructor(tools: PassTools, options: PassOptions) {
    this.#tools = tools;
    this.#options = options;
    this.#admission = options.admission;
    this.#since = tools.cursor.since();
    this.#admitting = new Admitting(tools.cursor, options);
    this.#ordinals = tools.coarse ? Ordinals.forKnown(tools.cursor.mostEntries) : undefined;
    const { within } = this.#admission;
    for (const line of within?.numbers ?? []) this.#ordinals?.goOnAt(line);
    this.#mustBegin = within?.first;
    this.#beginning = beginningOf(tools, options);
    this.#unfinished = new Unfinished(options.lastLine);
    this.#stream = tools.client.stream(options.path, this, { hasTime: true });
  }

  /** Where a line is ended too early no run has ended. */
  get runs(): KnownRuns | undefined {
    return this.#isLoose
      ? undefined
      : { ends: this.#tools.cursor.runEnds, from: this.#options.asksSince?.seconds ?? 0 };
  }

  get result(): Promise<PassResult> {
    return this.#settled.promise;
  }

  /** The stamp of a line that has begun and not ended. */
  get openSince(): Stamp | undefined {
    return this.#lines?.openSince();
  }

  /** From where on the lines that are known may still come again in this answer: until it has come to what is new. */
  get askedSince(): Stamp | undefined {
    return this.#isOver || this.#taken > 0 ? undefined : this.#since;
  }

  get taken(): number {
    return this.#taken;
  }

  get wasOpened(): boolean {
    return this.#wasOpened;
  }

  /** How many bytes of the body have come. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The second of the line that came last; 0 before the first. */
  get reached(): number {
    return this.#reached;
  }

  pause(): void {
    this.#stream.pause();
  }

  resume(): void {
    this.#stream.resume();
  }

  close(): void {
    this.#finish({ how: 'closed' });
  }

  /** Ends it as if it had failed so. */
  giveUp(fault: EngineFault): void {
    this.#finish({ how: 'failed', fault });
  }

  opened(): void {
    this.#wasOpened = true;
    this.#tools.opened();
  }

  waited(ms: number): void {
    this.#options.jumps?.waited(ms);
  }

  data(bytes: Uint8Array, from: number, end: number): void {
    if (this.#isOver || from === end) return;
    if (this.#bytes === 0) this.#tools.begun();
    this.#bytes += end - from;
    this.#lines ??= this.#tools.openLines(bytes[from] ?? 0, this);
    this.#lines.push(bytes, from, end);
  }

  rested(): void {
    this.#tools.collector.deliver();
    this.#options.jumps?.rested(this.#tools.cursor.newest);
    this.#tools.rested();
  }

  ended(end: Parameters<BodySink['ended']>[0]): void {
    if (this.#isOver) return;
    if (end.complete) this.#takeWhatIsLeft();
    if (!end.complete) this.#finish({ how: 'failed', fault: end.fault });
    else if (this.#engineError === undefined) this.#finish({ how: 'complete' });
    else this.#finish({ how: 'engine_error', message: this.#engineError });
  }

  #takeWhatIsLeft(): void {
    const hasEnded = this.#options.hasEnded();
    const { openSince: ended } = this;
    if (hasEnded) this.#lines?.flush();
    else this.#lines?.rest();
    if (this.#beginning?.isWithin) this.#finishWithin(this.#beginning);
    this.#unfinished.last(hasEnded ? this.#judgeNext : (line) => this.#settle(line));
    // Where stamps have whole seconds the next answer may begin within a line that was ended here.
    const next = hasEnded && this.#tools.coarse ? this.#tools.cursor.since() : undefined;
    if (ended && next && ended.seconds < next.seconds) this.#unfinished.endedEarly(ended);
  }

  line(line: RawLine): void {
    this.#reached = line.seconds;
    if (this.#beginning && this.#isOfBeginning(line, this.#beginning)) return;
    if (this.#mustBegin && this.#tools.cursor.wants(line)) this.#beginsWith(line, this.#mustBegin);
    // A line that is ended here is none that the engine may be writing just now.
    if (this.#isLoose) this.#judgeNext(line);
    else this.#unfinished.next(line, this.#judgeNext);
  }

  /** Whether the line is looked at only, for how the answer begins. */
  #isOfBeginning(line: RawLine, beginning: FirstSecond): boolean {
    if (this.#isOver) return true;
    const next = beginning.next(line);
    if (next === 'count') this.#beginning = undefined;
    if (next === 'stop') this.#finishWithin(beginning);
    return next === 'look' || next === 'stop';
  }

  /** Meanwhile the log may have been cut off again. */
  #beginsWith(line: RawLine, first: FirstLine): void {
    this.#mustBegin = undefined;
    if (!isSame(line, first)) this.#finish({ how: 'within_second', lines: [] });
  }

  #finishWithin({ lines }: FirstSecond): void {
    this.#finish({ how: 'within_second', lines });
  }

  #ordinalOf(line: RawLine): number {
    return this.#ordinals?.next(line) ?? 0;
  }

  /** The last line of the answer: it is whole when the answer before ended with the same one. */
  #settle(line: RawLine): void {
    const { cursor } = this.#tools;
    const ordinal = this.#ordinalOf(line);
    const isWhole = this.#unfinished.wasLast(line, ordinal);
    if (isWhole || this.#admitting.mayBeRest(line) || cursor.knows(line, ordinal)) this.#judge(line, ordinal);
    else this.#unfinished.keepBack(line, cursor.wants(line) ? ordinal : undefined);
  }

  #judge(line: RawLine, ordinal: number): void {
    if (this.#isOver) return;
    const verdict = this.#admitting.next(line, ordinal);
    switch (verdict) {
      case 'admitted':
        this.#firstNew ??= keep(line);
        this.#take(line, ordinal);
        return;
      case 'known':
        this.#unfinished.wentOn();
        return;
      case 'unwanted':
        this.#unfinished.passOver(line);
        return;
      case 'old':
        return;
      case 'perhaps_a_rest':
        this.#finish({ how: 'unanchored' });
        return;
      case 'looked_at':
        this.#firstNew ??= keep(line);
        return;
      case 'unanchored':
        this.#firstNew ??= keep(line);
        this.#finish({ how: 'unanchored' });
        return;
      case 'doubtful':
        this.#firstNew ??= keep(line);
        this.#finish({ how: 'doubtful', line: keep(line) });
    }
  }

  #take(line: RawLine, ordinal: number): void {
    const { cursor, collector } = this.#tools;
    if (this.#taken === 0) this.#lookForGap(line);
    this.#unfinished.wentOn();
    cursor.add(line, ordinal, this.#isLoose);
    collector.add(line, ordinal);
    this.#taken++;
    if (cursor.isOverfull()) this.#endOpenLines();
  }

  engineError(message: string): void {
    this.#engineError ??= message;
  }

  protocolError(reason: string): void {
    this.#finish({ how: 'protocol_error', reason });
  }

  /** Told before the line is handed over, so that no position lies behind a gap that nobody was told of. */
  #lookForGap({ seconds, nanos }: RawLine): void {
    const { cursor, collector, gap } = this.#tools;
    const { tellGap: reason } = this.#admission;
    const [newest, first] = [cursor.newest, { seconds, nanos }];
    if (reason === undefined || this.#admitting.sawKnown || cursor.isTorn) return;
    // Whether there was a line before the first that is left nobody can know; that the engine broke off before it is certain.
    if (newest === undefined && reason === 'rotated') return;
    collector.deliver();
    const spans = newest ? lostBetween(newest, first) : [{ from: undefined, to: first }];
    for (const span of spans) gap({ reason, ...span });
  }

  /** A line that never ends keeps the ring from forgetting; it is ended here, and what may come of it is known by its moment. */
  #endOpenLines(): void {
    const { openSince } = this;
    if (this.#isLoose || openSince === undefined) return;
    this.#unfinished.endedEarly(openSince);
    this.#isLoose = true;
    this.#lines?.flush();
    this.#isLoose = false;
    this.#tools.cursor.prune();
  }

  #finish(end: PassEnd): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#stream.close();
    this.#tools.collector.deliver();
    this.#settled.resolve({
      end,
      records: this.#lines?.records ?? 0,
      taken: this.#taken,
      firstNew: this.#firstNew,
      sawKnown: this.#admitting.sawKnown,
      unsettled: this.#unfinished.unsettled,
      unfinishedSince: this.#unfinished.since(this.openSince),
      wasOpened: this.#wasOpened,
    });
  }
}
