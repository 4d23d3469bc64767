import type { Page, Route } from 'playwright-core';
import { expect, test } from 'vitest';
import { describeInBrowser, heading } from './describe-in-browser.ts';
import { ownServer } from './own-server.ts';

const PATIENCE_MS = 60_000;

/** What is asked to be made there is held until it is let go. */
async function heldBack(page: Page, where: string): Promise<() => void> {
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  await page.route(where, async (route: Route) => {
    if (route.request().method() === 'POST') await held;
    await route.continue();
  });
  return release;
}

const at = (page: Page): string => new URL(page.url()).pathname;

describeInBrowser('somebody who goes elsewhere while something is saved', (suite) => {
  test(
    'stays there with what is typed there, and hears that it was saved',
    async () => {
      const { page, admin } = await ownServer(suite, '/rules/new');
      const release = await heldBack(page, '**/api/log-scan-rules');
      await page.getByLabel('Name').fill('disk');
      await page.getByLabel('Pattern', { exact: true }).fill('disk full');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('link', { name: 'Triggers', exact: true }).click();
      await heading(page, 'Triggers');
      await page.getByRole('link', { name: 'New trigger' }).click();
      await heading(page, 'New trigger');
      await page.getByLabel('Name').fill('ops');
      release();
      await page.getByText('“disk” was saved.').waitFor();
      expect(at(page)).toBe('/triggers/new');
      expect(await page.getByLabel('Name').inputValue()).toBe('ops');
      await page.unrouteAll({ behavior: 'wait' });

      const releaseTrigger = await heldBack(page, '**/api/event-triggers');
      await page.getByLabel('URL', { exact: true }).fill('https://hooks.example/x');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.goBack();
      await heading(page, 'Triggers');
      await page.getByRole('link', { name: 'Rules', exact: true }).click();
      await heading(page, 'Rules');
      releaseTrigger();
      await page.getByText('“ops” was saved.').waitFor();
      expect(at(page)).toBe('/rules');
      await page.unrouteAll({ behavior: 'wait' });
      expect((await admin.get('/api/event-triggers')).body?.items).toMatchObject([{ name: 'ops' }]);
    },
    PATIENCE_MS,
  );
});
