import { expect, test } from 'vitest';
import { describeInBrowser } from './describe-in-browser.ts';
import { ownServer } from './own-server.ts';

const PATIENCE_MS = 60_000;

describeInBrowser('the counts of the histogram', (suite) => {
  test('are those of what the list shows, and what comes while it is looked at, on the overview as well', async () => {
    const { admin, page, go } = await ownServer(suite, '/users');
    const totals = page.locator('.histogram-totals > :first-child');
    const send = async (...messages: readonly string[]): Promise<void> => {
      for (const message of messages) {
        const event = { severity: 'error', message, source: message.split(' ')[0] };
        expect((await admin.post('/api/events', event)).status).toBe(201);
      }
    };
    await send('disk full', 'disk lost', 'fan stopped');
    await go('/events?source=disk');
    await expect.poll(() => totals.innerText(), { timeout: PATIENCE_MS }).toBe('2 events');
    await page.getByRole('searchbox').fill('lost');
    await expect.poll(() => totals.innerText(), { timeout: PATIENCE_MS }).toBe('1 event');
    await send('disk lost', 'fan lost');
    await expect.poll(() => totals.innerText(), { timeout: PATIENCE_MS }).toBe('2 events');
    await expect.poll(() => page.locator('.event-message').allTextContents()).toEqual(['disk lost', 'disk lost']);
    await go('/');
    const before = Number.parseInt(await totals.innerText(), 10);
    await send('fan stopped');
    await expect
      .poll(async () => Number.parseInt(await totals.innerText(), 10), { timeout: PATIENCE_MS })
      .toBe(before + 1);
  });

  test('are read on where they take long, and say how far back they came where they end', async () => {
    const { page, go } = await ownServer(suite, '/users');
    let parts = 0;
    await page.route('**/api/events/counts?*', async (route) => {
      const { searchParams: asked } = new URL(route.request().url());
      parts += asked.has('cursor') ? 1 : 0;
      const items = [{ at: asked.get('from'), info: 0, warn: 0, error: 1, critical: 0 }];
      const whence = { next_cursor: 'further', counted_to: '2026-11-20T12:00:00.000Z' };
      await route.fulfill({ json: { step_minutes: Number(asked.get('step_minutes')), items, ...whence } });
    });
    await go('/events?q=needle');
    await page.getByText(/^40 events, counted back to 20 Nov 2026/).waitFor();
    expect(parts).toBeGreaterThanOrEqual(39);
    await page.unrouteAll({ behavior: 'wait' });
  });
});
