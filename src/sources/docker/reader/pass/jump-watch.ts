// When an engine may have left lines out in the middle of a stream. It follows the file that it writes; when it is so far behind that the file
// was replaced more than once meanwhile, it goes on with the newest and says nothing. Then lines before the jump or behind it are late.
import { millisecondsOf, type Stamp } from '../../../../core/lines/stamp.ts';
import { LONGEST_REST_MS } from '../../engine/http/crowd-rest.ts';
import type { RawLine } from '../../lines/raw-line.ts';

/** Nothing writes a file faster than this; so a file of some size that was left out is a jump of some time. */
const FASTEST_BYTES_A_MS = 100_000;

/** Lines that arrive sooner than this were not behind: the process itself may have rested before it read them. */
const LATE_MS = LONGEST_REST_MS + 10;

/** So many alarms in a row with nothing missing mean that a clock was moved, not that lines were late. */
const MOST_FALSE_ALARMS = 4;

export class JumpWatch {
  /** Milliseconds, as a clock that never jumps has them. */
  readonly #now: () => number;
  #jumpMs = Number.POSITIVE_INFINITY;
  /** The shortest time that any line needed to get here: what the two clocks differ by, mostly. */
  #usualMs = Number.POSITIVE_INFINITY;
  /** How late a line may be that comes now because it was not read before. */
  #waitedMs = 0;
  /** How late the newest line was. */
  #delayMs = 0;
  #falseAlarms = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Of so many bytes at least is a file that the engine replaces; undefined when it replaces none. */
  expectFilesOf(bytes: number | undefined): void {
    this.#jumpMs = bytes === undefined ? Number.POSITIVE_INFINITY : bytes / FASTEST_BYTES_A_MS;
  }

  /** What comes from now on may have been there for so long. */
  waited(ms: number): void {
    this.#waitedMs = ms;
  }

  /** All that had arrived was handed over; the newest of it has this stamp. */
  rested(newest: Stamp | undefined): void {
    if (newest === undefined) return;
    const took = this.#tookFor(newest);
    this.#usualMs = Math.min(this.#usualMs, took);
    this.#delayMs = took - this.#usualMs - this.#waitedMs;
  }

  #tookFor(moment: Stamp): number {
    return this.#now() - millisecondsOf(moment);
  }

  /** Whether lines may be missing between the newest one and this. */
  isJump(line: RawLine, newest: Stamp | undefined): boolean {
    if (newest === undefined) return false;
    const jumpMs = (line.seconds - newest.seconds) * 1000 + (line.nanos - newest.nanos) / 1e6;
    if (jumpMs <= this.#jumpMs) return false;
    // An engine that stood still behind a line which it had sent in time goes on with one that has waited for it.
    return this.#delayMs >= LATE_MS || this.#tookFor(line) - this.#usualMs - this.#waitedMs >= LATE_MS;
  }

  /** What became of an alarm. */
  checked(wereLinesMissing: boolean): void {
    this.#falseAlarms = wereLinesMissing ? 0 : this.#falseAlarms + 1;
    if (this.#falseAlarms < MOST_FALSE_ALARMS) return;
    this.#falseAlarms = 0;
    this.#usualMs = Number.POSITIVE_INFINITY;
    this.#delayMs = 0;
  }
}
