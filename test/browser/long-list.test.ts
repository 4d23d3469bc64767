import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { startFakeEngine } from '../support/fake-engine/fake-engine.ts';
import { type BrowserSuite, describeInBrowser } from './describe-in-browser.ts';
import { focusedStop } from './keyboard.ts';
import { ownServer } from './own-server.ts';

const PATIENCE_MS = 120_000;
const EVENTS = 3_000;
/** Far more than there ever are of what is drawn, far less than there are of all. */
const MOST_ROWS = 100;

/** A server with so many events, and a container of which each line becomes one more. */
async function filled(suite: BrowserSuite) {
  const engine = await startFakeEngine();
  const web = engine.addContainer({ name: 'web' });
  const dockerHost = [{ name: 'nas', url: engine.url }];
  const scene = await ownServer(suite, '/users', { dockerHost, containerEventsPerMinute: 0 });
  await scene.admin.post('/api/log-scan-rules', { name: 'each', pattern: '^line', cooldown_seconds: 0 });
  const found = async () => (await scene.admin.get('/api/containers')).body?.items;
  await expect.poll(found, { timeout: 20_000 }).toMatchObject([{ state: 'following' }]);
  engine.time.move(60_000);
  let written = 0;
  const write = async (lines: number): Promise<void> => {
    for (let n = 0; n < lines; n += 1) web.log('stdout', `line ${written + n + 1}`);
    written += lines;
    const newest = async () => (await scene.admin.get('/api/events?limit=1')).body?.items;
    await expect.poll(newest, { timeout: 60_000 }).toMatchObject([{ message: `line ${written}` }]);
  };
  await write(EVENTS);
  await scene.go('/events');
  await scene.page.locator('.event-row').first().waitFor();
  return { ...scene, write };
}

const count = async (page: Page): Promise<number> =>
  Number(await page.locator('.virtual-list li').first().getAttribute('aria-setsize'));

const scrollTo = (page: Page, share: number): Promise<void> =>
  page.locator('.virtual-list').evaluate((list, part) => list.scrollTo({ top: list.scrollHeight * part }), share);

/** Every row that is there holds the event of its place, and there are not many of them. */
async function expectRowsRight(page: Page, around: number): Promise<void> {
  const rows = () =>
    page
      .locator('.virtual-list li')
      .evaluateAll((all) =>
        all.map(
          (row) =>
            [
              Number(row.getAttribute('aria-posinset')),
              row.querySelector('.event-message')?.textContent ?? '',
            ] as const,
        ),
      );
  await expect.poll(async () => (await rows()).some(([place]) => Math.abs(place - around) < 20)).toBe(true);
  const there = await rows();
  expect(there.length).toBeLessThan(MOST_ROWS);
  expect(there.filter(([place, message]) => message !== `line ${EVENTS + 1 - place}`)).toEqual([]);
}

describeInBrowser('a long list of events', (suite) => {
  test(
    'is read to its end and jumped through with the rows of each place and no others, and stands still while more come',
    async () => {
      const { page, write } = await filled(suite);
      for (let known = await count(page); known < EVENTS; ) {
        await scrollTo(page, 1);
        const before = known;
        await expect.poll(() => count(page)).toBeGreaterThan(before);
        known = await count(page);
      }
      expect(await count(page)).toBe(EVENTS);
      for (const share of [0.5, 0.1, 0.9, 0.25]) {
        await scrollTo(page, share);
        await expectRowsRight(page, share * EVENTS);
      }
      await write(300);
      await page.getByRole('button', { name: '300 new events' }).waitFor();
      await expectRowsRight(page, 0.25 * EVENTS);
    },
    PATIENCE_MS,
  );

  test(
    'is gone through by Page Down and Page Up, and scrolling takes the focus from no row',
    async () => {
      const { page } = await filled(suite);
      const focusedLine = async (): Promise<number> =>
        Number(/line (\d+)/.exec((await focusedStop(page)).name)?.[1] ?? Number.NaN);
      await page.locator('.event-row').first().focus();
      expect(await focusedLine()).toBe(EVENTS);
      await page.keyboard.press('PageDown');
      await expect.poll(focusedLine).toBeLessThan(EVENTS - 3);
      const step = EVENTS - (await focusedLine());
      await page.keyboard.press('PageDown');
      await expect.poll(focusedLine).toBe(EVENTS - 2 * step);
      await page.keyboard.press('PageUp');
      await expect.poll(focusedLine).toBe(EVENTS - step);
      await scrollTo(page, 1);
      await page.locator('li[aria-posinset="90"]').waitFor();
      expect(await focusedLine()).toBe(EVENTS - step);
      await page.keyboard.press('ArrowDown');
      await expect.poll(focusedLine).toBe(EVENTS - step - 1);
      await page.locator(`li[aria-posinset="${step + 2}"] a`).click({ trial: true });
    },
    PATIENCE_MS,
  );
});
