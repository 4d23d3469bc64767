// How many events there were of each severity in each step of a span, added up as they are found.
import type { EventMinute } from '../../../core/events/event-query.ts';
import { noSeverityCounts } from '../../../core/events/severity-counts.ts';
import type { Severity } from '../../../core/severity.ts';

export const MINUTE_MS = 60_000;

export const stepMs = (minutes: number): number => minutes * MINUTE_MS;

/** Changed in place: an event may be one of hundreds of thousands. */
export class StepTally {
  readonly #minutes: number;
  readonly #steps = new Map<number, ReturnType<typeof noSeverityCounts>>();

  constructor(minutes: number) {
    this.#minutes = minutes;
  }

  /** By the number of the step since 1970. */
  add(step: number, severity: Severity, events: number): void {
    const counts = this.#steps.get(step) ?? noSeverityCounts();
    counts[severity] += events;
    this.#steps.set(step, counts);
  }

  addAt(time: number, severity: Severity): void {
    this.add(Math.floor(time / stepMs(this.#minutes)), severity, 1);
  }

  /** In order; those without an event are left out. */
  steps(): readonly EventMinute[] {
    const inOrder = [...this.#steps].toSorted(([a], [b]) => a - b);
    return inOrder.map(([step, counts]) => ({ at: step * stepMs(this.#minutes), counts }));
  }
}
