import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { parseNetwork } from '../../src/config/network.ts';
import { startFakeEngine } from '../support/fake-engine/fake-engine.ts';
import { startFaultyReceiver } from '../support/faulty-receiver/receiver.ts';
import { type BrowserSuite, describeInBrowser } from './describe-in-browser.ts';
import { inkedOutside } from './inked-outside.ts';
import { ownServer } from './own-server.ts';
import { watchedShop } from './watched-shop.ts';

const ENDLESS = 'W'.repeat(90);
const PILED = `z${'\u0301\u0316\u0489'.repeat(100)}`;
const WIDTHS = [1366, 360];

/** How far the page can be pushed sideways. */
const excess = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

/** Of what is opened over a page: how far each can be pushed sideways. */
const excessOf = (page: Page) =>
  page
    .locator('dialog, .notice')
    .evaluateAll((all) => all.map((one) => one.scrollWidth - one.clientWidth).filter((one) => one > 0));

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

  test('paint in their own rows and nowhere else', async () => {
    const { page, go, paths } = await piled(suite);
    const outside: Record<string, readonly string[]> = {};
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 2_000 });
      for (const [path, ready] of Object.entries(paths)) {
        await go(path);
        await page.locator(ready).first().waitFor();
        const found = await inkedOutside(page);
        if (found.length > 0) outside[`${path} at ${width}`] = found;
      }
      for (const [path, open] of Object.entries(OPENED)) {
        await go(path);
        await open(page);
        const found = await inkedOutside(page);
        expect(await excessOf(page), path).toEqual([]);
        if (found.length > 0) outside[`what is opened on ${path} at ${width}`] = found;
      }
    }
    expect(outside).toEqual({});
  }, 240_000);
});

/** By its path, what is opened on a page and names something. */
const OPENED: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  '/rules': (page) => asked(page, /^Delete: /),
  '/triggers': (page) => asked(page, /^Delete: /),
  '/tokens': (page) => asked(page, /^Delete /),
  async '/first-steps?step=rules'(page) {
    await page.locator('.backtest-result .tried-lines li').first().waitFor();
  },
  async '/explain'(page) {
    await page.getByLabel('Line').fill('disk full');
    await page.getByRole('button', { name: 'Explain' }).click();
    await page.locator('.rule-list li').first().waitFor();
  },
  async '/rules?notice'(page) {
    await page
      .getByRole('button', { name: /^Switch o/ })
      .last()
      .click();
    await page.locator('.notice').waitFor();
  },
};

async function asked(page: Page, deed: RegExp): Promise<void> {
  await page.getByRole('button', { name: deed }).first().click();
  await page.getByRole('dialog').waitFor();
}

const PILE = `z${'\u0301\u0316'.repeat(40)}`;
const NAMES = ['a', 'b', 'c'].map((letter) => `${letter}${PILE}`);

/** A pile of marks wherever somebody can give a name. */
async function piled(suite: BrowserSuite) {
  const [engine, receiver] = [await startFakeEngine(), await startFaultyReceiver({ script: [{ status: 404 }] })];
  const containers = NAMES.map((name) => {
    const labels = { 'com.docker.compose.project': name.charAt(0), 'com.docker.compose.service': PILE };
    return engine.addContainer({ name, labels });
  });
  const scene = await ownServer(suite, '/users', {
    ...{ dockerHost: [{ name: 'nas', url: engine.url }], egressAllow: [parseNetwork('127.0.0.1/32') ?? []].flat() },
  });
  const { admin } = scene;
  const idsOf = async (path: string) =>
    (((await admin.get(path)).body?.items ?? []) as readonly { readonly id: string }[]).map(({ id }) => id);
  const hook = { channel: 'webhook', config: { url: receiver.url } };
  for (const name of NAMES) {
    await admin.post('/api/log-scan-rules', { name, pattern: 'disk', severity: 'error' });
    await admin.post('/api/event-triggers', { name, ...hook });
    await admin.post('/api/event-triggers', { name: `${name} off`, ...hook, enabled: false });
    await admin.post('/api/tokens', { name, scope: 'read' });
  }
  const found = async () => (await admin.get('/api/containers')).body?.items;
  const read = NAMES.map(() => expect.objectContaining({ state: 'following' }));
  await expect.poll(found, { timeout: 20_000 }).toEqual(read);
  engine.time.move(60_000);
  for (const container of containers) container.log('stderr', 'disk full');
  const dead = async () => (await idsOf('/api/deliveries?state=dead')).length;
  await expect.poll(dead, { timeout: 30_000 }).toBe(NAMES.length ** 3);
  const [workload, [muted, overridden], [event]] = [
    (await idsOf('/api/workloads'))[0],
    await idsOf('/api/log-scan-rules'),
    await idsOf('/api/events'),
  ];
  const ofWorkload = { workload_id: workload, overrides_rule_id: overridden };
  await admin.post('/api/log-scan-rules', { name: `of ${PILE}`, pattern: 'disk', ...ofWorkload });
  const until = new Date(Date.now() + 3_600_000).toISOString();
  await admin.post('/api/mutes', { rule_id: muted, workload_id: workload, until });
  const paths = {
    ...{ '/': '.hand', '/rules': '.mute-line', [`/rules/${overridden}`]: '.comparison', '/workloads': 'tbody tr' },
    ...{ [`/workloads/${workload}`]: '.time-line', '/events': '.event-row', '/triggers': '.trigger' },
    ...{ [`/events/${event}`]: '.attempts', '/deliveries': '.deliveries > li', '/tokens': 'tbody tr' },
    ...{ '/system': '.queues', '/audit': 'tbody tr', [`/logs?workloads=${workload}`]: '.log-view .tag' },
  };
  return { ...scene, paths };
}
