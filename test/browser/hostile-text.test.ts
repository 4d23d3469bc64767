import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { HARMFUL_CHARACTERS } from '../../src/core/lines/harmful-characters.ts';
import { startFakeEngine } from '../support/fake-engine/fake-engine.ts';
import { type BrowserSuite, describeInBrowser } from './describe-in-browser.ts';
import { type OwnServer, ownServer } from './own-server.ts';

const PATIENCE_MS = 90_000;
const [ESC, BEL] = ['\u001b', '\u0007'];
const MARKUP = '<img src=x onerror=alert(1)><script>alert(2)</script><a href="javascript:alert(3)">&lt;';
/** What would colour, clear and name a terminal, run in a page, and turn the writing round. */
const LINE = `${ESC}]0;yours${BEL}${ESC}[2J${ESC}[31mERROR${ESC}[0m ${MARKUP} \u202efdp.exe\u2066 panic: disk full`;
/** As its label has it, and as it is shown. */
const SERVICE = '<img src=x onerror=alert(4)>';
const GIVEN_SERVICE = `\u202e${ESC}]0;yours${BEL}${ESC}[31m${SERVICE}\u2066`;

interface Scene extends OwnServer {
  /** The path of the event that the line became. */
  readonly event: string;
}

/** A workload with such a name that has written such a line, which became an event. */
async function attacked(suite: BrowserSuite): Promise<Scene> {
  const engine = await startFakeEngine();
  const labels = { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': GIVEN_SERVICE };
  const web = engine.addContainer({ name: 'web', labels });
  const scene = await ownServer(suite, '/users', { dockerHost: [{ name: 'nas', url: engine.url }] });
  const rule = { name: 'disk', pattern: 'ERROR (?P<what>.*) panic', severity: 'error' };
  await scene.admin.post('/api/log-scan-rules', rule);
  const found = async () => (await scene.admin.get('/api/containers')).body?.items;
  await expect.poll(found, { timeout: 20_000 }).toMatchObject([{ state: 'following' }]);
  engine.time.move(60_000);
  web.log('stderr', LINE);
  const events = async () => (await scene.admin.get('/api/events?source=logscan')).body?.items as { id: string }[];
  await expect.poll(events, { timeout: 20_000 }).toHaveLength(1);
  return { ...scene, event: `/events/${(await events())[0]?.id}` };
}

/** The markup stands there as text. */
async function expectText(page: Page, where: string): Promise<void> {
  await expect.poll(() => page.locator(where).first().textContent(), { message: where }).toContain(MARKUP);
  await expectNothingRan(page, where);
}

/** It became nothing else, nothing is hidden in it, and nothing of it did anything. */
async function expectNothingRan(page: Page, where: string): Promise<void> {
  const main = page.locator('main');
  expect(await main.locator('img, script, [href^="javascript:"]').count(), where).toBe(0);
  const harmful = (await main.innerText()).replaceAll('\n', ' ').match(HARMFUL_CHARACTERS);
  expect(harmful, where).toBeNull();
  expect(await page.title(), where).toMatch(/Tocsin$/);
}

describeInBrowser('a line full of markup, and of what steers terminals and turns the writing round', (suite) => {
  test(
    'is text wherever it is shown, and so is the name of a workload',
    async () => {
      const { page, go, event } = await attacked(suite);
      const dialogs: string[] = [];
      page.on('dialog', async (dialog) => {
        dialogs.push(dialog.message());
        await dialog.dismiss();
      });

      await go('/events');
      await expectText(page, '.event-message');
      expect(await page.locator('.event-where').textContent()).toContain(SERVICE);

      await go(event);
      await expectText(page, '.event-text');
      await expectText(page, '.context li[aria-current] code');
      await expectText(page, '.card:has-text("Where it came from")');

      await go('/logs');
      await page.getByLabel('Container').selectOption('web (nas)');
      await expectText(page, '.log-view li code');

      await go('/rules/new?pattern=img');
      await page.getByLabel('Take lines of a workload').selectOption({ index: 1 });
      await expectText(page, '.tried-lines');
      await page.getByRole('button', { name: 'Run' }).click();
      await expectText(page, '.backtest-result .tried-lines');

      await go('/first-steps?step=rules');
      await expectText(page, '.tried-lines');

      await go('/triggers/new');
      await page.getByRole('button', { name: 'Try it on the last 24 hours' }).click();
      await expectText(page, '.preview-events');

      await go('/explain');
      await page.getByRole('textbox', { name: 'Line' }).fill(LINE);
      await page.getByRole('button', { name: 'Explain' }).click();
      await page.getByRole('heading', { name: 'It would raise' }).waitFor();
      await expectNothingRan(page, 'explain');

      await go('/workloads');
      await page.getByRole('link', { name: SERVICE }).waitFor();
      await expectNothingRan(page, 'workloads');
      await page.getByRole('link', { name: SERVICE }).click();
      await page.getByRole('heading', { name: SERVICE }).waitFor();
      await expectNothingRan(page, 'workload');
      expect(dialogs).toEqual([]);
    },
    PATIENCE_MS,
  );
});
