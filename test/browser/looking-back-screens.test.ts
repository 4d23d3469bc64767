import { expect, test } from 'vitest';
import { startFakeEngine } from '../support/fake-engine/fake-engine.ts';
import { accessibilityFaults } from './accessibility.ts';
import { type BrowserSuite, describeInBrowser } from './describe-in-browser.ts';
import { ownServer } from './own-server.ts';

const PATIENCE_MS = 60_000;
const WIDE = { width: 1280, height: 800 };
const ESC = '\u001b';

/** A container that is watched by a rule. */
async function running(suite: BrowserSuite, labels: Readonly<Record<string, string>> = {}) {
  const engine = await startFakeEngine();
  const web = engine.addContainer({ name: 'web', labels });
  const scene = await ownServer(suite, '/users', { dockerHost: [{ name: 'local', url: engine.url }] });
  const rule = { name: 'disk', pattern: 'disk', severity: 'error', cooldown_seconds: 0 };
  await scene.admin.post('/api/log-scan-rules', rule);
  const found = async () => (await scene.admin.get('/api/containers')).body?.items;
  await expect.poll(found, { timeout: 20_000 }).toMatchObject([{ state: 'following' }]);
  engine.time.move(60_000);
  const events = async () => ((await scene.admin.get('/api/events')).body?.items ?? []) as { readonly id: string }[];
  return { ...scene, engine, web, events };
}

describeInBrowser('looking back', (suite) => {
  test(
    'an event shows the line that it came from among those around it, and says where that is gone',
    async () => {
      const { page, go, web, events } = await running(suite);
      for (let n = 0; n < 25; n++) web.log('stdout', `before ${n}`);
      web.log('stderr', `${ESC}[31mERROR${ESC}[0m <img src=x onerror=alert(1)> disk full`);
      for (let n = 0; n < 25; n++) web.log('stdout', `behind ${n}`);
      await expect.poll(events, { timeout: 20_000 }).toHaveLength(1);
      const path = `/events/${(await events())[0]?.id}`;
      await go(path);
      const lines = page.locator('.context li');
      await expect.poll(() => lines.count()).toBe(41);
      expect(await lines.first().locator('code').textContent()).toBe('before 5');
      expect(await lines.last().locator('code').textContent()).toBe('behind 19');
      const meant = page.locator('.context li[aria-current]');
      expect(await meant.locator('code').textContent()).toBe('ERROR <img src=x onerror=alert(1)> disk full');
      expect(await meant.locator('.ansi-ink').textContent()).toBe('ERROR');
      expect(await page.locator('main img').count()).toBe(0);
      expect(await accessibilityFaults(page, 'an event in its context')).toEqual([]);
      await page.setViewportSize(WIDE);
      web.lines.rotate({ drop: 40 });
      await go(path);
      await page.getByText('The engine does not have this line any more').waitFor();
    },
    PATIENCE_MS,
  );

  test(
    'a rule is tried on the lines that a workload has just written',
    async () => {
      const { page, go, engine, web } = await running(suite);
      const quiet = engine.addContainer({ name: 'quiet' });
      expect(quiet.name).toBe('quiet');
      for (const text of [`${ESC}[32mone${ESC}[0m took 12 ms`, 'two', 'three took 7 ms']) web.log('stdout', text);
      await go('/rules/new?pattern=took');
      await page.getByLabel('Take lines of a workload').selectOption('web');
      await page.getByText('The newest 3 lines of its last hour.').waitFor();
      await page.getByText('2 of 3 lines hit').waitFor();
      const names = await page.evaluate(
        () => performance.getEntriesByType('resource').filter(({ name }) => name.includes('/api/workloads?')).length,
      );
      expect(names).toBe(1);
      expect(await page.getByLabel('Sample lines').inputValue()).toBe('one took 12 ms\ntwo\nthree took 7 ms');
      await expect.poll(() => page.getByLabel('Take lines of a workload').locator('option').count()).toBe(3);
      await page.getByLabel('Take lines of a workload').selectOption('quiet');
      await page.getByText('It has written nothing in the last hour.').waitFor();
      expect(await page.getByLabel('Sample lines').inputValue()).toContain('three took');
      // What somebody typed stays, and what was taken is there once.
      await page.getByLabel('Sample lines').fill('mine took 1 ms');
      for (const name of ['web', 'quiet', 'web']) await page.getByLabel('Take lines of a workload').selectOption(name);
      await expect
        .poll(() => page.getByLabel('Sample lines').inputValue())
        .toBe('mine took 1 ms\none took 12 ms\ntwo\nthree took 7 ms');
    },
    PATIENCE_MS,
  );

  test(
    'joined lines stand together around their event, where they are tried, and where somebody pastes them',
    async () => {
      const { page, go, web, events } = await running(suite, { 'tocsin.join': 'true' });
      const trace = ['ERROR disk full', '\tat write', 'Caused by: refused'];
      for (const text of ['calm', ...trace, 'calm again']) web.log('stderr', text);
      await expect.poll(events, { timeout: 20_000 }).toHaveLength(1);
      await go(`/events/${(await events())[0]?.id}`);
      const lines = page.locator('.context li code');
      await expect.poll(() => lines.allTextContents()).toEqual(['calm', trace.join('\n'), 'calm again']);
      await go('/rules/new?pattern=disk%5Cs%2Bfull%5Cs%2Bat');
      const joins = page.getByLabel('Join the lines of a stack trace');
      expect(await joins.isChecked()).toBe(false);
      await page.getByLabel('Take lines of a workload').selectOption('web');
      await page.getByText('1 of 3 lines hit').waitFor();
      expect(await joins.isChecked()).toBe(true);
      expect(await page.locator('mark').textContent()).toBe('disk full\n\tat');
      await page.getByLabel('Sample lines').fill(`before\n${trace.join('\n')}\n`);
      await page.getByText('1 of 2 lines hit').waitFor();
      await page.getByText('joined as those of web').waitFor();
      await joins.uncheck();
      await page.getByText('0 of 4 lines hit').waitFor();
      expect(await accessibilityFaults(page, 'a rule that is tried on joined lines')).toEqual([]);
      await go('/explain');
      await page.getByLabel('Line', { exact: true }).fill('ERROR disk full\nWARN slow');
      await page.getByLabel('Workload').selectOption('web');
      await page.getByRole('button', { name: 'Explain' }).click();
      await page.getByText('In the log of this workload these are 2 lines').waitFor();
      expect(await accessibilityFaults(page, 'lines that are explained as one')).toEqual([]);
    },
    PATIENCE_MS,
  );

  test(
    'a trigger says how many of the last day’s events it would have taken, before it is saved',
    async () => {
      const { page, go, admin } = await running(suite);
      await go('/triggers/new');
      await page.getByRole('button', { name: 'Try it on the last 24 hours' }).click();
      await page.getByText('There was no event in the last 24 hours').waitFor();
      for (const [severity, message] of [
        ['error', 'disk full'],
        ['error', 'all well'],
        ['info', 'disk fine'],
      ])
        await admin.post('/api/events', { severity, message });
      await page.getByLabel('Error').check();
      await page.getByLabel('Message matches').fill('disk');
      await page.getByRole('button', { name: 'Try it on the last 24 hours' }).press('Enter');
      await page.getByText('Of the 3 events of the last 24 hours it would have taken 1.').waitFor();
      expect(await page.locator('.preview-events a').allTextContents()).toEqual(['disk full']);
      expect(await accessibilityFaults(page, 'a preview of a trigger')).toEqual([]);
      await page.setViewportSize(WIDE);
      await page.getByLabel('Message matches').fill('disk(');
      await page.getByRole('button', { name: 'Try it on the last 24 hours' }).press('Enter');
      await page.getByRole('alert').getByText('is not valid at its character').waitFor();
      expect((await admin.get('/api/event-triggers')).body?.items).toEqual([]);
    },
    PATIENCE_MS,
  );
});
