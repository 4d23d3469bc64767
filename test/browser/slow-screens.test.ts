import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { describeInBrowser } from './describe-in-browser.ts';
import { watchedShop } from './watched-shop.ts';

const PATIENCE_MS = 60_000;
const WAITING = 'Waiting for the server…';
/** Of one screen. */
const MOST_SHIFT = 0.005;

/** Every call of the page waits until it is let go, whoever the person is excepted. */
const holdAnswers = (page: Page): Promise<() => Promise<void>> => hold(page, /\/api\/(?!auth\/me)/);

async function hold(page: Page, what: RegExp): Promise<() => Promise<void>> {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(what, async (route) => {
    await held;
    await route.continue().catch(() => undefined);
  });
  return async () => {
    release();
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  };
}

const drawnTwice = (page: Page): Promise<unknown> =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));

describeInBrowser('a slow server', (suite) => {
  test(
    'moves nothing when it answers at last, on any screen, and the screen says at once what it is',
    async () => {
      const { page, misdeeds, admin, engine, container, workloadId, ruleId, server } = await watchedShop(
        suite,
        '/users',
      );
      engine.time.move(60_000);
      container('web')?.log('stdout', 'disk full');
      const events = async () =>
        (await admin.get('/api/events?source=logscan')).body?.items as { readonly id: string }[];
      await expect.poll(events, { timeout: 20_000 }).toHaveLength(1);
      const config = { url: 'http://10.255.0.1:9000/hook' };
      await admin.post('/api/event-triggers', { name: 'ops', channel: 'webhook', config });
      const [event] = await events();
      /** What has to be there in the end, and what is said until then. */
      const screens: readonly (readonly [path: string, ready: string, says: string])[] = [
        ['/events', '.event-row', 'Counting'],
        [`/events/${event?.id}`, '.event-text', WAITING],
        [`/logs?containers=${container('web')?.id}`, '.log-view li', WAITING],
        ['/workloads', 'tbody tr', WAITING],
        [`/workloads/${workloadId('web')}`, '.rule-list li', WAITING],
        ['/rules', 'tbody tr', WAITING],
        [`/rules/${ruleId}`, '.empty', WAITING],
        ['/rules/new', `option[value="${workloadId('web')}"]`, 'Paste a few lines of a log'],
        ['/triggers', '.trigger', WAITING],
        ['/triggers/new', `option[value="${workloadId('web')}"]`, 'Gets a POST with the event'],
        ['/deliveries', '.empty', 'What became of every message.'],
        ['/explain', `option[value="${workloadId('web')}"]`, 'What is written where'],
      ];
      const shifts: [path: string, shift: number][] = [];
      for (const [path, ready, says] of screens) {
        const before = misdeeds.layoutShift;
        const letGo = await holdAnswers(page);
        await page.goto(server.url + path);
        await page.locator('main').getByText(says).first().waitFor();
        await drawnTwice(page);
        await letGo();
        await page.locator(ready).first().waitFor({ state: 'attached' });
        await drawnTwice(page);
        expect(await page.getByText(WAITING).count()).toBe(0);
        shifts.push([path, misdeeds.layoutShift - before]);
      }
      expect(shifts.filter(([, shift]) => shift > MOST_SHIFT)).toEqual([]);
    },
    PATIENCE_MS,
  );

  test.each([
    ['nobody knows yet who is there', /\/api\/auth\/me/],
    ['the screen itself has not come', /\/assets\/workloads-page-/],
  ])(
    'is said to be waited for while %s, and moves nothing when it answers',
    async (_, what) => {
      const { page, misdeeds, server } = await watchedShop(suite, '/users');
      const before = misdeeds.layoutShift;
      const letGo = await hold(page, what);
      await page.goto(`${server.url}/workloads`);
      await page.locator('main').getByText(WAITING).waitFor();
      await drawnTwice(page);
      await letGo();
      await page.locator('main tbody tr').first().waitFor();
      await drawnTwice(page);
      expect(await page.getByText(WAITING).count()).toBe(0);
      expect(misdeeds.layoutShift - before).toBeLessThan(MOST_SHIFT);
    },
    PATIENCE_MS,
  );
});
