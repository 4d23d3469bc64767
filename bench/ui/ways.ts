// The ways in which a hand goes through a list. Each works on any element that scrolls, so that lists can be compared.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';

const TAKE_MS = 200;
const [REPEAT_MS, DRAG_MS, WHEEL_PX_A_SECOND] = [33, 5_000, 6_000];
/** The buttons that a scroll bar has at its ends, and the middle of it. */
const [BUTTON_PX, MIDDLE_PX] = [15, 7];

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

async function placeOf(page: Page, list: string): Promise<Place> {
  const place = await page.locator(list).boundingBox();
  if (!place) throw new Error(`There is no ${list}.`);
  return place;
}

/** Turns the wheel without pause; what it does is the browser's own way of scrolling. */
export async function wheel(page: Page, list: string, seconds: number): Promise<void> {
  const { x, y, width, height } = await placeOf(page, list);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Input.synthesizeScrollGesture', {
    ...{ x: x + width / 2, y: y + height / 2, yDistance: -WHEEL_PX_A_SECOND * seconds, speed: WHEEL_PX_A_SECOND },
    gestureSourceType: 'mouse',
  });
  await devtools.detach();
}

/** Draws the scroll bar from one end to the other and back, the whole list within some seconds. */
export async function dragEndToEnd(page: Page, list: string): Promise<void> {
  const { x, y, width, height } = await placeOf(page, list);
  const [middle, top, end] = [x + width - MIDDLE_PX, y + BUTTON_PX + 5, y + height - BUTTON_PX];
  await page.locator(list).evaluate((element) => element.scrollTo({ top: 0 }));
  await take(page, list, { x: middle, y: top });
  const began = performance.now();
  for (let share = 0; share < 1; ) {
    share = Math.min(1, (performance.now() - began) / DRAG_MS);
    await page.mouse.move(middle, top + (end - top) * (1 - Math.abs(1 - 2 * share)));
    await sleep(4);
  }
  await page.mouse.up();
}

/** A busy page may not have the bar under the pointer yet: then a hand takes it again. */
async function take(page: Page, list: string, at: Pick<Place, 'x' | 'y'>): Promise<void> {
  for (let tries = 0; tries < 5; tries += 1) {
    await page.mouse.move(at.x, at.y);
    await page.mouse.down();
    await page.mouse.move(at.x, at.y + 5, { steps: 3 });
    await sleep(TAKE_MS);
    if (await page.locator(list).evaluate((element) => element.scrollTop > 0)) return;
    await page.mouse.up();
  }
  throw new Error('The scroll bar cannot be taken.');
}

/** As a keyboard repeats a key that is held. */
export async function hold(page: Page, key: string, seconds: number): Promise<void> {
  const until = performance.now() + seconds * 1_000;
  while (performance.now() < until) {
    await page.keyboard.down(key);
    await sleep(REPEAT_MS);
  }
  await page.keyboard.up(key);
}

/** How many elements the page has, and what its scripts hold after a collection of garbage, in MiB. */
export async function heldBy(page: Page): Promise<{ readonly nodes: number; readonly heapMib: number }> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  await devtools.detach();
  const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
  return { nodes, heapMib: usedSize / 2 ** 20 };
}
