import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import type { FakeContainer } from '../support/fake-engine/fake-container.ts';
import { startFakeEngine } from '../support/fake-engine/fake-engine.ts';
import { type BrowserSuite, describeInBrowser, heading } from './describe-in-browser.ts';
import { ownServer } from './own-server.ts';
import { median, timeToFrame } from './time-to-frame.ts';

const PATIENCE_MS = 180_000;
/** What people feel as at once. */
const AT_ONCE_MS = 200;
const TIMES = 5;
const EVENTS = 2_000;
const MOST_LINES = 3_000;
const SLOW = { timeout: 60_000 };

/** A server that watches one container, of which each line that begins with `told` becomes an event. */
async function watching(suite: BrowserSuite) {
  const engine = await startFakeEngine();
  const web = engine.addContainer({ name: 'web' });
  const dockerHost = [{ name: 'nas', url: engine.url }];
  const scene = await ownServer(suite, '/users', { dockerHost, containerEventsPerMinute: 0 });
  await scene.admin.post('/api/log-scan-rules', { name: 'each', pattern: '^told', cooldown_seconds: 0 });
  const found = async () => (await scene.admin.get('/api/containers')).body?.items;
  await expect.poll(found, SLOW).toMatchObject([{ state: 'following' }]);
  engine.time.move(60_000);
  return { ...scene, web };
}

/** A list with all its rows read. */
async function openLongList(page: Page, go: (path: string) => Promise<void>): Promise<void> {
  await go('/events');
  const read = async (): Promise<number> => {
    await page.locator('.virtual-list').evaluate((list) => list.scrollTo({ top: list.scrollHeight }));
    return Number(await page.locator('.virtual-list li').first().getAttribute('aria-setsize'));
  };
  await expect.poll(read, { ...SLOW, interval: 20 }).toBe(EVENTS);
}

async function withManyEvents(suite: BrowserSuite) {
  const scene = await watching(suite);
  for (let n = 1; n <= EVENTS; n += 1) scene.web.log('stdout', `told ${n}`);
  const newest = async () => (await scene.admin.get('/api/events?limit=1')).body?.items;
  await expect.poll(newest, SLOW).toMatchObject([{ message: `told ${EVENTS}` }]);
  return scene;
}

/** About two hundred lines a second until the test ends. */
function writeOn(web: FakeContainer): void {
  let written = 0;
  const timer = setInterval(() => {
    for (let n = 0; n < 10; n += 1) web.log('stdout', `request ${written++} from 10.0.0.7 took 12 ms`);
  }, 50);
  onTestFinished(() => clearInterval(timer));
}

/** One slow moment of a machine is none of the page. */
async function expectAtOnce(once: () => Promise<number>): Promise<void> {
  const felt: number[] = [];
  for (let n = 0; n < TIMES; n += 1) felt.push(await once());
  expect(median(felt), felt.join(', ')).toBeLessThan(AT_ONCE_MS);
}

describeInBrowser('whoever does something sees it at once', (suite) => {
  test(
    'who chooses a severity in a list of thousands of events',
    async () => {
      const { page, go } = await withManyEvents(suite);
      await expectAtOnce(async () => {
        await openLongList(page, go);
        return timeToFrame(page, () => page.getByRole('button', { name: 'Error' }).click());
      });
    },
    PATIENCE_MS,
  );

  test(
    'who opens an event of thousands',
    async () => {
      const { page, go } = await withManyEvents(suite);
      await expectAtOnce(async () => {
        await openLongList(page, go);
        const felt = await timeToFrame(page, () => page.locator('.event-row').last().click());
        await page.waitForURL(/\/events\/./);
        return felt;
      });
    },
    PATIENCE_MS,
  );

  test(
    'who holds lines still that come by the hundreds, where thousands stand already',
    async () => {
      const { page, go, web } = await watching(suite);
      await go(`/logs?containers=${web.id}`);
      await heading(page, 'Logs');
      await page.locator('.log-view').waitFor();
      const lines = page.locator('.log-view li');
      // What is written before the stream is open comes as its last lines, of which there are few.
      web.log('stdout', 'before 1');
      await expect.poll(() => lines.count(), SLOW).toBe(1);
      for (let n = 2; n <= MOST_LINES; n += 1) web.log('stdout', `before ${n}`);
      await expect.poll(() => lines.count(), SLOW).toBe(MOST_LINES);
      writeOn(web);
      const newest = () => lines.last().locator('code').textContent();
      const pause = page.getByRole('button', { name: 'Pause' });
      await expectAtOnce(async () => {
        const seen = await newest();
        await expect.poll(newest, SLOW).not.toBe(seen);
        const felt = await timeToFrame(page, () => pause.click());
        expect(await pause.getAttribute('aria-pressed')).toBe('true');
        await pause.click();
        return felt;
      });
    },
    PATIENCE_MS,
  );
});
