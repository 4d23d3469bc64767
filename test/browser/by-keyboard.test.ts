import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { parseNetwork } from '../../src/config/network.ts';
import { startFakeEngine } from '../support/fake-engine/fake-engine.ts';
import { startFaultyReceiver } from '../support/faulty-receiver/receiver.ts';
import { describeInBrowser, heading } from './describe-in-browser.ts';
import { fill, press, tabTo } from './keyboard.ts';
import { ownServer } from './own-server.ts';
import { watchedShop } from './watched-shop.ts';

const PATIENCE_MS = 60_000;
/** The receivers of the tests are on this machine, which is closed otherwise. */
const OPEN = { egressAllow: [parseNetwork('127.0.0.1/32') ?? []].flat() };

/** By its shortcut, until it is there. */
async function goBy(page: Page, key: string, name: string): Promise<void> {
  await page.keyboard.press('g');
  await page.keyboard.press(key);
  await heading(page, name);
}

describeInBrowser('what one comes for, by keyboard alone', (suite) => {
  test('a rule is made', async () => {
    const { page, admin } = await ownServer(suite, '/users');
    await goBy(page, 'r', 'Rules');
    await press(page, 'New rule');
    await heading(page, 'New rule');
    await fill(page, 'Name', 'disk');
    await fill(page, 'Pattern', 'disk full');
    await fill(page, 'Severity', 'Error');
    await press(page, 'Save');
    await page.getByText('“disk” was saved.').waitFor();
    expect((await admin.get('/api/log-scan-rules')).body?.items).toMatchObject([
      { name: 'disk', pattern: 'disk full', severity: 'error' },
    ]);
  });

  test('a trigger is made, and tested before', async () => {
    const receiver = await startFaultyReceiver();
    const { page, admin } = await ownServer(suite, '/users', OPEN);
    await goBy(page, 't', 'Triggers');
    await press(page, 'New trigger');
    await heading(page, 'New trigger');
    await fill(page, 'Name', 'ops');
    await fill(page, 'URL', receiver.url);
    await press(page, 'Send a test');
    await page.locator('.trial-answer').waitFor();
    await tabTo(page, 'Error');
    await page.keyboard.press('Space');
    await press(page, 'Save');
    await page.getByText('“ops” was saved.').waitFor();
    expect(receiver.requests).toHaveLength(1);
    expect((await admin.get('/api/event-triggers')).body?.items).toMatchObject([
      { name: 'ops', filter: { severities: ['error'] } },
    ]);
  });

  test('a line is explained', async () => {
    const { page } = await watchedShop(suite, '/users');
    await goBy(page, 'x', 'Explain');
    await page.getByRole('option', { name: 'shop/web (nas)' }).waitFor({ state: 'attached' });
    await fill(page, 'Line', 'disk full');
    await press(page, 'Explain');
    await page.getByRole('heading', { name: 'It would raise one event.' }).waitFor();
  });

  test('a delivery that was given up is tried again', async () => {
    const receiver = await startFaultyReceiver({ script: [{ status: 404 }, { status: 200 }] });
    const { page, admin } = await ownServer(suite, '/users', OPEN);
    await admin.post('/api/event-triggers', { name: 'ops', channel: 'webhook', config: { url: receiver.url } });
    await admin.post('/api/events', { severity: 'error', message: 'disk full' });
    const dead = async () => (await admin.get('/api/deliveries?state=dead')).body?.items;
    await expect.poll(dead).toHaveLength(1);
    await goBy(page, 'd', 'Deliveries');
    await page.getByText('Refused by the receiver').waitFor();
    await press(page, 'Try again');
    await page.getByText('It is being tried again.').waitFor();
    await expect.poll(() => receiver.requests.length).toBe(2);
  });

  test(
    'the first steps are gone to their end',
    async () => {
      const engine = await startFakeEngine();
      engine.addContainer({ name: 'web' }).log('stderr', 'panic: index out of range');
      const receiver = await startFaultyReceiver();
      const settings = { ...OPEN, dockerHost: [{ name: 'nas', url: engine.url }] };
      const { page, admin } = await ownServer(suite, '/', settings);
      await page.getByRole('link', { name: 'First steps' }).waitFor();
      await press(page, 'First steps');
      await page.getByText('1 container, Docker').waitFor({ timeout: 20_000 });
      await press(page, 'Choose rules');
      await page.getByText('These 10 rules would have raised 1 event').waitFor();
      await press(page, 'Go on with 10 rules');
      await fill(page, 'URL', receiver.url);
      await press(page, 'Save, and done');
      await heading(page, 'Overview');
      expect((await admin.get('/api/log-scan-rules')).body?.items).toHaveLength(10);
      expect((await admin.get('/api/event-triggers')).body?.items).toMatchObject([{ name: 'Everything' }]);
    },
    PATIENCE_MS,
  );
});
