import { expect, test } from 'vitest';
import { accessibilityFaults } from './accessibility.ts';
import { describeInBrowser, heading } from './describe-in-browser.ts';
import { ownServer } from './own-server.ts';

const PATIENCE_MS = 120_000;

describeInBrowser('a look at a demo from the empty first screen', (suite) => {
  test(
    'shows it below a path of its own, live, with links that stay there, and leads back where nothing has changed',
    async () => {
      const { page, admin, server } = await ownServer(suite, '/');
      await page.getByRole('button', { name: 'Look at a demo' }).click();
      await page.waitForURL('**/demo/');
      await page.getByRole('complementary', { name: 'Demo' }).waitFor();
      expect(await page.title()).toBe('Demo · Overview · Tocsin');
      const links = page.getByRole('navigation', { name: 'Main' }).getByRole('link');
      const hrefs = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
      expect(hrefs.filter((href) => !href.startsWith('/demo/'))).toEqual([]);
      // By a link, by the keyboard, by the address, and back.
      await links.filter({ hasText: /^Events$/ }).click();
      await page.waitForURL('**/demo/events');
      const event = page.locator('.event-row').filter({ hasText: 'demo-shop/' }).first();
      await event.waitFor({ timeout: 20_000 });
      await event.click();
      await page.waitForURL(/\/demo\/events\/\d+$/);
      await page.getByText('The demo’s receiver took it').first().waitFor();
      await page.keyboard.press('g');
      await page.keyboard.press('l');
      await page.waitForURL('**/demo/logs');
      await page.getByLabel('Container').selectOption('demo-shop-web-1 (demo)');
      await page.locator('.log-view li code').filter({ hasText: 'HTTP/1.1' }).first().waitFor();
      expect(new URL(page.url()).pathname).toBe('/demo/logs');
      await page.reload();
      await page.locator('.log-view li code').filter({ hasText: 'HTTP/1.1' }).first().waitFor();
      await page.goBack();
      await page.waitForURL(/\/demo\/events\/\d+$/);
      expect(await accessibilityFaults(page, 'demo beside')).toEqual([]);
      await page.setViewportSize({ width: 1280, height: 800 });

      await page.getByRole('button', { name: 'End the demo' }).click();
      await page.waitForURL(`${server.url}/`);
      await page.getByText('There is no rule yet.').waitFor();
      expect(await page.title()).toBe('Overview · Tocsin');
      expect(await page.getByRole('complementary', { name: 'Demo' }).count()).toBe(0);
      expect((await admin.get('/api/demo')).body).toEqual({ is_shown: false });
      expect((await admin.get('/api/events')).body?.items).toEqual([]);
      // A link to it that somebody kept leads home.
      await page.goto(`${server.url}/demo/events`);
      await page.waitForURL(`${server.url}/`);
      await heading(page, 'Overview');
    },
    PATIENCE_MS,
  );

  test('is offered in the first steps as well, to whoever has nothing that is watched', async () => {
    const { page, go } = await ownServer(suite, '/first-steps');
    await page.getByText('No container engine is in reach yet.').waitFor();
    await page.getByRole('button', { name: 'Look at a demo' }).click();
    await page.waitForURL('**/demo/');
    await page.getByRole('complementary', { name: 'Demo' }).waitFor();
    // There is something to be seen: the first steps of the demo itself offer none.
    await go('/demo/first-steps');
    await page.getByRole('button', { name: 'Choose rules' }).waitFor();
    await page.getByText('5 containers').waitFor();
    expect(await page.getByRole('button', { name: 'Look at a demo' }).count()).toBe(0);
  });

  test('says why where it cannot be shown', async () => {
    const { page } = await ownServer(suite, '/');
    const error = { code: 'store_unavailable', message: 'There is no memory left.', details: [] };
    await page.route('**/api/demo', (route) => route.fulfill({ status: 503, json: { error } }));
    await page.getByRole('button', { name: 'Look at a demo' }).click();
    await page.getByText('There is no memory left.').waitFor();
    expect(await page.getByRole('button', { name: 'Look at a demo' }).isEnabled()).toBe(true);
    await page.unrouteAll({ behavior: 'wait' });
  });
});
