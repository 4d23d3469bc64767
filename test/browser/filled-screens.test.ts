import { expect, test } from 'vitest';
import { parseNetwork } from '../../src/config/network.ts';
import { startFaultyReceiver } from '../support/faulty-receiver/receiver.ts';
import { accessibilityFaults } from './accessibility.ts';
import { describeInBrowser } from './describe-in-browser.ts';
import { ownServer } from './own-server.ts';
import { watchedShop } from './watched-shop.ts';

/** Each is looked at four times; a slow machine takes its time for that. */
const PATIENCE_MS = 120_000;
/** The receivers of the tests are on this machine, which is closed otherwise. */
const OPEN = { egressAllow: [parseNetwork('127.0.0.1/32') ?? []].flat() };
const WIDE = { width: 1280, height: 800 };

describeInBrowser('screens that are full, held against axe', (suite) => {
  test(
    'no list of workloads has a fault, with their coverage and their events',
    async () => {
      const { page, engine, container } = await watchedShop(suite, '/workloads', ['api', 'db', 'web']);
      engine.time.move(60_000);
      container('web')?.log('stdout', 'disk full');
      const row = page.getByRole('row', { name: /shop\/web/ });
      await expect.poll(() => row.innerText(), { timeout: 20_000 }).toMatch(/Error 1/);
      expect(await page.locator('tbody tr').count()).toBe(3);
      expect(await accessibilityFaults(page, 'workloads')).toEqual([]);
    },
    PATIENCE_MS,
  );

  test(
    'no event with the attempts of its delivery has one, nor deliveries that were given up',
    async () => {
      const body = `<html>${'no such hook '.repeat(20)}${'x'.repeat(200)}</html>`;
      const receiver = await startFaultyReceiver({ script: [{ status: 404, body }] });
      const { page, admin, go } = await ownServer(suite, '/users', OPEN);
      for (const name of ['ops', 'n'.repeat(100)])
        await admin.post('/api/event-triggers', { name, channel: 'webhook', config: { url: receiver.url } });
      const sent = await admin.post('/api/events', { severity: 'error', message: 'disk full' });
      const dead = async () => (await admin.get('/api/deliveries?state=dead')).body?.items;
      await expect.poll(dead).toHaveLength(2);
      await go(`/events/${sent.body?.id}`);
      await expect.poll(() => page.locator('.attempts > li').count()).toBe(2);
      const faults = [...(await accessibilityFaults(page, 'an event with attempts'))];
      await page.setViewportSize(WIDE);
      await go('/deliveries?state=dead');
      await expect.poll(() => page.locator('.deliveries > li').count()).toBe(2);
      faults.push(...(await accessibilityFaults(page, 'deliveries that were given up')));
      expect(faults).toEqual([]);
    },
    PATIENCE_MS,
  );

  test(
    'no editor of a trigger has one, whatever the channel',
    async () => {
      const { page, go } = await ownServer(suite, '/triggers/new');
      const faults: string[] = [];
      for (const [channel, field] of [
        ['E-mail', 'To'],
        ['ntfy', 'Topic'],
      ] as const) {
        await go('/triggers/new');
        // By a key, as whoever moves what stands below does it.
        await page.getByLabel('Channel').press(channel.charAt(0));
        await page.getByLabel(field, { exact: true }).waitFor();
        faults.push(...(await accessibilityFaults(page, channel)));
        await page.setViewportSize(WIDE);
      }
      expect(faults).toEqual([]);
    },
    PATIENCE_MS,
  );
});
