// Holds what was read of a container against what its writer wrote: each numbered line once, on its stream, in order.
import { STDERR, STDOUT } from '../../../src/core/lines/line-batch.ts';
import { numberOf } from './numbered-line.ts';

/** What `wr` was told to write. */
export interface WrittenLines {
  readonly lines: number;
  /** Bytes of each line, where all of it was kept: without this a line that ends too early counts as one. */
  readonly length?: number | undefined;
  /** `both`: odd numbers on stderr. */
  readonly streams?: 'stdout' | 'stderr' | 'both';
  readonly first?: number;
}

export interface Verdict {
  readonly read: number;
  readonly lost: readonly number[];
  readonly twice: readonly number[];
  /** Lines that nobody wrote, or that came on the wrong stream. */
  readonly foreign: readonly string[];
  /** How often a stream went back to a smaller number. */
  readonly disordered: number;
}

const SHOWN = 12;
const NAMES: readonly (string | undefined)[] = [undefined, 'stdout', 'stderr'];

export class LineCheck {
  readonly #first: number;
  readonly #length: number | undefined;
  readonly #streams: 'stdout' | 'stderr' | 'both';
  readonly #times: Uint8Array;
  readonly #foreign: string[] = [];
  readonly #latest: number[] = [-1, -1, -1];
  #read = 0;
  #disordered = 0;

  constructor({ lines, length, streams = 'both', first = 0 }: WrittenLines) {
    this.#length = length;
    this.#first = first;
    this.#streams = streams;
    this.#times = new Uint8Array(lines);
  }

  /** A line that was read, so many times; in the order in which they were. */
  add(line: { readonly stream: number; readonly text: string | Uint8Array; readonly times?: number }): void {
    const { stream, text, times = 1 } = line;
    const bytes = typeof text === 'string' ? Buffer.from(text) : text;
    const isWhole = this.#length === undefined || bytes.length === this.#length;
    const number = isWhole ? numberOf(bytes, 0, bytes.length) : undefined;
    this.#read += times;
    const at = (number ?? -1) - this.#first;
    if (number === undefined || at < 0 || at >= this.#times.length || stream !== this.#streamOf(number)) {
      this.#foreign.push(`${NAMES[stream]} ${JSON.stringify(Buffer.from(bytes).toString('latin1', 0, 80))}`);
      return;
    }
    // A line that comes a third time says no more than the second.
    this.#times[at] = Math.min(255, (this.#times[at] ?? 0) + times);
    if (number < (this.#latest[stream] ?? -1)) this.#disordered += 1;
    this.#latest[stream] = number;
  }

  verdict(): Verdict {
    const [lost, twice]: [number[], number[]] = [[], []];
    this.#times.forEach((times, at) => {
      if (times === 0) lost.push(this.#first + at);
      if (times > 1) twice.push(this.#first + at);
    });
    return { read: this.#read, lost, twice, foreign: this.#foreign, disordered: this.#disordered };
  }

  #streamOf(number: number): number {
    if (this.#streams === 'both') return number % 2 === 1 ? STDERR : STDOUT;
    return this.#streams === 'stderr' ? STDERR : STDOUT;
  }
}

/** The verdict in words: `every line once`, or what is wrong, so that a failure tells what happened. */
export function inWords({ read, lost, twice, foreign, disordered }: Verdict): string {
  const faults = [
    lost.length > 0 ? `lost ${lost.length}: ${ranges(lost)}` : '',
    twice.length > 0 ? `twice ${twice.length}: ${ranges(twice)}` : '',
    foreign.length > 0 ? `foreign ${foreign.length}: ${foreign.slice(0, SHOWN).join(', ')}` : '',
    disordered > 0 ? `went back ${disordered} times` : '',
  ].filter((fault) => fault !== '');
  return faults.length === 0 ? 'every line once' : `of ${read} lines read: ${faults.join('; ')}`;
}

/** `7–9, 12`: numbers that are one or two apart belong together, as those of one of two streams do. */
function ranges(numbers: readonly number[]): string {
  const found: [number, number][] = [];
  for (const number of numbers) {
    const last = found.at(-1);
    if (last !== undefined && number - last[1] <= 2) last[1] = number;
    else found.push([number, number]);
  }
  const shown = found.slice(0, SHOWN).map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`));
  return found.length > SHOWN ? `${shown.join(', ')}, … (${found.length} stretches)` : shown.join(', ');
}
