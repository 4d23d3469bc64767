import type { UiPage } from '../../src/core/ui/ui-pages.ts';

const MOST = 100;

interface Step {
  readonly at: number;
  readonly page: UiPage;
}

/** Which page was shown when, for what a browser tells only at the end. Times are those of `performance.now()`; the oldest steps are forgotten. */
export class PageTrail {
  #steps: readonly Step[] = [];

  arrived(page: UiPage, at: number): void {
    if (this.#steps.at(-1)?.page !== page) this.#steps = [...this.#steps.slice(1 - MOST), { at, page }];
  }

  pageAt(time: number): UiPage {
    return (this.#steps.findLast(({ at }) => at <= time) ?? this.#steps[0])?.page ?? 'other';
  }
}
