// One run of the matcher over some inputs: what is counted, what is printed, and whether it goes on.
import type { Readable } from 'node:stream';
import type { Hits } from '../../match/batch/batch.ts';
import { Matcher } from '../../match/matcher.ts';
import { TextFeed } from '../../match/text-feed.ts';
import type { MergedHits } from '../../rules/judge/merged-hits.ts';
import type { Counts } from './count-report.ts';
import { FieldScan, lineRules } from './field-scan.ts';
import type { HitFormat } from './hit-format.ts';
import { HitWriter } from './hit-writer.ts';
import { openInput } from './input/open-input.ts';
import { readUnlessStopped } from './input/read-unless-stopped.ts';
import type { ScanInput } from './input/scan-input.ts';
import { LoopTurns } from './loop-turns.ts';
import type { Printer } from './printer.ts';
import type { Progress } from './progress.ts';
import type { ScanRule } from './rules/rule-file.ts';

export interface ScannerOptions {
  readonly rules: readonly ScanRule[];
  /** Absent when hits are only counted. */
  readonly format: HitFormat | undefined;
  readonly printer: Printer;
  readonly progress: Progress;
  /** Asked for only when it is to be read: making a stream of it takes milliseconds. */
  readonly stdin: Readable;
  readonly stop: AbortSignal;
  readonly stopAtFirst: boolean;
  readonly now: () => number;
}

/** Where the hits of a batch stand. */
interface BatchPlace {
  readonly file: string | undefined;
  readonly linesBefore: number;
}

export class Scanner {
  readonly #options: ScannerOptions;
  readonly #matcher: Matcher;
  readonly #fields: FieldScan | undefined;
  readonly #hits: number[];
  readonly #turns: LoopTurns;
  readonly #writer: HitWriter;
  #lines = 0;
  #bytes = 0;

  constructor(options: ScannerOptions) {
    this.#options = options;
    this.#matcher = new Matcher({ rules: lineRules(options.rules) });
    this.#fields = FieldScan.of(options.rules);
    this.#hits = options.rules.map(() => 0);
    this.#turns = new LoopTurns(options.now);
    const { printer, progress } = options;
    this.#writer = new HitWriter({ printer, progress, turns: this.#turns, isDone: () => this.isDone });
  }

  get counts(): Counts {
    return { hits: this.#hits, lines: this.#lines };
  }

  /** Bytes scanned so far, of all inputs. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Whether nothing more is to be read: the stop is asked for, the answer is known, or nobody takes it. */
  get isDone(): boolean {
    const { stop, stopAtFirst, printer } = this.#options;
    return stop.aborted || (stopAtFirst && this.#lines > 0) || printer.failure !== undefined;
  }

  /** Rejects with the error of an input that could not be opened or read to its end. What was read until then is scanned. */
  async scan(name: string, isOneOfMany: boolean): Promise<void> {
    const { format, progress } = this.#options;
    const stdin = (): Readable => this.#options.stdin;
    const input = await openInput(name, { stdin, printsHits: format !== undefined });
    try {
      await this.#scanInput(input, isOneOfMany ? name : undefined);
    } finally {
      input.close();
      progress.clear();
    }
  }

  async #scanInput(input: ScanInput, file: string | undefined): Promise<void> {
    const { stop, format, progress } = this.#options;
    const feed = new TextFeed(this.#matcher);
    for (const sample of input.sample()) this.#matcher.learn(sample);
    let linesBefore = 0;
    for (let ended = false; !ended && !this.isDone; ) {
      const reading = readUnlessStopped(input, feed.room(), stop);
      // Thousands of reads need not be waited for.
      const read = reading instanceof Promise ? await reading : reading;
      if (stop.aborted) break;
      ended = read.count === 0;
      const fed = ended ? feed.end() : feed.take(read.count);
      this.#bytes += read.count;
      if (fed) {
        for (const hits of this.#fields?.merge(fed) ?? fed.hits) {
          if (format === undefined) this.#count(hits);
          else await this.#print(fed.text, hits, { file, linesBefore });
          if (this.isDone) break;
        }
        // Lines are counted only for their numbers.
        if (format) linesBefore += this.#matcher.countLines(0, fed.text.length);
      }
      if (read.error !== undefined) throw read.error;
      progress.update({ bytes: this.#bytes, file, share: input.share });
      if (this.#turns.isDue) await this.#turns.turn();
    }
  }

  #count({ count, starts, rules }: Hits): void {
    let lastStart = -1;
    for (let i = 0; i < count; i++) lastStart = this.#countHit(starts[i] ?? 0, rules[i] ?? 0, lastStart);
  }

  /** Gives the start back, for the next hit to be known as one of the same line. */
  #countHit(start: number, rule: number, lastStart: number): number {
    this.#hits[rule] = (this.#hits[rule] ?? 0) + 1;
    if (start !== lastStart) this.#lines++;
    return start;
  }

  /** Counts the hits of one portion, and prints them one after the other; what is not printed any more is not counted. */
  async #print(text: Uint8Array, hits: Hits | MergedHits, { file, linesBefore }: BatchPlace): Promise<void> {
    const { rules, format } = this.#options;
    let [line, counted, lastStart] = [linesBefore + 1, 0, -1];
    for (let i = 0; i < hits.count; i++) {
      const [start = 0, end = 0, index = 0] = [hits.starts[i], hits.ends[i], hits.rules[i]];
      lastStart = this.#countHit(start, index, lastStart);
      const rule = rules[index];
      if (format === undefined || rule === undefined) continue;
      line += this.#matcher.countLines(counted, start);
      counted = start;
      await this.#writer.write(
        format({
          rule,
          file,
          line,
          bytes: text.subarray(start, end),
          value: 'values' in hits ? hits.values[i] : undefined,
        }),
      );
      if (this.isDone) return;
    }
    if (hits.count > 0) await this.#writer.flush();
  }
}
