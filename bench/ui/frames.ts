// What a page does to the frames of a browser while something happens on it: how far apart they are, and how long its main thread works for each.
import type { Browser, Page } from 'playwright-core';

/** Chromium shows sixty a second, here as well. */
export const FRAME_MS = 1_000 / 60;

const CATEGORIES = ['disabled-by-default-devtools.timeline', '__metadata'];

export interface Frames {
  /** Between one frame and the next, as the page sees them, in milliseconds. */
  readonly intervals: readonly number[];
  /** CPU time of the page's main thread in each frame: script, style, layout and painting, in milliseconds. */
  readonly busy: readonly number[];
  /** Frames that the screen could have shown, and that did not come. */
  readonly missed: number;
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** Watches the frames of a page while this is done. */
export async function framesDuring(browser: Browser, page: Page, work: () => Promise<unknown>): Promise<Frames> {
  await browser.startTracing(page, { categories: CATEGORIES });
  await page.evaluate(beginToWatch);
  await work();
  const at = await page.evaluate(endToWatch);
  const trace = JSON.parse((await browser.stopTracing()).toString()) as { readonly traceEvents: readonly TraceEvent[] };
  const intervals = at.slice(1).map((time, n) => time - (at[n] ?? 0));
  const missed = intervals.reduce((sum, one) => sum + Math.max(0, Math.round(one / FRAME_MS) - 1), 0);
  return { intervals, busy: busyIn(trace.traceEvents), missed };
}

/** What the page's main thread worked between the commit of one frame and that of the next. */
function busyIn(events: readonly TraceEvent[]): readonly number[] {
  const mains = events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
  const commitsOf = ({ pid, tid }: TraceEvent): readonly number[] =>
    events.filter((one) => one.name === 'Commit' && one.pid === pid && one.tid === tid).map(({ ts }) => ts);
  // Other pages may be there, which show no frames.
  const main = mains.toSorted((a, b) => commitsOf(b).length - commitsOf(a).length)[0];
  if (main === undefined) return [];
  const commits = commitsOf(main).toSorted((a, b) => a - b);
  const tasks = events
    .filter(({ name, ph, pid, tid }) => name === 'RunTask' && ph === 'X' && pid === main.pid && tid === main.tid)
    .toSorted((a, b) => a.ts - b.ts);
  const busy = commits.map(() => 0);
  let frame = 0;
  for (const { ts, tdur = 0 } of tasks) {
    while (frame < commits.length && (commits[frame] ?? 0) < ts) frame += 1;
    if (frame < commits.length) busy[frame] = (busy[frame] ?? 0) + tdur / 1_000;
  }
  // The first holds what began before there were frames.
  return busy.slice(1);
}

interface Watched {
  frameTimes?: number[];
  frameHandle?: number;
}

/** Runs in the page. */
function beginToWatch(): void {
  const watched = globalThis as unknown as Watched;
  const times: number[] = [];
  watched.frameTimes = times;
  const next = (): void => {
    times.push(performance.now());
    watched.frameHandle = requestAnimationFrame(next);
  };
  watched.frameHandle = requestAnimationFrame(next);
}

/** Runs in the page. */
function endToWatch(): readonly number[] {
  const { frameTimes = [], frameHandle = 0 } = globalThis as unknown as Watched;
  cancelAnimationFrame(frameHandle);
  return frameTimes;
}
