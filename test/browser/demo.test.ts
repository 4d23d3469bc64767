import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ApiClient } from '../support/api-client.ts';
import { startProcess } from '../support/child-process.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { accessibilityFaults } from './accessibility.ts';
import { describeInBrowser } from './describe-in-browser.ts';

const PATIENCE_MS = 120_000;
const MOST_START_MS = 10_000;

/** The demo as a newcomer starts it, beside the data of a real server. */
async function startDemo() {
  const dataDir = temporaryDirectory();
  const env = {
    TOCSIN_PORT: '0',
    TOCSIN_DATA_DIR: dataDir,
    TOCSIN_LOG_FORMAT: 'json',
    TOCSIN_ADMIN_PASSWORD: 'is not asked for',
  };
  const demo = await startProcess('bin/tocsin.mjs', ['serve', '--demo'], env);
  const told = async (event: string) => JSON.parse(await demo.line((line) => line.includes(`"event":"${event}"`)));
  const { url, timestamp } = await told('service_initialized');
  // How long a busy machine takes for the start itself is no matter of the demo.
  const started = Date.parse(timestamp);
  return { demo, url: String(url), started, dataDir, client: new ApiClient(url) };
}

describeInBrowser('the demo', ({ open }) => {
  test(
    'shows whoever comes an event, a fault and its delivery within ten seconds of the start, without a login',
    async () => {
      const { url, started, dataDir, client, demo } = await startDemo();
      const { page } = await open();
      await page.goto(url);
      await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
      await page.goto(`${url}/events`);
      await page.locator('.event-row').filter({ hasText: 'demo-shop/' }).first().waitFor();
      await page.goto(`${url}/deliveries`);
      await page.getByText('The demo’s receiver took it: DEMO · ERROR').first().waitFor();
      const deliveries = (await client.get('/api/deliveries?limit=500')).body?.items as readonly {
        ended_at: string | null;
      }[];
      const first = Date.parse(deliveries.at(-1)?.ended_at ?? '');
      expect(first - started).toBeLessThan(MOST_START_MS);

      await demo.kill('SIGTERM');
      expect(await demo.code).toBe(0);
      expect(readdirSync(dataDir)).toEqual([]);
    },
    PATIENCE_MS,
  );

  test(
    'says on every screen, in the title of the window, to programs and in its health that it is one',
    async () => {
      const { url, client, demo } = await startDemo();
      const { page } = await open();
      await page.goto(url);
      const links = page.getByRole('navigation', { name: 'Main' }).getByRole('link');
      await links.first().waitFor();
      const names = await links.allTextContents();
      expect(names.length).toBeGreaterThan(10);
      for (const name of names) {
        await links.filter({ hasText: new RegExp(`^${name}$`) }).click();
        await page.waitForFunction((title) => document.title.startsWith(title), `Demo · ${name}`);
        expect(await page.getByRole('complementary', { name: 'Demo' }).isVisible()).toBe(true);
      }
      // On a telephone, too, all of it.
      await page.setViewportSize({ width: 360, height: 740 });
      const words = page.getByRole('complementary', { name: 'Demo' }).locator('p');
      expect(await words.evaluate((text) => [text.scrollWidth - text.clientWidth, text.scrollHeight > 40])).toEqual([
        0,
        false,
      ]);
      expect(await page.getByRole('button', { name: 'Log out' }).count()).toBe(0);
      expect(await accessibilityFaults(page, 'demo')).toEqual([]);
      expect((await client.get('/api/system')).body).toMatchObject({ is_demo: true, store: { location: 'in memory' } });
      expect((await client.get('/api/health')).body).toMatchObject({ checks: { demo: { status: 'ok' } } });
      expect((await client.get('/api/workloads')).text).toContain('demo-shop/');
      const figures = await client.get('/metrics');
      expect(figures.text).toMatch(/^tocsin_service_info\{version="[^"]+",demo="true"\} 1$/m);
      expect(figures.headers.get('x-tocsin-demo')).toBe('true');
      expect(JSON.parse(await demo.line((line) => line.includes('"service_initialized"')))).toMatchObject({
        demo: true,
      });
      expect((await client.get('/')).headers.get('x-tocsin-demo')).toBe('true');
    },
    PATIENCE_MS,
  );

  test(
    'can be used: a rule made there raises events, lines are shown live and can be looked back into, and a trigger leads to its own receiver alone',
    async () => {
      const { url, client } = await startDemo();
      const { page } = await open();
      const { body } = await client.post('/api/log-scan-rules', {
        name: 'Mine',
        pattern: 'GET /',
        cooldown_seconds: 0,
      });
      await expect
        .poll(async () => (await client.get(`/api/events?rule_id=${body?.id}`)).text, { timeout: 20_000 })
        .toContain('Mine');
      await page.goto(`${url}/logs`);
      await page.getByLabel('Container').selectOption('demo-shop-web-1 (demo)');
      await page.locator('.log-view li code').filter({ hasText: 'HTTP/1.1' }).first().waitFor();
      const looked = await client.post('/api/backtest', {
        rules: [{ name: 'old', pattern: 'checkpoint complete' }],
        hours: 1,
      });
      // Of the half hour before the demo began.
      expect(Number(/"hits":(\d+)/.exec(looked.text.split('event: result')[1] ?? '')?.[1])).toBeGreaterThan(20);
      const refused = await client.post('/api/event-triggers', {
        name: 'out',
        channel: 'webhook',
        config: { url: 'https://x.example/' },
      });
      expect(refused.status).toBe(422);
      expect(refused.text).toContain('there are demo');
      await page.goto(`${url}/triggers/new`);
      await page.getByLabel('Name').fill('Again');
      expect(await page.getByLabel('Channel').locator('option').allTextContents()).toEqual(['The demo’s own receiver']);
      await page.getByRole('button', { name: 'Send a test' }).click();
      await page.getByText('The demo’s receiver took it').waitFor();
    },
    PATIENCE_MS,
  );

  test('neither takes nor touches the cookie of another server of the same host', async () => {
    const { client } = await startDemo();
    client.cookie = 'tocsin_session=of-another-server';
    expect((await client.get('/api/auth/me')).body).toMatchObject({ user: { username: 'demo' }, is_demo: true });
    const out = await client.post('/api/auth/logout', {});
    expect([out.status, out.headers.getSetCookie()]).toEqual([204, []]);
  });
});
