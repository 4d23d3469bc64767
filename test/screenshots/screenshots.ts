// Pictures of every screen, wide and narrow, in light and dark, written to `screenshots/` for whoever wants to look at them: npm run screenshots
import { mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { parseNetwork } from '../../src/config/network.ts';
import { ApiClient } from '../support/api-client.ts';
import { launchBrowser } from '../support/browser.ts';
import { startFakeEngine } from '../support/fake-engine/fake-engine.ts';
import { startFaultyReceiver } from '../support/faulty-receiver/receiver.ts';
import { ADMIN_PASSWORD, runServer } from '../support/running-server.ts';

const FOLDER = 'screenshots';
const SIZES = { wide: { width: 1280, height: 800 }, narrow: { width: 360, height: 780 } } as const;
const SERVICES = ['shop/web', 'shop/api', 'shop/db', 'media/jellyfin', 'home/mqtt'];
const RED = '\u001b[31m';
const PLAIN = '\u001b[0m';

/** By the name of the picture, the path, and what has to be there before it is taken. */
const SCREENS: Readonly<Record<string, readonly [path: string, ready: string]>> = {
  overview: ['/', '.headline'],
  'first-steps': ['/first-steps?step=rules', '.backtest-result'],
  events: ['/events', '.event-row'],
  logs: ['/logs', '.empty'],
  workloads: ['/workloads', 'tbody tr'],
  rules: ['/rules', 'tbody tr'],
  'new-rule': ['/rules/new?sample=disk+full+after+12+ms&pattern=disk+%28%3FP%3Cwhat%3E%5Cw%2B%29', '.tried-lines li'],
  triggers: ['/triggers', '.trigger'],
  'new-trigger': ['/triggers/new', 'form'],
  deliveries: ['/deliveries', '.deliveries > li'],
  explain: ['/explain', 'form'],
  system: ['/system', '.checks li'],
  users: ['/users', 'tbody tr'],
  tokens: ['/tokens', '.empty'],
  audit: ['/audit', 'tbody tr'],
  account: ['/account', 'tbody tr'],
};

/** A server with something on every screen. */
async function livelyServer() {
  const engine = await startFakeEngine();
  const containers = SERVICES.map((name) => {
    const [project = '', service = ''] = name.split('/');
    const labels = { 'com.docker.compose.project': project, 'com.docker.compose.service': service };
    return engine.addContainer({ name: `${project}-${service}-1`, labels });
  });
  const egressAllow = [parseNetwork('127.0.0.1/32') ?? []].flat();
  const server = await runServer({ dockerHost: [{ name: 'nas', url: engine.url }], egressAllow });
  onTestFinished(() => server.dispose());
  const admin = new ApiClient(server.url);
  await admin.login('admin', ADMIN_PASSWORD);
  const receiver = await startFaultyReceiver({ script: [{ status: 200 }, { status: 503 }, { status: 404 }] });
  await admin.post('/api/event-triggers', { name: 'ops', channel: 'webhook', config: { url: receiver.url } });
  const cooldown_seconds = 0;
  await admin.post('/api/log-scan-rules', {
    name: 'disk',
    pattern: 'disk (?P<what>\\w+)',
    severity: 'error',
    cooldown_seconds,
  });
  await admin.post('/api/log-scan-rules', { name: 'panic', pattern: 'panic:', severity: 'critical', cooldown_seconds });
  await admin.post('/api/log-scan-rules', { name: 'slow', pattern: 'took \\d{4,} ms', cooldown_seconds });
  const states = async () => ((await admin.get('/api/containers')).body?.items ?? []) as { readonly state: string }[];
  await expect
    .poll(async () => (await states()).filter(({ state }) => state === 'following').length, { timeout: 30_000 })
    .toBe(SERVICES.length);
  engine.time.move(60_000);
  for (const [at, container] of containers.entries()) {
    container.log('stdout', 'GET /v1/orders 200 took 12 ms');
    container.log('stderr', `${RED}ERROR${PLAIN} disk full on /dev/sd${at}`);
    container.log('stdout', `GET /v1/orders/${at * 71} 200 took ${1_000 + at * 391} ms`);
  }
  containers[0]?.log('stderr', 'panic: runtime error: index out of range [7]');
  await expect.poll(async () => (await admin.get('/api/events')).body?.items, { timeout: 30_000 }).toHaveLength(11);
  return server;
}

async function pictures(
  browser: Browser,
  url: string,
  look: { readonly size: keyof typeof SIZES; readonly scheme: 'light' | 'dark' },
): Promise<void> {
  const context = await browser.newContext({
    colorScheme: look.scheme,
    viewport: SIZES[look.size],
    reducedMotion: 'reduce',
  });
  const data = { username: 'admin', password: ADMIN_PASSWORD };
  await context.request.post(`${url}/api/auth/login`, { data });
  const page = await context.newPage();
  const take = (name: string) => page.screenshot({ path: `${FOLDER}/${name}-${look.size}-${look.scheme}.png` });
  for (const [name, [path, ready]] of Object.entries(SCREENS)) {
    await page.goto(url + path);
    await page.locator(ready).first().waitFor();
    await settled(page);
    await take(name);
  }
  await page.goto(`${url}/events`);
  await page.locator('.event-row').first().click();
  await page.locator('.event-text').waitFor();
  await take('event');
  await page.locator('.context [aria-current]').scrollIntoViewIfNeeded();
  await take('event-context');
  await page.goto(`${url}/rules/new?pattern=took+%28%3FP%3Cms%3E%5Cd%2B%29+ms`);
  await page.getByRole('button', { name: 'Run' }).click();
  await page.locator('.backtest-result').scrollIntoViewIfNeeded();
  await take('backtest');
  await page.goto(`${url}/triggers/new`);
  await page.getByRole('button', { name: 'Try it on the last 24 hours' }).click();
  await page.locator('.preview-events').scrollIntoViewIfNeeded();
  await take('trigger-preview');
  await page.goto(`${url}/workloads`);
  await page.locator('tbody a').first().click();
  await page.locator('.time-line').first().waitFor();
  await take('workload');
  await page.getByRole('link', { name: 'Its lines, live' }).first().click();
  await page.locator('.log-view li').first().waitFor();
  await take('lines');
  await context.close();
}

/** What was asked for when the page appeared is there. */
const settled = (page: Page): Promise<void> => expect.poll(() => page.locator('[aria-busy="true"]').count()).toBe(0);

test('every screen is written where a person can look at it', async () => {
  mkdirSync(FOLDER, { recursive: true });
  const { url } = await livelyServer();
  const browser = await launchBrowser();
  onTestFinished(() => browser.close());
  for (const size of ['wide', 'narrow'] as const)
    for (const scheme of ['light', 'dark'] as const) await pictures(browser, url, { size, scheme });
});
