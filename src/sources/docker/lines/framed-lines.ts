// The reader of containers without a terminal: frames to lines.
import { STDERR, STDOUT } from '../../../core/lines/line-batch.ts';
import type { Stamp } from '../../../core/lines/stamp.ts';
import { engineWords } from '../engine/engine-words.ts';
import { ENGINE_STREAM, type Frame, FrameDemuxer, type FrameTaker } from './frame-demuxer.ts';
import { type Joining, LineAssembler } from './line-assembler.ts';
import { LineOutlet } from './line-outlet.ts';
import type { LineReader, LineTaker } from './raw-line.ts';
import type { StampReader } from './stamps/stamp-reader.ts';

/** An engine's own sentence is cut after so many bytes. */
const LONGEST_SENTENCE = 4096;

export interface LineReaderOptions {
  readonly taker: LineTaker;
  /** May be shared: nothing is kept in it from one call to the next. */
  readonly stamps: StampReader;
  readonly joining: Joining;
}

/** Idle it holds no buffer. */
export class FramedLines implements LineReader, FrameTaker {
  records = 0;
  readonly #taker: LineTaker;
  readonly #stamps: StampReader;
  readonly #demuxer: FrameDemuxer;
  readonly #assembler: LineAssembler;
  /** Of the frame that comes in parts. */
  #stamp: Stamp = { seconds: 0, nanos: 0 };

  constructor({ taker, stamps, joining }: LineReaderOptions) {
    this.#taker = taker;
    this.#stamps = stamps;
    this.#demuxer = new FrameDemuxer(this);
    this.#assembler = new LineAssembler({ outlet: new LineOutlet(taker), joining, runs: () => taker.runs });
  }

  push(bytes: Uint8Array, from: number, end: number): void {
    this.#demuxer.push(bytes, from, end);
  }

  flush(): void {
    this.#demuxer.finish();
    this.#assembler.flush();
  }

  rest(): void {
    this.#assembler.rest();
  }

  discard(): void {
    this.#demuxer.discard();
    this.#assembler.discard();
  }

  openSince(): Stamp | undefined {
    return this.#assembler.openSince();
  }

  frame(frame: Frame): void {
    const { stream } = frame;
    if (frame.part === 'next') {
      if (stream !== ENGINE_STREAM) this.#take(this.#stamp, frame);
      return;
    }
    const text = this.#stamps.read(frame.bytes, frame.from, frame.end);
    if (text >= 0) frame.from = text;
    if (stream === ENGINE_STREAM) this.#taker.engineError(engineSentence(frame.bytes.subarray(frame.from, frame.end)));
    // Without a stamp a line has no identity, and what stands in the stamp's place may be its text: neither may be guessed.
    else if (text < 0) this.#demuxer.fail(`A frame of ${stream === STDERR ? 'stderr' : 'stdout'} has no stamp.`);
    else {
      this.records++;
      // Whoever shares the stamps may read others before the next part comes.
      if (frame.part === 'first') this.#stamp = { seconds: this.#stamps.seconds, nanos: this.#stamps.nanos };
      this.#take(this.#stamps, frame);
    }
  }

  #take(stamp: Stamp, frame: Frame): void {
    this.#assembler.take(frame.stream === STDERR ? STDERR : STDOUT, stamp, frame);
  }

  protocolError(reason: string): void {
    this.#assembler.discard();
    this.#taker.protocolError(reason);
  }
}

export const engineSentence = (text: Uint8Array): string =>
  engineWords(Buffer.from(text.subarray(0, LONGEST_SENTENCE)).toString(), LONGEST_SENTENCE);
