import { expect, test } from 'vitest';
import { startFakeEngine } from '../support/fake-engine/fake-engine.ts';
import { accessibilityFaults } from './accessibility.ts';
import { type BrowserSuite, describeInBrowser } from './describe-in-browser.ts';
import { ownServer } from './own-server.ts';

const PATIENCE_MS = 60_000;
const WIDE = { width: 1280, height: 800 };

/** Two containers that have written, and the editor of a new rule. */
async function running(suite: BrowserSuite) {
  const engine = await startFakeEngine();
  const [web, db] = [engine.addContainer({ name: 'web' }), engine.addContainer({ name: 'db' })];
  for (let n = 0; n < 30; n++) web.log('stdout', `request ${n} took ${n * 100} ms`);
  web.log('stderr', '\u001b[31mERROR\u001b[0m <img src=x onerror=alert(1)> disk full');
  db.log('stdout', 'all well');
  const scene = await ownServer(suite, '/users', { dockerHost: [{ name: 'local', url: engine.url }] });
  const found = async () => (await scene.admin.get('/api/containers')).body?.items;
  await expect.poll(found, { timeout: 20_000 }).toHaveLength(2);
  await scene.go('/rules/new');
  return { ...scene, engine, web, db };
}

describeInBrowser('a back-test on the screen', (suite) => {
  test(
    'tells what a rule that is not saved would have made of a log: how much, when, and which lines',
    async () => {
      const { page, admin } = await running(suite);
      const before = (await admin.get('/api/events')).body?.items;
      await page.getByLabel('Pattern', { exact: true }).fill('took (?P<ms>\\d{3,}) ms');
      await page.getByLabel(/^But not/).fill('request 7 ');
      await page.getByLabel('Workload', { exact: true }).selectOption('web');
      const times = await page.getByLabel('Time', { exact: true }).locator('option').allTextContents();
      expect(times).toEqual([...new Set(times)]);
      await page.getByLabel('Severity').selectOption('Critical');
      await page.getByLabel('Time', { exact: true }).selectOption('the last hour');
      await page.getByRole('button', { name: 'Run' }).click();
      await page.getByText('28 hits, 1 event').waitFor();
      await page.getByText('in 31 lines of 1 container').waitFor();
      await page.getByText('Held back: 27 in the cooldown. 1 line was excluded, which is no hit.').waitFor();
      expect(await page.locator('.backtest-result mark').first().textContent()).toBe('took 2900 ms');
      expect(await page.locator('.backtest-result rect[data-severity="critical"]').count()).toBeGreaterThan(0);
      expect(await page.locator('.backtest-result li').count()).toBe(20);
      await page.getByRole('button', { name: 'Show all 28 lines' }).click();
      expect(await page.locator('.backtest-result li[data-hit="true"] .tag').allTextContents()).toEqual(['Event']);
      expect(await accessibilityFaults(page, 'back-test')).toEqual([]);
      await page.setViewportSize(WIDE);
      // What was typed meanwhile counts.
      await page.getByLabel('Pattern', { exact: true }).fill('<img.*>');
      await page.getByLabel(/^Cooldown/).fill('0');
      await page.getByLabel('Workload', { exact: true }).selectOption('All workloads');
      await page.getByRole('button', { name: 'Run' }).click();
      await page.getByText('1 hit, 1 event').waitFor();
      expect(await page.locator('.backtest-result mark').textContent()).toBe('<img src=x onerror=alert(1)>');
      expect(await page.locator('main img').count()).toBe(0);
      expect((await admin.get('/api/events')).body?.items).toEqual(before);
    },
    PATIENCE_MS,
  );

  test(
    'shows how far it is, is cancelled by keyboard, and says what is wrong or missing',
    async () => {
      const { page, engine } = await running(suite);
      await page.getByLabel('Pattern', { exact: true }).fill('nobody wrote this');
      engine.holdHeads();
      await page.getByRole('button', { name: 'Run' }).press('Enter');
      await page.getByRole('progressbar').waitFor();
      expect(await accessibilityFaults(page, 'a running back-test')).toEqual([]);
      await page.setViewportSize(WIDE);
      await page.getByRole('button', { name: 'Cancel' }).last().press('Enter');
      await page.getByText('It was cancelled.').waitFor();
      engine.releaseHeads();
      await page.getByRole('button', { name: 'Run' }).press('Enter');
      await page.getByText('No line hit').waitFor();
      await page.getByLabel('Pattern', { exact: true }).fill('broken(');
      await page.getByRole('button', { name: 'Run' }).press('Enter');
      await page.getByRole('alert').getByText('is not valid at its character').waitFor();
    },
    PATIENCE_MS,
  );
});
