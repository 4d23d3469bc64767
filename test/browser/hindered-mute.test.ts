import { expect, test } from 'vitest';
import { type BrowserSuite, describeInBrowser } from './describe-in-browser.ts';
import { watchedShop } from './watched-shop.ts';

const HOUR_MS = 3_600_000;
const PATIENCE_MS = 60_000;

/** A browser whose clock is ahead of the server's by so much, on the page of an event. */
async function anEvent(suite: BrowserSuite, aheadMs = 0) {
  const { page, admin, engine, container, go, server } = await watchedShop(suite, '/users');
  engine.time.move(60_000);
  container('web')?.log('stderr', 'disk full');
  const events = async () => ((await admin.get('/api/events?source=logscan')).body?.items ?? []) as { id: string }[];
  await expect.poll(async () => (await events()).length, { timeout: 20_000 }).toBe(1);
  await page.addInitScript((ahead) => {
    const RealDate = Date;
    globalThis.Date = new Proxy(RealDate, {
      construct: (target, given) => Reflect.construct(target, given.length === 0 ? [target.now() + ahead] : given),
      get: (target, name) => (name === 'now' ? () => RealDate.now() + ahead : Reflect.get(target, name)),
    });
  }, aheadMs);
  await go(`/events/${(await events())[0]?.id}`);
  const mutes = async () => ((await admin.get('/api/mutes')).body?.items ?? []) as { from: string; until: string }[];
  return { page, mutes, go, server };
}

describeInBrowser('a mute', (suite) => {
  test.each([25 * HOUR_MS, -25 * HOUR_MS])(
    'of an hour is one of an hour, though the clock of the browser is off by %d ms; and so are other spans',
    async (ahead) => {
      const { page, mutes, go } = await anEvent(suite, ahead);
      await page.getByRole('button', { name: 'Mute…' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'For 1 hour' }).click();
      await page.getByText('Muted in shop/web until').waitFor();
      const [{ from = '', until = '' } = {}] = await mutes();
      expect(Math.abs(Date.parse(until) - Date.parse(from) - HOUR_MS)).toBeLessThan(HOUR_MS / 2);
      await go('/events?last=1h');
      await page.locator('.event-row').first().waitFor();
    },
    PATIENCE_MS,
  );

  test(
    'is one, however often somebody presses while the server takes its time',
    async () => {
      const { page, mutes } = await anEvent(suite);
      const { promise: held, resolve: release } = Promise.withResolvers<void>();
      await page.route('**/api/mutes', async (route) => {
        if (route.request().method() === 'POST') await held;
        await route.continue();
      });
      await page.getByRole('button', { name: 'Mute…' }).click();
      const hour = page.getByRole('dialog').getByRole('button', { name: 'For 1 hour' });
      await hour.focus();
      for (const _ of [1, 2, 3]) await page.keyboard.press('Enter');
      release();
      await page.getByText('Muted in shop/web until').waitFor();
      await page.unrouteAll({ behavior: 'wait' });
      expect(await mutes()).toHaveLength(1);
    },
    PATIENCE_MS,
  );
});
