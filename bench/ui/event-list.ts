// Whether the event list keeps up in a real browser: 100,000 events in it, 1,000 a second arriving, and somebody who scrolls.
// node bench/ui/event-list.ts [--events N] [--rate N] [--minutes N]; what the browser shows is built by `npm run build` or any start.
import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../test/support/browser.ts';
import { quantile } from '../delivery/measured.ts';
import { PASSWORD } from '../delivery/server-process.ts';
import { eventsArriving } from './arriving-events.ts';
import { FRAME_MS, type Frames, framesDuring } from './frames.ts';
import { staticList } from './static-list.ts';
import { dragEndToEnd, heldBy, hold, wheel } from './ways.ts';

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '100000' },
    rate: { type: 'string', default: '1000' },
    minutes: { type: 'string', default: '4' },
  },
});
const [EVENTS, RATE, MINUTES] = [Number(values.events), Number(values.rate), Number(values.minutes)];
const SECONDS = 6;
const LOOK_MS = 30;
const [LIST, VIEW] = ['.virtual-list', { width: 1280, height: 800 }];
const MOST_BUSY_MS = 10;
/** Of all frames, more than the page that does nothing misses. */
const MOST_MISSED_MORE = 0.02;
const MOST_NODES = 2_000;
const MOST_GROWTH_MIB = 4;
const faults: string[] = [];

const arriving = await eventsArriving(EVENTS);
const browser = await launchBrowser({ scrollBars: true });
try {
  arriving.arrive(RATE);
  const [began, before] = [performance.now(), await arriving.count()];
  console.log(
    `${before} events, ${RATE} a second; load ${loadavg()[0]?.toFixed(1)}; milliseconds, CPU of the page’s main thread in each frame`,
  );
  console.log(
    `${''.padEnd(28)}${['frames', 'apart p50', 'p95', 'p99', 'work p50', 'p95', 'p99', 'missed'].map((name) => name.padStart(10)).join('')}`,
  );
  const still = await stillPage(browser);
  const page = await eventPage(browser);
  await readAll(page);
  await scrollThrough(page, still);
  const arrived = ((await arriving.count()) - before) / ((performance.now() - began) / 1_000);
  console.log(`${arrived.toFixed(0)} events a second were stored meanwhile`);
  if (arrived < 0.9 * RATE) faults.push('fewer events came than should');
  await watchMemory(page);
} finally {
  await browser.close();
  await arriving.stop();
}
for (const fault of faults) console.log(`missed: ${fault}`);
if (faults.length > 0) process.exitCode = 1;

type Stills = Readonly<Record<'wheel' | 'drag', Frames>>;

/** What the same hand finds on a page without scripts. */
async function stillPage(inBrowser: Browser): Promise<Stills> {
  const page = await inBrowser.newPage({ viewport: VIEW });
  await page.setContent(staticList({ width: 1_000, height: 420 }));
  const found = {
    wheel: await framesDuring(inBrowser, page, () => wheel(page, '.list', SECONDS)),
    drag: await framesDuring(inBrowser, page, () => dragEndToEnd(page, '.list')),
  };
  tell('a still page: wheel', found.wheel);
  tell('a still page: scroll bar', found.drag);
  await page.close();
  return found;
}

async function eventPage(inBrowser: Browser): Promise<Page> {
  const context = await inBrowser.newContext({ viewport: VIEW });
  const { url } = arriving.server;
  await context.request.post(`${url}/api/auth/login`, { data: { username: 'admin', password: PASSWORD } });
  const page = await context.newPage();
  await page.goto(`${url}/events`);
  await page.locator('.event-row').first().waitFor();
  return page;
}

async function rowsOf(page: Page): Promise<number> {
  return Number(await page.locator(`${LIST} li`).first().getAttribute('aria-setsize'));
}

/** Somebody who wants to see the oldest goes to the end again and again. */
async function readAll(page: Page): Promise<void> {
  const began = performance.now();
  const frames = await framesDuring(browser, page, async () => {
    for (let rows = await rowsOf(page); rows < EVENTS; ) {
      await page.locator(LIST).evaluate((list) => list.scrollTo({ top: list.scrollHeight }));
      const known = rows;
      // Whoever asks without pause is work for the page as well.
      for (; rows === known; rows = await rowsOf(page)) await sleep(LOOK_MS);
    }
  });
  tell('reading on, to the end', frames);
  // A page is read, and all rows are others, in one frame, which must not be late.
  if (quantile(frames.busy, 0.99) > FRAME_MS) faults.push('reading on takes longer than a frame');
  console.log(`  ${await rowsOf(page)} rows after ${((performance.now() - began) / 1_000).toFixed(0)} s`);
}

async function scrollThrough(page: Page, still: Stills): Promise<void> {
  const list = page.locator(LIST);
  await list.evaluate((element) => element.scrollTo({ top: 1_000 }));
  const wheeled = await framesDuring(browser, page, () => wheel(page, LIST, SECONDS));
  tell('wheel', wheeled);
  judge('wheel', wheeled, still.wheel);
  await list.evaluate(noteLowest);
  const dragged = await framesDuring(browser, page, () => dragEndToEnd(page, LIST));
  const lowest = await list.evaluate((element) => Number(element.dataset.lowest));
  tell('scroll bar, end to end', dragged);
  judge('scroll bar', dragged, still.drag);
  console.log(`  down to ${(100 * lowest).toFixed(1)} % of the list`);
  if (lowest < 0.98) faults.push('the scroll bar did not reach the end');
  await list.evaluate((element) => element.scrollTo({ top: 1_000 }));
  await page.locator('.event-row').nth(20).focus();
  const paged = await framesDuring(browser, page, () => hold(page, 'PageDown', SECONDS));
  const at = await page.evaluate(() => document.activeElement?.closest('li')?.getAttribute('aria-posinset'));
  tell('Page Down held', paged);
  judge('Page Down', paged);
  console.log(`  down to row ${at}; the page says “${await page.locator('.event-news').textContent()}”`);
  if (Number(at) < 500) faults.push('Page Down got stuck');
  await list.evaluate((element) => element.scrollTo({ top: 0 }));
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.mouse.move(5, 5);
  await sleep(5_000);
  const standing = await framesDuring(browser, page, () => sleep(SECONDS * 1_000));
  tell('at the top, all shown', standing);
  judge('at the top', standing);
}

/** Runs in the page: how far down it was scrolled at most, as a part of the whole. */
function noteLowest(list: HTMLElement): void {
  list.dataset.lowest = '0';
  list.addEventListener('scroll', () => {
    const part = (list.scrollTop + list.clientHeight) / list.scrollHeight;
    list.dataset.lowest = String(Math.max(part, Number(list.dataset.lowest)));
  });
}

/** The list is full again after a while, and stays so. */
async function watchMemory(page: Page): Promise<void> {
  const found: number[] = [];
  for (const until = performance.now() + MINUTES * 60_000; performance.now() < until; await sleep(10_000)) {
    const { nodes, heapMib } = await heldBy(page);
    found.push(heapMib);
    console.log(`  ${await rowsOf(page)} rows: ${nodes} elements, ${heapMib.toFixed(1)} MiB`);
    if (nodes > MOST_NODES) faults.push(`${nodes} elements`);
  }
  const [third = 0, last = 0] = [found[Math.floor((found.length * 2) / 3)], found.at(-1)];
  console.log(`heap ${third.toFixed(1)} MiB after two thirds of the time, ${last.toFixed(1)} MiB at its end`);
  if (last > third + MOST_GROWTH_MIB) faults.push('the heap grows');
}

function tell(what: string, { intervals, busy, missed }: Frames): void {
  const of = (times: readonly number[]) =>
    [0.5, 0.95, 0.99].map((share) => quantile(times, share).toFixed(1).padStart(10)).join('');
  console.log(
    `${what.padEnd(28)}${String(intervals.length).padStart(10)}${of(intervals)}${of(busy)}${String(missed).padStart(10)}`,
  );
}

function judge(what: string, { intervals, busy, missed }: Frames, still?: Frames): void {
  const p99 = quantile(busy, 0.99);
  if (!(p99 <= MOST_BUSY_MS))
    faults.push(`${what}: ${p99.toFixed(1)} ms of work in a frame (p99, asked ${MOST_BUSY_MS})`);
  if (still === undefined) return;
  const share = (frames: { missed: number; intervals: readonly number[] }) =>
    frames.missed / (frames.missed + frames.intervals.length);
  const more = share({ missed, intervals }) - share(still);
  if (more > MOST_MISSED_MORE)
    faults.push(`${what}: ${(100 * more).toFixed(1)} % more frames missed than by a still page`);
}
