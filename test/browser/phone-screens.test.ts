import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import { describeInBrowser } from './describe-in-browser.ts';
import { ownServer } from './own-server.ts';
import { watchedShop } from './watched-shop.ts';

const PHONE = { width: 360, height: 780 };
const PATIENCE_MS = 60_000;

async function boxOf(element: Locator) {
  const box = await element.boundingBox();
  if (box === null) throw new Error('Nothing is there to be measured.');
  return { ...box, bottom: box.y + box.height };
}

describeInBrowser('on a phone', (suite) => {
  test(
    'what is said of a line of a log stands nearer to it than to the line before',
    async () => {
      const { page, go, engine, container } = await watchedShop(suite, '/users');
      engine.time.move(60_000);
      for (const text of ['first', 'disk full', 'disk full again']) container('web')?.log('stdout', text);
      await page.setViewportSize(PHONE);
      await go('/logs');
      await page.getByLabel('Workload', { exact: true }).selectOption({ label: 'shop/web (nas)' });
      const lines = page.locator('.log-view li');
      await expect.poll(() => lines.count(), { timeout: 20_000 }).toBe(3);
      await lines.last().locator('.tag').waitFor();
      for (const at of [1, 2]) {
        const [before, said, text] = [
          await boxOf(lines.nth(at - 1).locator('code')),
          await boxOf(lines.nth(at).locator('time')),
          await boxOf(lines.nth(at).locator('code')),
        ];
        expect(text.y).toBeGreaterThanOrEqual(said.bottom);
        expect(text.y - said.bottom).toBeLessThan(said.y - before.bottom);
      }
      const tools = await Promise.all((await page.locator('.log-tools').last().locator('button').all()).map(boxOf));
      expect(new Set(tools.map(({ y, width }) => `${y} ${Math.round(width)}`)).size).toBe(1);
    },
    PATIENCE_MS,
  );

  test('the end of a name, which tells most, is read in the list of events', async () => {
    const { page, go, admin } = await ownServer(suite, '/users');
    const [front, end] = ['a-project-with-a-long-name/', 'payments'];
    await admin.post('/api/events', {
      ...{ source: 'cron', severity: 'warn', message: 'It is late.' },
      metadata: { workload_name: front + end },
    });
    await page.setViewportSize(PHONE);
    await go('/events');
    const where = page.locator('.event-where');
    await where.waitFor();
    expect(await where.textContent()).toBe(front + end);
    const [all, last] = [await boxOf(where), where.getByText(end, { exact: true })];
    expect((await boxOf(last)).x + (await boxOf(last)).width).toBeLessThanOrEqual(all.x + all.width + 1);
    expect(await last.evaluate(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth)).toBe(true);
  });

  test(
    'a workload of the list takes three lines, and an entry of the audit trail no more',
    async () => {
      const { page, go } = await watchedShop(suite, '/users');
      await page.setViewportSize(PHONE);
      for (const path of ['/workloads', '/audit']) {
        await go(path);
        const row = page.locator('tbody tr').first();
        await row.waitFor();
        const line = await row.evaluate((one) => Number.parseFloat(getComputedStyle(one).lineHeight));
        // With what parts them from each other, and from the next row.
        expect((await boxOf(row)).height, path).toBeLessThan(5.5 * line);
      }
    },
    PATIENCE_MS,
  );

  test('a rule of the list says its severity and its state side by side', async () => {
    const { page, admin, go } = await ownServer(suite, '/users');
    await admin.post('/api/log-scan-rules', { name: 'disk', pattern: 'disk full', severity: 'critical' });
    await page.setViewportSize(PHONE);
    await go('/rules');
    const row = page.getByRole('row', { name: /disk/ });
    const [severity, state] = [await boxOf(row.locator('.severity')), await boxOf(row.locator('.status'))];
    expect(state.y).toBe(severity.y);
    const [hits, last] = [await boxOf(row.getByText('None')), await boxOf(row.getByText('Never'))];
    expect(last.y).toBe(hits.y);
  });

  test('what can be done with a trigger stands in columns of one width', async () => {
    const { page, admin, go } = await ownServer(suite, '/users');
    await admin.post('/api/event-triggers', { name: 'ops', channel: 'webhook', config: { url: 'https://a.example/' } });
    await page.setViewportSize(PHONE);
    await go('/triggers');
    const deeds = page.locator('.trigger .form-actions > *');
    await deeds.first().waitFor();
    const boxes = await Promise.all((await deeds.all()).map(boxOf));
    expect(boxes).toHaveLength(4);
    expect(new Set(boxes.map(({ width }) => Math.round(width))).size).toBe(1);
    expect(new Set(boxes.map(({ x }) => Math.round(x))).size).toBe(2);
  });
});
