// A destination in memory that answers as a test says, and the shipment to it on a manual clock.
import { REQUEST_MS } from '../../src/net/guarded-fetch.ts';
import type { Destination, SendResult } from '../../src/ship/destination.ts';
import { Shipment } from '../../src/ship/shipment.ts';
import { ManualClock } from './manual-clock.ts';
import { recordShipping } from './recorded-occurrences.ts';

export interface ShipmentSettings {
  readonly batchLines?: number;
  readonly batchBytes?: number;
  readonly bufferLines?: number;
  readonly attempts?: number;
  /** False for a destination that never ends to close. */
  readonly letsGo?: boolean;
  /** What becomes of each attempt, in order; the last one for ever. What is late ends as an attempt without an answer does; what is silent never ends by itself. */
  readonly script?: readonly (Answer | Slowly | 'late' | 'silence')[];
}

type Answer = SendResult | ((lines: readonly string[]) => SendResult);

/** An answer that takes a while. One that is heard comes also where it is given up meanwhile, at that moment. */
export interface Slowly {
  readonly afterMs: number;
  readonly answer: Answer;
  readonly isHeard: boolean;
}

const GIVEN_UP: SendResult = { outcome: 'again', words: 'It was given up.' };

function slowly(step: Answer | Slowly | 'late' | 'silence'): Slowly {
  if (typeof step === 'object' && 'afterMs' in step) return step;
  if (step === 'late') return { afterMs: REQUEST_MS, answer: GIVEN_UP, isHeard: false };
  if (step === 'silence') return { afterMs: Number.POSITIVE_INFINITY, answer: GIVEN_UP, isHeard: false };
  return { afterMs: 0, answer: step, isHeard: true };
}

export function shipmentTo({
  letsGo = true,
  batchLines = 10,
  batchBytes = 1_000_000,
  bufferLines = 1_000,
  attempts = 5,
  script = [{ outcome: 'sent' }],
}: ShipmentSettings = {}) {
  const clock = new ManualClock();
  const { occurrences, recorded } = recordShipping();
  const attempted: { readonly at: number; readonly lines: readonly string[] }[] = [];
  const closed: string[] = [];
  const destination: Destination = {
    name: 'there',
    batch: { lines: batchLines, bytes: batchBytes, everyMs: 5_000 },
    async send(lines, signal) {
      const texts = lines.map(({ text }) => text);
      attempted.push({ at: clock.monotonic(), lines: texts });
      const next = script[Math.min(attempted.length, script.length) - 1] ?? 'silence';
      const { afterMs, answer, isHeard } = slowly(next);
      if (afterMs > 0) await clock.sleep(afterMs, signal);
      if (signal.aborted && !isHeard) return GIVEN_UP;
      return typeof answer === 'function' ? answer(texts) : answer;
    },
    async close() {
      closed.push('closed');
      if (!letsGo) await new Promise(() => {});
    },
  };
  const shipment = new Shipment({ destination, clock, random: () => 1, attempts, bufferLines, occurrences });
  const [hurry, over, late] = [new AbortController(), new AbortController(), new AbortController()];
  const stopped = new AbortController();
  const running = shipment.run({ hurry: hurry.signal, over: over.signal, late: late.signal });
  let taken = 0;
  const sumOf = (what: string): number =>
    recorded.reduce((sum, one) => sum + (one.what === what ? Number(one.details.lines) : 0), 0);
  return {
    ...{ clock, shipment, attempted, recorded, closed, running },
    /** Gives it lines that are named by their numbers. */
    take(count: number) {
      for (let n = 0; n < count; n += 1) {
        shipment.take({ id: `id-${taken}`, sequence: taken + 1, text: `${taken}` });
        taken += 1;
      }
    },
    hurry: () => hurry.abort(),
    /** No line comes any more, and the last moment is five seconds from now. */
    stop() {
      hurry.abort();
      over.abort();
      void clock.sleep(5_000, stopped.signal).then(() => late.abort());
      void running.then(() => stopped.abort());
    },
    told: (what: string) => recorded.filter((one) => one.what === what).map(({ details }) => details),
    sums: () => ({ taken, sent: sumOf('sent'), dropped: sumOf('dropped'), waiting: shipment.depth }),
  };
}
