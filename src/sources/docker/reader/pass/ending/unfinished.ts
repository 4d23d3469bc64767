// What an answer has that is not finished: its last line where that may be half of one, a line that was ended too early, lines that nobody wants and that came last.
import { compareStamps, type Stamp } from '../../../../../core/lines/stamp.ts';
import type { RawLine } from '../../../lines/raw-line.ts';
import { isSame, keep } from '../first-line.ts';
import type { PassOptions } from '../pass-contract.ts';
import { HeldLine, type Unsettled } from './held-line.ts';

export class Unfinished {
  readonly #before: Unsettled | undefined;
  readonly #held: HeldLine | undefined;
  #unsettled: Unsettled | undefined;
  /** Of what was not handed over, or not to its end. */
  #since: Stamp | undefined;
  /** Lines that nobody wants came last: from when on. What ended them would come again as a line, were nothing known behind it. */
  #passedOver: Stamp | undefined;

  constructor(lastLine: PassOptions['lastLine']) {
    this.#before = lastLine?.before;
    this.#held = lastLine && new HeldLine();
  }

  /** The last line of the answer, which was not handed over. */
  get unsettled(): Unsettled | undefined {
    return this.#unsettled;
  }

  /** Gives what cannot be the last line of the answer, or every line where that one is as good as the others. */
  next(line: RawLine, release: (line: RawLine) => void): void {
    if (this.#held === undefined) release(line);
    else this.#held.hold(line, release);
  }

  /** The answer is over: gives its last line, if it was held. */
  last(release: (line: RawLine) => void): void {
    this.#held?.release(release);
  }

  /** Whether the answer before ended with this line: then it is whole. */
  wasLast(line: RawLine, ordinal: number): boolean {
    return this.#before !== undefined && this.#before.ordinal === ordinal && isSame(this.#before, line);
  }

  keepBack(line: RawLine, ordinal: number | undefined): void {
    this.#since = stampOf(line);
    if (ordinal !== undefined) this.#unsettled = { ...keep(line), ordinal };
  }

  /** A line that began then is handed over before its end has come. */
  endedEarly(since: Stamp): void {
    this.#since ??= since;
  }

  passOver(line: RawLine): void {
    if (this.#passedOver === undefined || compareStamps(line, this.#passedOver) < 0) this.#passedOver = stampOf(line);
  }

  /** A line is known that came behind those which nobody wants. */
  wentOn(): void {
    this.#passedOver = undefined;
  }

  /** From when on there is something unfinished; `open`: a line that has begun and not ended. */
  since(open: Stamp | undefined): Stamp | undefined {
    const all = [open, this.#since, this.#passedOver];
    return all.filter((since) => since !== undefined).sort(compareStamps)[0];
  }
}

const stampOf = ({ seconds, nanos }: RawLine): Stamp => ({ seconds, nanos });
