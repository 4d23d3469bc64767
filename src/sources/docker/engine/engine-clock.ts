// What time it is by an engine's own clock, from what its answers say of it and from how long ago that was.
import { millisecondsOf, type Stamp, stampOfMilliseconds } from '../../../core/lines/stamp.ts';

/** The time between sending a question and getting the head of its answer, on our monotonic clock in ms. */
export interface AskedBetween {
  readonly sent: number;
  readonly answered: number;
}

/** Two machines' clocks may run apart by this much (200 µs a second): an old answer says less than a new one. */
const DRIFT = 200e-6;
const HEADER_RESOLUTION_MS = 1000;

/**
 * The engine wrote its time between our question and its answer, cut to whole seconds or not. So each answer gives an
 * interval for the distance of the two clocks. What counts is its lower end, the highest of all answers: used as "from
 * now on", a time that is a little too early shows a line too many, one that is too late loses lines.
 */
export class EngineClock {
  /** The engine's time minus ours, at least; and when that was learnt. Undefined until an answer told. */
  #least: { readonly distance: number; readonly at: number } | undefined;

  /** A `Date` header: the time of the answer, cut to seconds. */
  header(date: string | undefined, between: AskedBetween): void {
    const time = date === undefined ? Number.NaN : Date.parse(date);
    if (Number.isFinite(time)) this.#learn(time, HEADER_RESOLUTION_MS, between);
  }

  /** A time written out with all its digits, such as that of `/info`. */
  exact(time: Stamp, between: AskedBetween): void {
    this.#learn(millisecondsOf(time), 0, between);
  }

  /** The engine's time at a moment of our monotonic clock, never too late unless its clock was just set back; undefined when no answer ever told. */
  at(monotonic: number): Stamp | undefined {
    return this.#least && stampOfMilliseconds(monotonic + this.#distanceAt(this.#least, monotonic));
  }

  #learn(time: number, resolution: number, { sent, answered }: AskedBetween): void {
    const [least, most] = [time - answered, time + resolution - sent];
    const before = this.#least && this.#distanceAt(this.#least, answered);
    // Above what the new answer allows at most, what was learnt before is wrong: the engine's clock was set back.
    if (before === undefined || least > before || before > most) this.#least = { distance: least, at: answered };
  }

  #distanceAt({ distance, at }: { readonly distance: number; readonly at: number }, monotonic: number): number {
    return distance - Math.max(0, monotonic - at) * DRIFT;
  }
}

/** Reads `2026-11-21T03:29:01.381447848Z`, or with an offset, to the nanosecond. */
export function parseEngineTime(text: unknown): Stamp | undefined {
  if (typeof text !== 'string') return undefined;
  const { whole, fraction = '', zone } = TIME.exec(text)?.groups ?? {};
  const time = whole === undefined ? Number.NaN : Date.parse(`${whole}${zone}`);
  return Number.isFinite(time) ? { seconds: time / 1000, nanos: Number(fraction.padEnd(9, '0')) } : undefined;
}

const TIME = /^(?<whole>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(?<fraction>\d{1,9}))?(?<zone>Z|[+-]\d\d:\d\d)$/;
