import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { describeInBrowser } from './describe-in-browser.ts';
import { watchedShop } from './watched-shop.ts';

const ENDLESS = 'W'.repeat(90);
const PILED = `z${'\u0301\u0316\u0489'.repeat(100)}`;
const WIDTHS = [1366, 360];

/** How far the page can be pushed sideways. */
const excess = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

describeInBrowser('names without an end, and letters under a pile of marks', (suite) => {
  test('widen no page, and leave room for the line that a rule marks', async () => {
    const { page, go, admin, container, engine } = await watchedShop(suite, '/rules');
    await admin.post('/api/log-scan-rules', { name: ENDLESS, pattern: 'disk', severity: 'error' });
    engine.time.move(60_000);
    container('web')?.log('stderr', `disk ${PILED}`);
    const events = async () => (await admin.get('/api/events?source=logscan')).body?.items as { id: string }[];
    await expect.poll(async () => (await events()).length, { timeout: 20_000 }).toBeGreaterThan(0);
    const event = `/events/${(await events())[0]?.id}`;

    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 740 });
      await go('/rules');
      await page.getByRole('link', { name: ENDLESS }).waitFor();
      expect(await excess(page), `rules at ${width}`).toBeLessThanOrEqual(0);
      await go('/audit');
      await page.getByText(ENDLESS).waitFor();
      expect(await excess(page), `audit at ${width}`).toBeLessThanOrEqual(0);
      await go(event);
      await page.locator('.event-text').waitFor();
      expect(await excess(page), `event at ${width}`).toBeLessThanOrEqual(0);
      await go('/logs');
      await page.getByLabel('Container').selectOption('shop-web-1 (nas)');
      await page.locator('.log-view .tag', { hasText: ENDLESS }).first().waitFor();
      const { line, room, end, edge } = await page.evaluate(() => {
        const box = (where: string) => document.querySelector(where)?.getBoundingClientRect() ?? new DOMRect();
        const [frame, text] = [box('.log-view [data-hit="true"]'), box('.log-view [data-hit="true"] code')];
        return { line: frame.width, room: text.width, end: text.right, edge: frame.right };
      });
      expect(room, `a line at ${width}`).toBeGreaterThan(width < 600 ? line * 0.8 : line / 4);
      expect(end, `a line at ${width}`).toBeLessThanOrEqual(edge);
    }
  }, 90_000);
});
