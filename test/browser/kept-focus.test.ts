import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { startFakeEngine } from '../support/fake-engine/fake-engine.ts';
import { describeInBrowser } from './describe-in-browser.ts';
import { focusedStop } from './keyboard.ts';
import { type OwnServer, ownServer } from './own-server.ts';

const PATIENCE_MS = 60_000;
const PHONE = { width: 360, height: 740 };

/** Until the focus is on what bears this name: it is nowhere else by then. */
function focusOn(page: Page, name: string): Promise<void> {
  return expect.poll(async () => (await focusedStop(page)).name).toBe(name);
}

describeInBrowser('the focus', (suite) => {
  const watched = async (path: string): Promise<OwnServer> => {
    const engine = await startFakeEngine();
    engine.addContainer({
      name: 'web',
      labels: { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'web' },
    });
    const own = await ownServer(suite, path, { dockerHost: [{ name: 'nas', url: engine.url }] });
    await own.admin.post('/api/log-scan-rules', { name: 'disk', pattern: 'disk' });
    return own;
  };

  test(
    'goes to the nearest heading when what has it goes away with what it did',
    async () => {
      const { page, go } = await watched('/first-steps');
      await page.getByRole('button', { name: 'Choose rules' }).press('Enter');
      await page.getByRole('heading', { name: 'Rules to begin with' }).waitFor();
      await focusOn(page, 'First steps');

      await go('/rules');
      await page.getByRole('button', { name: 'Switch off: disk' }).press('Enter');
      await page.getByRole('button', { name: 'Dismiss' }).press('Enter');
      await focusOn(page, 'Rules');

      await page.getByRole('button', { name: 'Delete: disk' }).press('Enter');
      await page.getByRole('dialog').getByRole('button', { name: 'Delete rule' }).press('Enter');
      await page.getByText('There is no rule yet').waitFor();
      await focusOn(page, 'Rules');
    },
    PATIENCE_MS,
  );

  test(
    'goes to the heading of the part that it was in, and not to the top of the page',
    async () => {
      const { page } = await watched('/workloads');
      await page.getByRole('link', { name: 'shop/web' }).click();
      await page.getByRole('button', { name: 'Switch off here: disk' }).press('Enter');
      await page.getByRole('button', { name: 'Use it again: disk' }).waitFor();
      await focusOn(page, 'Rules');
      await page.getByRole('button', { name: 'Use it again: disk' }).press('Enter');
      await page.getByRole('button', { name: 'Switch off here: disk' }).waitFor();
      await focusOn(page, 'Rules');
    },
    PATIENCE_MS,
  );

  test('stays where somebody put it, whatever goes away elsewhere', async () => {
    const { page, admin } = await ownServer(suite, '/triggers');
    await admin.post('/api/event-triggers', { name: 'ops', channel: 'webhook', config: { url: 'https://x.example/' } });
    await page.reload();
    await page.getByRole('button', { name: 'Disable: ops' }).click();
    await page.getByRole('link', { name: 'New trigger' }).focus();
    await page.getByText('“ops” is disabled.').waitFor();
    await page.getByRole('button', { name: 'Dismiss' }).evaluate((button: HTMLButtonElement) => button.click());
    await page.getByText('“ops” is disabled.').waitFor({ state: 'detached' });
    expect(await focusedStop(page)).toMatchObject({ name: 'New trigger' });
  });

  test('goes back to the button of the menu when the menu is closed over it', async () => {
    const { page } = await ownServer(suite, '/account');
    await page.setViewportSize(PHONE);
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.getByRole('link', { name: 'Rules' }).focus();
    await page.keyboard.press('Escape');
    await focusOn(page, 'Menu');
  });

  test('goes back there also when the menu is closed before the browser had time to draw it', async () => {
    const { page } = await ownServer(suite, '/account');
    await page.setViewportSize(PHONE);
    await page.evaluate(() => {
      const shell = document.querySelector('.shell');
      if (!shell) throw new Error('There is no shell.');
      // Called before the browser draws again.
      new MutationObserver((_, observer) => {
        observer.disconnect();
        document.querySelector<HTMLElement>('.navigation a')?.focus();
        document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
      }).observe(shell, { attributeFilter: ['data-menu'] });
      document.querySelector<HTMLElement>('.menu-button')?.click();
    });
    await focusOn(page, 'Menu');
    expect(await page.locator('.shell').getAttribute('data-menu')).toBe('closed');
  });
});
