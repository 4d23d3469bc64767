// `tocsin scan`: the matcher on files or standard input, from the command line.
import type { Hits } from '../../match/batch.ts';
import { Matcher } from '../../match/matcher.ts';
import { createRuleSet } from '../../match/rule-set.ts';
import { TextFeed } from '../../match/text-feed.ts';
import type { CommandIo, ExitCode, GivenArguments } from '../shell/command.ts';
import {
  type CapturesOf,
  colourFormat,
  countJson,
  countTable,
  type HitFormat,
  jsonFormat,
  plainFormat,
} from './hit-report.ts';
import { Progress } from './progress.ts';
import { readRuleFile, type ScanRule } from './rule-file.ts';
import { openInput, type ScanInput } from './scan-input.ts';

/** Ends with 0 when something hit, with 1 when nothing did, with 2 after an error, as grep does. */
export async function scan({ options, positionals }: GivenArguments, io: CommandIo): Promise<ExitCode> {
  if (typeof options.rules !== 'string') return fail(io, ['--rules FILE is missing']);
  const read = readRuleFile(options.rules);
  if (!read.ok) return fail(io, read.faults);
  const format = options.quiet || options.count ? undefined : await chooseFormat(options.json === true, io);
  const scanner = new Scan({ rules: read.rules, format, io, stopAtFirst: options.quiet === true });
  const files = positionals.length > 0 ? positionals : ['-'];
  let failed = false;
  for (const file of files) {
    if (scanner.isDone) break;
    failed = !(await scanner.scanFile(file, files.length > 1)) || failed;
  }
  if (options.count) io.stdout.write((options.json ? countJson : countTable)(read.rules, scanner.counts));
  return failed ? 2 : scanner.counts.lines > 0 ? 0 : 1;
}

function fail(io: CommandIo, problems: readonly string[]): ExitCode {
  for (const problem of problems) io.stderr.write(`tocsin scan: ${problem}\n`);
  return 2;
}

async function chooseFormat(json: boolean, { stdout, env }: CommandIo): Promise<HitFormat> {
  const inColour = stdout.isTTY === true && !env.NO_COLOR;
  if (!json && !inColour) return plainFormat;
  const capturesOf = await captureReaders();
  return json ? jsonFormat(capturesOf) : colourFormat(capturesOf);
}

/** Comes only when captures are shown. */
async function captureReaders(): Promise<CapturesOf> {
  const { CaptureReader } = await import('../../match/captures/captures.ts');
  const { parsePattern } = await import('../../match/syntax/parse.ts');
  const readers = new Map<ScanRule, InstanceType<typeof CaptureReader>>();
  return (rule) => {
    const known = readers.get(rule);
    if (known) return known;
    const parsed = parsePattern(rule.pattern);
    if (!parsed.ok) return undefined;
    const reader = new CaptureReader(parsed.pattern);
    readers.set(rule, reader);
    return reader;
  };
}

interface ScanOptions {
  readonly rules: readonly ScanRule[];
  /** Absent when hits are only counted. */
  readonly format: HitFormat | undefined;
  readonly io: CommandIo;
  readonly stopAtFirst: boolean;
}

/** One run over some inputs: what is counted, and whether it goes on. */
class Scan {
  readonly #options: ScanOptions;
  readonly #matcher: Matcher;
  readonly #hits: number[];
  readonly #stop: AbortSignal;
  #lines = 0;

  constructor(options: ScanOptions) {
    this.#options = options;
    this.#matcher = new Matcher({ rules: createRuleSet(options.rules.map(({ compiled }) => compiled)) });
    this.#hits = options.rules.map(() => 0);
    this.#stop = options.io.stopRequested();
  }

  get counts(): { readonly hits: readonly number[]; readonly lines: number } {
    return { hits: this.#hits, lines: this.#lines };
  }

  get isDone(): boolean {
    return this.#stop.aborted || (this.#options.stopAtFirst && this.#lines > 0);
  }

  /** False when it could not be read to its end; why has been told. */
  async scanFile(name: string, isNamed: boolean): Promise<boolean> {
    const { io } = this.#options;
    let input: ScanInput | undefined;
    try {
      input = openInput(name, io.stdin);
      await this.#scanInput(input, isNamed ? name : undefined);
      return true;
    } catch (error) {
      io.stderr.write(`tocsin scan: ${name}: ${error instanceof Error ? error.message : String(error)}\n`);
      return false;
    } finally {
      input?.close();
    }
  }

  async #scanInput(input: ScanInput, file: string | undefined): Promise<void> {
    const progress = new Progress(this.#options.io.stderr, () => performance.now());
    const feed = new TextFeed(this.#matcher);
    for (const sample of input.sample()) this.#matcher.learn(sample);
    let read = 0;
    let linesBefore = 0;
    while (!this.isDone) {
      const reading = input.read(feed.room());
      const count = typeof reading === 'number' ? reading : await this.#unlessStopped(reading);
      const fed = count === 0 ? feed.end() : feed.take(count);
      if (fed) {
        if (fed.hits.count > 0) this.#take(fed.hits, { text: fed.text, linesBefore, file, progress });
        if (this.#options.format) linesBefore += this.#matcher.countLines(0, fed.text.length);
      }
      if (count === 0) break;
      read += count;
      progress.update(read, input.size);
    }
    progress.clear();
  }

  /** A read from a silent pipe may last for ever; a request to stop ends the waiting. */
  #unlessStopped(reading: Promise<number>): Promise<number> {
    const stop = this.#stop;
    return new Promise((resolve, reject) => {
      const ended = (): void => resolve(0);
      if (stop.aborted) return ended();
      stop.addEventListener('abort', ended, { once: true });
      reading.then(resolve, reject).finally(() => stop.removeEventListener('abort', ended));
    });
  }

  #take(hits: Hits, at: { text: Uint8Array; linesBefore: number; file: string | undefined; progress: Progress }): void {
    const { rules, format, io } = this.#options;
    let [line, counted, lastStart, printed] = [at.linesBefore + 1, 0, -1, ''];
    for (let i = 0; i < hits.count; i++) {
      const [start = 0, end = 0, index = 0] = [hits.starts[i], hits.ends[i], hits.rules[i]];
      this.#hits[index] = (this.#hits[index] ?? 0) + 1;
      if (start !== lastStart) this.#lines++;
      lastStart = start;
      const rule = rules[index];
      if (format === undefined || rule === undefined) continue;
      line += this.#matcher.countLines(counted, start);
      counted = start;
      printed += format({ rule, file: at.file, line, bytes: at.text.subarray(start, end) });
    }
    if (printed === '') return;
    at.progress.clear();
    io.stdout.write(printed);
  }
}
