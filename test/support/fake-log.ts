import { STDERR, STDOUT, type WantedStreams } from '../../src/core/lines/line-batch.ts';
import type { PositionChange, ReadingState } from '../../src/core/lines/reading.ts';
import type { LineSink, LineSource, Reading, ReadingTask } from '../../src/tail/line-source.ts';
import { lineBatch, type SampleLine } from './line-batch.ts';

/** Bytes of the tail of a position for each line, and how many lines it reaches back. */
const ENTRY_BYTES = 4;
const REACH = 8;

export interface FakeLogOptions {
  /** How many lines a batch may have. */
  readonly batchLines?: () => number;
}

/** A log in memory that is read as a container's would be. It outlives those who read it, as an engine outlives Tocsin. It meets the contract of a `LineSource`. */
export class FakeLog implements LineSource {
  readonly #batchLines: () => number;
  readonly #lines: SampleLine[] = [];
  #readings: readonly FakeReading[] = [];
  #removed = false;
  #excluded = false;
  #running = true;
  /** What was asked of it, in order. */
  readonly asked: string[] = [];
  /** The line at which a reading without a position begins. */
  beginning = 0;
  /** Throws where it should not, once it is set. */
  broken: 'read' | 'takePosition' | 'pause' | 'resume' | 'stop' | undefined;

  constructor({ batchLines = () => 100 }: FakeLogOptions = {}) {
    this.#batchLines = batchLines;
  }

  get lines(): readonly SampleLine[] {
    return this.#lines;
  }

  append(...lines: readonly SampleLine[]): void {
    this.#lines.push(...lines);
    this.#wake();
  }

  /** The container ends; it may be started again. */
  end(): void {
    this.#running = false;
    this.#wake();
  }

  start(): void {
    this.#running = true;
    this.#wake();
  }

  /** The container is removed: what was written before is still handed over. */
  remove(): void {
    this.#removed = true;
    this.#wake();
  }

  /** Nobody is to watch it any more. */
  exclude(): void {
    this.#excluded = true;
    this.#wake();
  }

  /** Somebody is, from the next line on. */
  include(): void {
    this.#excluded = false;
    this.beginning = this.#lines.length;
  }

  read(task: ReadingTask): Reading {
    this.asked.push('read');
    this.breakAt('read');
    const reading = new FakeReading(this, task);
    this.#readings = [...this.#readings, reading];
    reading.wake();
    return reading;
  }

  /** What the newest reading tells its sink, past its lines. */
  tell(news: (sink: LineSink) => void): void {
    const reading = this.#readings.at(-1);
    if (reading) news(reading.sink);
  }

  breakAt(call: FakeLog['broken']): void {
    if (call === this.broken) throw new Error(`It breaks at ${call}.`);
  }

  nextBatch(): number {
    return this.#batchLines();
  }

  /** How a reading stands that has handed over everything. */
  get rest(): ReadingState {
    if (this.#removed || this.#excluded) return 'gone';
    return this.#running ? 'following' : 'idle';
  }

  #wake(): void {
    for (const reading of this.#readings) reading.wake();
  }
}

class FakeReading implements Reading {
  readonly sink: LineSink;
  readonly #log: FakeLog;
  #wanted: WantedStreams;
  #next: number;
  #savedNext: number | undefined;
  #end: number;
  #paused = false;
  #stopped = false;
  #state: ReadingState = 'starting';

  constructor(log: FakeLog, { position, wanted, sink }: ReadingTask) {
    [this.#log, this.sink, this.#wanted] = [log, sink, wanted];
    const saved = position === undefined ? undefined : Number(position.head);
    [this.#savedNext, this.#next] = [saved, saved ?? log.beginning];
    this.#end = position === undefined ? 0 : position.tailFrom + position.tail.length;
    if (position) expectTail(position.tail, this.#next);
  }

  wake(): void {
    queueMicrotask(() => this.#deliver());
  }

  takePosition(): PositionChange | undefined {
    this.#log.breakAt('takePosition');
    if (this.#savedNext === this.#next) return undefined;
    const reach = Math.min(REACH, this.#next - (this.#savedNext ?? 0));
    const fresh = Uint32Array.from({ length: reach }, (_, n) => n);
    const first = this.#next - fresh.length;
    const appended = new Uint8Array(fresh.map((n) => first + n).buffer);
    const appendedFrom = this.#end;
    this.#savedNext = this.#next;
    this.#end += appended.length;
    const keepFrom = Math.max(0, this.#end - REACH * ENTRY_BYTES);
    return { head: String(this.#next), appended, appendedFrom, keepFrom };
  }

  want(wanted: WantedStreams): void {
    this.#log.asked.push(`want ${Object.entries(wanted).flatMap(([name, is]) => (is ? [name] : []))}`);
    this.#deliver();
    this.#wanted = wanted;
    this.wake();
  }

  pause(): void {
    this.#log.asked.push('pause');
    this.#log.breakAt('pause');
    this.#paused = true;
  }

  resume(): void {
    this.#log.asked.push('resume');
    this.#log.breakAt('resume');
    this.#paused = false;
    this.wake();
  }

  async stop(): Promise<void> {
    this.#log.asked.push('stop');
    this.#stopped = true;
    this.#log.breakAt('stop');
  }

  #deliver(): void {
    while (!this.#stopped && !this.#paused && this.#state !== 'gone' && this.#next < this.#log.lines.length) {
      const from = this.#next;
      this.#next = Math.min(this.#log.lines.length, from + Math.max(1, this.#log.nextBatch()));
      const lines = this.#log.lines.slice(from, this.#next).filter(({ stream = STDOUT }) => this.#wants(stream));
      if (lines.length > 0) this.sink.lines(lineBatch(lines));
    }
    if (!this.#stopped && !this.#paused) this.#rest();
  }

  #wants(stream: number): boolean {
    return (stream === STDOUT && this.#wanted.stdout) || (stream === STDERR && this.#wanted.stderr);
  }

  #rest(): void {
    const wantsNothing = !this.#wanted.stdout && !this.#wanted.stderr;
    const { rest } = this.#log;
    const state = wantsNothing && rest !== 'gone' ? 'not_wanted' : rest;
    if (this.#state === 'gone' || state === this.#state) return;
    this.#state = state;
    this.sink.state(state);
  }
}

/** The tail of a position names the last lines before it: whoever mixed two positions up is found here. */
function expectTail(tail: Uint8Array, next: number): void {
  const named = [...new Uint32Array(Uint8Array.from(tail).buffer)];
  const expected = Array.from({ length: Math.min(REACH, next) }, (_, n) => next - Math.min(REACH, next) + n);
  if (named.join() !== expected.join()) throw new Error(`The tail of ${next} names ${named}, not ${expected}.`);
}
