import { expect, test } from 'vitest';
import { describeInBrowser } from './describe-in-browser.ts';
import { ownServer } from './own-server.ts';
import { watchedShop } from './watched-shop.ts';

const PATIENCE_MS = 60_000;
/** Half past five ahead of UTC: where the pages of the tests are looked at, unlike their server. */
const READERS_OFFSET = '+05:30';

describeInBrowser('what is held', (suite) => {
  test(
    'the list of events holds still while it is scrolled down, wherever the pointer is, and goes on at its top',
    async () => {
      const { admin, page, go } = await ownServer(suite, '/users');
      for (let n = 1; n <= 60; n++)
        expect((await admin.post('/api/events', { severity: 'info', message: `event ${n}` })).status).toBe(201);
      await page.mouse.move(5, 5);
      await go('/events');
      const list = page.locator('.virtual-list');
      await page.getByText('event 60', { exact: true }).waitFor();
      await list.evaluate((element) => element.scrollTo({ top: 100 }));
      await admin.post('/api/events', { severity: 'warn', message: 'event 61' });
      await page.getByRole('button', { name: '1 new event' }).waitFor();
      expect(await list.evaluate(({ scrollTop }) => scrollTop)).toBe(100);
      expect(await page.getByText('event 61', { exact: true }).count()).toBe(0);
      await list.evaluate((element) => element.scrollTo({ top: 0 }));
      await page.getByText('event 61', { exact: true }).waitFor();
      expect(await page.getByRole('button', { name: '1 new event' }).count()).toBe(0);
    },
    PATIENCE_MS,
  );

  test(
    'a rule that is muted until tomorrow is so until eight in the morning where the reader is',
    async () => {
      const { admin, page, go, engine, container } = await watchedShop(suite, '/users');
      engine.time.move(60_000);
      container('web')?.log('stdout', 'disk full');
      const found = async () => ((await admin.get('/api/events')).body?.items ?? []) as readonly { id: string }[];
      await expect.poll(found, { timeout: 20_000 }).toHaveLength(1);
      await go(`/events/${(await found())[0]?.id}`);
      await page.getByRole('button', { name: 'Mute…' }).click();
      await page.getByRole('button', { name: 'Until tomorrow' }).click();
      await page.getByText('“disk” is muted until tomorrow morning.').waitFor();
      const [mute] = ((await admin.get('/api/mutes')).body?.items ?? []) as readonly { from: string; until: string }[];
      const begun = new Date(mute?.from ?? '');
      const here = new Date(begun.toLocaleString('en-US', { timeZone: 'Asia/Kolkata' }));
      const tomorrow = new Date(Date.UTC(here.getFullYear(), here.getMonth(), here.getDate() + 1));
      const morning = `${tomorrow.toISOString().slice(0, 10)}T08:00:00${READERS_OFFSET}`;
      expect(mute?.until).toBe(new Date(morning).toISOString());
    },
    PATIENCE_MS,
  );
});
