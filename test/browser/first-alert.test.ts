import { expect, test } from 'vitest';
import { parseNetwork } from '../../src/config/network.ts';
import { startFakeEngine } from '../support/fake-engine/fake-engine.ts';
import { startFaultyReceiver } from '../support/faulty-receiver/receiver.ts';
import { describeInBrowser } from './describe-in-browser.ts';
import { ownServer } from './own-server.ts';

const PATIENCE_MS = 90_000;
const FOLLOWED = { state: 'following' };

describeInBrowser('the first alert', (suite) => {
  test(
    'comes at once where the same failure came again and again on the way through the first steps',
    async () => {
      const engine = await startFakeEngine();
      const web = engine.addContainer({ name: 'web' });
      const receiver = await startFaultyReceiver();
      const egressAllow = [parseNetwork('127.0.0.1/32') ?? []].flat();
      const dockerHost = [{ name: 'nas', url: engine.url }];
      const { page, admin } = await ownServer(suite, '/first-steps', { dockerHost, egressAllow });
      const containers = async () => (await admin.get('/api/containers')).body?.items;
      const events = async () => (await admin.get('/api/events?source=logscan')).body?.items;
      const fail = (): void => {
        engine.time.move(1_000);
        web.log('stderr', 'panic: again');
      };
      const chooseRules = async (): Promise<void> => {
        await page.getByText('would have raised 1 event in the last 24 hours.').waitFor();
        await page.getByRole('button', { name: 'Go on with 10 rules' }).click();
        await page.getByText('10 rules come into force with it.').waitFor();
      };
      await page.getByText('1 container, Docker').waitFor({ timeout: 20_000 });
      fail();
      await page.getByRole('button', { name: 'Choose rules' }).click();
      await chooseRules();
      fail();
      fail();
      // A minute goes by, which the server hears of with the next answer of its engine: somebody looks at the rules again.
      engine.time.move(60_000);
      await page.getByRole('link', { name: 'What matters' }).click();
      await chooseRules();
      await page.getByLabel('URL', { exact: true }).fill(receiver.url);
      await page.getByRole('button', { name: 'Save, and done' }).click();
      await page.getByText('“Everything” takes every event from now on. 10 rules are in force.').waitFor();
      await expect.poll(containers, { timeout: 20_000 }).toMatchObject([FOLLOWED]);
      expect(await events()).toEqual([]);
      fail();
      await expect.poll(() => receiver.requests.length, { timeout: 20_000 }).toBe(1);
      expect(await events()).toHaveLength(1);
    },
    PATIENCE_MS,
  );

  test(
    'comes at once from elsewhere where a rule had told of something before there was a trigger',
    async () => {
      const engine = await startFakeEngine();
      const [web, db] = ['web', 'db'].map((name) => engine.addContainer({ name }));
      const receiver = await startFaultyReceiver();
      const egressAllow = [parseNetwork('127.0.0.1/32') ?? []].flat();
      const dockerHost = [{ name: 'nas', url: engine.url }];
      const { page, admin, go } = await ownServer(suite, '/account', { dockerHost, egressAllow });
      await admin.post('/api/log-scan-rules', { name: 'Panic', pattern: 'panic:' });
      const containers = async () => (await admin.get('/api/containers')).body?.items;
      await expect.poll(containers, { timeout: 20_000 }).toMatchObject([FOLLOWED, FOLLOWED]);
      engine.time.move(60_000);
      web?.log('stderr', 'panic: before');
      const events = async () => (await admin.get('/api/events?source=logscan')).body?.items;
      await expect.poll(events, { timeout: 20_000 }).toHaveLength(1);
      await go('/first-steps?step=trigger');
      await page.getByLabel('URL', { exact: true }).fill(receiver.url);
      await page.getByRole('button', { name: 'Save, and done' }).click();
      await page.getByText('Some came before it: more like these are told of once the cooldown').waitFor();
      web?.log('stderr', 'panic: again');
      db?.log('stderr', 'panic: elsewhere');
      await expect.poll(() => receiver.requests.length, { timeout: 20_000 }).toBe(1);
      expect(await events()).toHaveLength(2);
    },
    PATIENCE_MS,
  );
});
