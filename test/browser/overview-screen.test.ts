import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { ApiClient } from '../support/api-client.ts';
import { startFakeEngine } from '../support/fake-engine/fake-engine.ts';
import { ADMIN_PASSWORD, runServer } from '../support/running-server.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { accessibilityFaults } from './accessibility.ts';
import { describeInBrowser, heading } from './describe-in-browser.ts';
import { tabTo } from './keyboard.ts';
import { ownServer } from './own-server.ts';

const PATIENCE_MS = 60_000;
const SOON = { timeout: 20_000 };
const LAPTOP = { width: 1280, height: 720 };
const WEBHOOK = { channel: 'webhook', config: { url: 'https://receiver.example/hook' } };

/** By how many pixels one would have to scroll. */
function tooTall(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollHeight - innerHeight);
}

describeInBrowser('the overview', (suite) => {
  test(
    'says what needs a hand, leads to where it is mended, and fits on a laptop',
    async () => {
      const engine = await startFakeEngine();
      engine.addContainer({ name: 'web' });
      engine.addContainer({ name: 'mute', driver: 'none' });
      const { page, admin, go } = await ownServer(suite, '/account', {
        dockerHost: [{ name: 'nas', url: engine.url }],
      });
      await page.setViewportSize(LAPTOP);
      await admin.post('/api/log-scan-rules', { name: 'fatal', pattern: 'fatal' });
      await admin.post('/api/event-triggers', { name: 'ops', ...WEBHOOK, enabled: false });
      await go('/');
      const hands = page.getByRole('region', { name: 'What needs a hand' }).getByRole('listitem');
      await expect.poll(() => hands.count(), { timeout: 20_000 }).toBe(2);
      expect(await hands.allInnerTexts()).toEqual([
        expect.stringContaining('1 container cannot be read'),
        expect.stringContaining('“ops” is disabled'),
      ]);
      expect(await tooTall(page)).toBeLessThanOrEqual(0);
      expect(await accessibilityFaults(page, 'overview with hands')).toEqual([]);
      await page.setViewportSize(LAPTOP);
      await page.getByRole('link', { name: '“ops” is disabled' }).click();
      await heading(page, 'Triggers');
      await page.getByRole('button', { name: 'Enable: ops' }).click();
      await page.getByText('“ops” is in use.').waitFor();
      await go('/');
      await expect.poll(() => hands.count()).toBe(1);
    },
    PATIENCE_MS,
  );

  test(
    'says of all containers together how they are read, and which engine is not, with the way to its reason',
    async () => {
      const engine = await startFakeEngine();
      for (const name of ['web', 'db']) engine.addContainer({ name });
      engine.addContainer({ name: 'mute', driver: 'none' });
      const nowhere = { name: 'attic', url: 'unix:///nowhere/docker.sock' };
      const dockerHost = [{ name: 'nas', url: engine.url }, nowhere];
      const { page, admin } = await ownServer(suite, '/', { dockerHost });
      const watching = page.getByRole('region', { name: 'Watching' });
      const rows = async (): Promise<Readonly<Record<string, string>>> =>
        Object.fromEntries(
          await watching
            .locator('dl > div')
            .evaluateAll((all) => all.map((row) => [...row.children].map(({ textContent }) => textContent ?? ''))),
        );
      const all = { nas: '3 containers, Docker 20.10.24', attic: expect.stringMatching(/^Out of reach/) };
      const sound = { Gaps: 'None known', 'Behind by': 'Nothing' };
      await expect.poll(rows, SOON).toEqual({ ...all, ...sound, Containers: '0 read, 3 that no rule looks at' });
      await admin.post('/api/log-scan-rules', { name: 'fatal', pattern: 'fatal' });
      await expect.poll(rows, SOON).toEqual({ ...all, ...sound, Containers: '2 read, 1 unreadable' });
      await page.route('**/api/system', async (route) => {
        const report = (await (await route.fetch()).json()) as { readonly coverage: object };
        const coverage = { ...report.coverage, containers_with_gaps: 2, lag_seconds: 90 };
        await route.fulfill({ json: { ...report, coverage } });
      });
      await expect.poll(rows, SOON).toMatchObject({ Gaps: 'In 2 containers', 'Behind by': '1 min 30 s' });
      await page.getByRole('link', { name: 'attic is not watched' }).click();
      await heading(page, 'System');
      await page.getByText('There is no socket at /nowhere/docker.sock').first().waitFor();
    },
    PATIENCE_MS,
  );

  test.each(['pointer', 'keys'] as const)(
    'leads to the events of a time that is drawn out of its chart, by %s',
    async (by) => {
      const { page, admin, go } = await ownServer(suite, '/account');
      await admin.post('/api/events', { severity: 'error', message: 'now' });
      await go('/');
      const surface = page.getByRole('slider', { name: 'Choose a time' });
      await page.getByText('1 event', { exact: true }).waitFor();
      if (by === 'pointer') {
        const { x, y, width, height } = (await surface.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
        await page.mouse.move(x + width * 0.5, y + height / 2);
        await page.mouse.down();
        await page.mouse.move(x + width * 0.99, y + height / 2, { steps: 4 });
        await page.mouse.up();
      } else {
        await tabTo(page, 'Choose a time');
        for (const key of ['End', 'Shift+PageUp', 'Shift+ArrowLeft', 'Enter']) await page.keyboard.press(key);
      }
      await heading(page, 'Events');
      const { searchParams } = new URL(page.url());
      const [from = 0, to = 0] = ['from', 'to'].map((name) => Date.parse(searchParams.get(name) ?? ''));
      expect(to - from).toBeGreaterThan(0);
      expect(to - from).toBeLessThan(13 * 3_600_000);
      expect(Date.now() - to).toBeLessThan(20 * 60_000);
      await page.locator('.event-message').getByText('now', { exact: true }).waitFor();
    },
    PATIENCE_MS,
  );

  test(
    'fits on a laptop with nothing at all, and with two to four hands, before there is a rule and after, in light and dark',
    async () => {
      const engine = await startFakeEngine();
      engine.addContainer({ name: 'web' });
      const nothing = await ownServer(suite, '/account');
      const covered = await ownServer(suite, '/account', { dockerHost: [{ name: 'nas', url: engine.url }] });
      const tooTallBy: Record<string, number> = {};
      const look = async ({ page, go }: typeof nothing, name: string, hands: number): Promise<void> => {
        await page.setViewportSize(LAPTOP);
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          await go('/');
          const counted = page.getByRole('region', { name: 'What needs a hand' }).getByRole('listitem');
          // Without an engine or a rule something is missing, which is told where nothing else is.
          await expect.poll(() => counted.count(), { timeout: 20_000 }).toBe(Math.max(1, hands));
          await page.getByText(name.startsWith('covered') ? '1 container, Docker' : 'Nothing is watched yet').waitFor();
          const by = await tooTall(page);
          if (by > 0) tooTallBy[`${name}, ${hands} hands, ${colorScheme}`] = by;
        }
      };
      await look(nothing, 'nothing', 0);
      await look(covered, 'covered, no rule', 0);
      for (const [hands, name] of [
        [1, 'ops'],
        [2, 'chat'],
        [3, 'night shift'],
        [4, 'archive'],
      ] as const) {
        for (const { admin } of [nothing, covered])
          await admin.post('/api/event-triggers', { name, ...WEBHOOK, enabled: false });
        await look(nothing, 'nothing', hands);
        await look(covered, 'covered, no rule', hands);
      }
      await covered.admin.post('/api/log-scan-rules', { name: 'fatal', pattern: 'fatal' });
      await look(covered, 'covered', 4);
      expect(tooTallBy).toEqual({});
    },
    PATIENCE_MS,
  );

  test(
    'fits on a laptop also before there is a rule, with the way to one and two hands',
    async () => {
      const engine = await startFakeEngine();
      engine.addContainer({ name: 'web' });
      const { page, admin, go } = await ownServer(suite, '/account', {
        dockerHost: [{ name: 'nas', url: engine.url }],
      });
      await page.setViewportSize(LAPTOP);
      for (const name of ['ops', 'chat']) await admin.post('/api/event-triggers', { name, ...WEBHOOK, enabled: false });
      await go('/');
      await page.getByRole('link', { name: 'First steps' }).waitFor();
      await page.getByText('1 container, Docker').waitFor();
      expect(await page.getByRole('link', { name: 'is disabled' }).count()).toBe(2);
      expect(await tooTall(page)).toBeLessThanOrEqual(0);
    },
    PATIENCE_MS,
  );

  test(
    'is one glance on a laptop also with five engines, seven hands and a receipt, and leads to all of them',
    async () => {
      const names = ['attic', 'cellar', 'garage', 'nas'];
      const engines = await Promise.all(names.map(async (name) => ({ name, url: (await startFakeEngine()).url })));
      const nowhere = { name: 'shed', url: 'unix:///nowhere/docker.sock' };
      const { page, admin, go } = await ownServer(suite, '/account', { dockerHost: [...engines, nowhere] });
      await admin.post('/api/log-scan-rules', { name: 'fatal', pattern: 'fatal' });
      for (const name of ['ops', 'chat', 'night shift', 'archive', 'pager', 'mail'])
        await admin.post('/api/event-triggers', { name, ...WEBHOOK, enabled: false });
      await page.route('**/api/system', async (route) => {
        const report = (await (await route.fetch()).json()) as { readonly started_at: string };
        const [from, to] = [new Date(Date.parse(report.started_at) - 90_000).toISOString(), report.started_at];
        const caught = { from, to, lines: 1_904, late_events: 2, late_events_until: to, gaps: 0, containers_behind: 0 };
        await route.fulfill({ json: { ...report, caught_up: caught } });
      });
      await go('/');
      await page.getByRole('link', { name: '5 engines, 1 out of reach', exact: true }).waitFor(SOON);
      await page.getByRole('region', { name: 'After the restart' }).waitFor();
      const hands = page.getByRole('region', { name: 'What needs a hand' });
      await hands.getByRole('link', { name: 'shed is not watched' }).waitFor(SOON);
      expect(await hands.getByRole('listitem').count()).toBe(4);
      const tooTallBy: Record<string, number> = {};
      for (const size of [LAPTOP, { width: 1366, height: 768 }, { width: 1366, height: 650 }]) {
        await page.setViewportSize(size);
        tooTallBy[`${size.width} × ${size.height}`] = Math.max(0, await tooTall(page));
      }
      expect(tooTallBy).toEqual({ '1280 × 720': 0, '1366 × 768': 0, '1366 × 650': 0 });
      await hands.getByRole('button', { name: 'and 3 more' }).click();
      expect(await hands.getByRole('listitem').count()).toBe(7);
      expect(await accessibilityFaults(page, 'overview with many hands')).toEqual([]);
      await page.getByRole('link', { name: '5 engines, 1 out of reach' }).click();
      await heading(page, 'System');
    },
    PATIENCE_MS,
  );

  test('says that nothing needs a hand, and that all is well, only where nothing does but what somebody decided', async () => {
    const engine = await startFakeEngine();
    engine.addContainer({ name: 'web' });
    const { page, admin, go } = await ownServer(suite, '/', { dockerHost: [{ name: 'nas', url: engine.url }] });
    await admin.post('/api/log-scan-rules', { name: 'fatal', pattern: 'fatal' });
    await go('/');
    await page.getByText('Nothing needs a hand.').waitFor();
    await page.getByText('All is well', { exact: true }).waitFor();
    await admin.post('/api/event-triggers', { name: 'ops', ...WEBHOOK, enabled: false });
    await go('/');
    await page.getByText('“ops” is disabled.', { exact: true }).waitFor();
    await page.getByText('All is well', { exact: true }).waitFor();
    await admin.post('/api/event-triggers', { name: 'chat', ...WEBHOOK });
    await page.route('**/api/event-triggers*', async (route) => {
      const page = (await (await route.fetch()).json()) as { readonly items: readonly { readonly name: string }[] };
      const items = page.items.map((item) => (item.name === 'chat' ? { ...item, suspension: 'gone' } : item));
      await route.fulfill({ json: { ...page, items } });
    });
    await go('/');
    await page.getByText('This server is well, and 1 thing needs a hand', { exact: true }).waitFor();
    await page.unrouteAll({ behavior: 'wait' });
  });

  test('says that an engine is missing where nothing else is wrong, and where that is mended', async () => {
    const { page } = await ownServer(suite, '/');
    const hands = page.getByRole('region', { name: 'What needs a hand' });
    await hands.getByRole('link', { name: 'Not everything is watched' }).click();
    await heading(page, 'System');
  });

  test('shows what it knows, and says what it does not, where one part cannot be had', async () => {
    const { page, go } = await ownServer(suite, '/account');
    const error = { code: 'store_unavailable', message: 'The store takes its time.', details: [] };
    await page.route('**/api/event-triggers*', (route) => route.fulfill({ status: 503, json: { error } }));
    await go('/');
    await page.getByText('This server is well, but not everything is watched').waitFor();
    const hands = page.getByRole('region', { name: 'What needs a hand' });
    await hands.getByRole('link', { name: 'The triggers cannot be looked at just now' }).waitFor();
    await hands.getByText('The store takes its time.').waitFor();
    expect(await hands.getByText('Nothing needs a hand.').count()).toBe(0);
  });

  test('says that what needed a hand is not up to date, where it cannot be asked for any more', async () => {
    const { page, admin, go } = await ownServer(suite, '/account');
    await admin.post('/api/event-triggers', { name: 'ops', ...WEBHOOK, enabled: false });
    await page.clock.install();
    await go('/');
    const hands = page.getByRole('region', { name: 'What needs a hand' });
    await hands.getByRole('link', { name: '“ops” is disabled' }).waitFor();
    await page.route('**/api/event-triggers*', (route) => route.abort());
    await page.clock.runFor(16_000);
    await hands.getByText('Not up to date:').waitFor();
    await hands.getByRole('link', { name: '“ops” is disabled' }).waitFor();
    expect(await hands.getByText('Nobody can tell just now.').count()).toBe(0);
    await page.unroute('**/api/event-triggers*');
    await page.clock.runFor(16_000);
    await hands.getByText('Not up to date:').waitFor({ state: 'detached' });
  });

  test(
    'has a receipt after a restart, until somebody has seen it',
    async () => {
      const engine = await startFakeEngine();
      const web = engine.addContainer({ name: 'web' });
      const settings = { dataDir: temporaryDirectory(), dockerHost: [{ name: 'nas', url: engine.url }] };
      const first = await runServer(settings);
      const admin = new ApiClient(first.url);
      await admin.login('admin', ADMIN_PASSWORD);
      await admin.post('/api/log-scan-rules', { name: 'fatal', pattern: 'fatal' });
      const told = async () => (await admin.get('/api/containers')).body?.items;
      await expect.poll(told, { timeout: 20_000 }).toMatchObject([{ state: 'following' }]);
      engine.time.move(60_000);
      web.log('stdout', 'seen');
      await expect.poll(told, { timeout: 20_000 }).toMatchObject([{ lines: 1 }]);
      await first.stop('a restart');
      engine.time.move(1_000);
      web.log('stdout', 'fatal: nobody was there');

      const second = await runServer(settings);
      onTestFinished(() => second.dispose());
      const { page } = await suite.open({
        sessionOf: { url: second.url, username: 'admin', password: ADMIN_PASSWORD },
      });
      await page.goto(second.url);
      const receipt = page.getByRole('region', { name: 'After the restart' });
      await receipt.getByText(/^Caught up .*: 1 line, 1 late event, no gap\.$/).waitFor({ timeout: 20_000 });
      expect(await accessibilityFaults(page, 'overview with a receipt')).toEqual([]);
      engine.time.move(60_000);
      web.log('stdout', 'fatal: somebody was there');
      await receipt.getByRole('link', { name: 'Look at them' }).click();
      await heading(page, 'Events');
      await page.locator('.event-message').getByText('fatal: nobody was there').waitFor();
      expect(new URL(page.url()).searchParams.get('to')).not.toBeNull();
      await page.goBack();
      await receipt.getByRole('button', { name: 'Dismiss the receipt' }).click();
      await receipt.waitFor({ state: 'detached' });
      await page.reload();
      await page.locator('.headline').waitFor();
      expect(await receipt.count()).toBe(0);
    },
    PATIENCE_MS,
  );
});
