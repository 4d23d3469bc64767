import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { ADMIN_PASSWORD } from '../support/running-server.ts';
import { accessibilityFaults } from './accessibility.ts';
import { describeInBrowser, heading } from './describe-in-browser.ts';
import { ownServer } from './own-server.ts';
import { endSessions } from './sessions.ts';

const PATIENCE_MS = 90_000;

async function logIn(page: Page, username: string): Promise<void> {
  await page.getByText('Your session has ended.').waitFor();
  await page.locator('.doorway input:focus').waitFor();
  await page.keyboard.type(username);
  await page.locator('.doorway').getByLabel('Password', { exact: true }).fill(ADMIN_PASSWORD);
  await page.keyboard.press('Enter');
}

const focused = (page: Page): Promise<string | null | undefined> =>
  page.evaluate(() => document.activeElement?.closest('.field')?.querySelector('label')?.textContent);

describeInBrowser('a session that ends while somebody types', (suite) => {
  test(
    'takes nothing of a rule: after the login it is there as it was typed, and can be saved',
    async () => {
      const { page, admin } = await ownServer(suite, '/rules/new');
      await page.getByLabel('Name').fill('disk');
      await page.getByLabel('Pattern', { exact: true }).fill('disk full');
      await page.getByLabel('Sample lines').fill('disk full on /data');
      await page.locator('mark').waitFor();
      await endSessions(admin);
      await page.getByLabel('Name').press('Enter');
      await page.getByText('Your session has ended.').waitFor();
      await heading(page, 'Log in');
      expect(await page.getByText('disk full on /data').isVisible()).toBe(false);
      expect(await page.getByLabel('Name', { exact: true }).isVisible()).toBe(false);
      expect(await accessibilityFaults(page, 'a login over a page')).toEqual([]);
      // Keys mean nothing to what is below.
      await page.getByRole('button', { name: 'Log in' }).focus();
      await page.keyboard.type('ge');
      await page.getByLabel('User name').focus();
      await logIn(page, 'admin');
      await heading(page, 'New rule');
      await page.getByText('so this was not done').waitFor();
      await expect.poll(() => focused(page)).toBe('Name');
      await expect.poll(() => page.title()).toBe('New rule · Tocsin');
      expect(await page.getByLabel('Sample lines').inputValue()).toBe('disk full on /data');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('“disk” was saved.').waitFor();
      const rules = (await admin.get('/api/log-scan-rules')).body?.items as { name: string; pattern: string }[];
      expect(rules.map(({ name, pattern }) => [name, pattern])).toEqual([['disk', 'disk full']]);
    },
    PATIENCE_MS,
  );

  test(
    'leaves a dialog and the fields of a channel as they were',
    async () => {
      const { page, admin, go } = await ownServer(suite, '/users');
      await page.getByRole('button', { name: 'Add user' }).click();
      await page.getByRole('dialog').getByLabel('User name').fill('mira');
      await page.getByRole('dialog').getByLabel('Password', { exact: true }).fill(ADMIN_PASSWORD);
      await endSessions(admin);
      await page.keyboard.press('Enter');
      await logIn(page, 'admin');
      await page.getByRole('dialog').getByText('so this was not done').waitFor();
      await page.getByRole('dialog').getByRole('button', { name: 'Add user' }).click();
      await page.getByText('mira can log in now.').waitFor();

      await go('/triggers/new');
      await page.getByLabel('Name').fill('ops');
      await page.getByLabel('URL', { exact: true }).fill('https://hooks.example/x');
      await endSessions(admin);
      await page.getByRole('button', { name: 'Save' }).click();
      await logIn(page, 'admin');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('“ops” was saved.').waitFor();
    },
    PATIENCE_MS,
  );

  test(
    'shows nothing of it to somebody else, who logs in there',
    async () => {
      const { page, admin } = await ownServer(suite, '/rules/new');
      await admin.post('/api/users', { username: 'mira', password: ADMIN_PASSWORD, role: 'admin' });
      await page.getByLabel('Name').fill('disk');
      await endSessions(admin);
      await page.getByLabel('Pattern', { exact: true }).fill('secret');
      await page.getByRole('button', { name: 'Save' }).click();
      await logIn(page, 'mira');
      await heading(page, 'New rule');
      await expect.poll(() => page.getByLabel('Pattern', { exact: true }).inputValue()).toBe('');
      expect(await page.getByLabel('Name').inputValue()).toBe('');
      expect(await page.locator('.house').count()).toBe(1);
    },
    PATIENCE_MS,
  );

  test(
    'goes on by itself when the same person has logged in in another tab, in front of it or not',
    async () => {
      const { page, admin, server } = await ownServer(suite, '/rules/new');
      await page.getByLabel('Name').fill('disk');
      await page.getByLabel('Pattern', { exact: true }).fill('disk full');
      await endSessions(admin);
      await page.getByLabel('Name').press('Enter');
      await page.getByText('Your session has ended.').waitFor();
      const other = await page.context().newPage();
      await other.goto(server.url);
      await other.getByLabel('User name').fill('admin');
      await other.getByLabel('Password', { exact: true }).fill(ADMIN_PASSWORD);
      await other.keyboard.press('Enter');
      await heading(other, 'Overview');
      await heading(page, 'New rule');
      await page.getByText('Your session has ended.').waitFor({ state: 'detached' });
      expect(await page.getByLabel('Pattern', { exact: true }).inputValue()).toBe('disk full');

      // What another tab says may come to nobody: then it is found out by whoever comes to this one.
      await endSessions(admin);
      await page.getByLabel('Name').press('Enter');
      await page.getByText('Your session has ended.').waitFor();
      await page.context().request.post(`${server.url}/api/auth/login`, {
        data: { username: 'admin', password: ADMIN_PASSWORD },
      });
      await page.evaluate(() => dispatchEvent(new Event('focus')));
      await page.getByText('Your session has ended.').waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('“disk” was saved.').waitFor();
    },
    PATIENCE_MS,
  );

  test(
    'keeps it while somebody goes back in the history meanwhile, and its address',
    async () => {
      const { page, admin } = await ownServer(suite, '/users');
      const at = () => new URL(page.url()).pathname;
      await page.keyboard.type('gr');
      await page.getByRole('link', { name: 'New rule' }).click();
      await page.getByLabel('Name').fill('disk');
      await page.getByLabel('Pattern', { exact: true }).fill('disk full');
      await endSessions(admin);
      await page.getByLabel('Name').press('Enter');
      await page.getByText('Your session has ended.').waitFor();
      await page.goBack();
      await page.goBack();
      expect(at()).toBe('/users');
      await page.getByLabel('User name').focus();
      await logIn(page, 'admin');
      await heading(page, 'New rule');
      expect(await page.getByLabel('Pattern', { exact: true }).inputValue()).toBe('disk full');
      await expect.poll(at).toBe('/rules/new');
      await expect.poll(() => focused(page)).toBe('Name');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('“disk” was saved.').waitFor();
      expect(at()).toBe('/rules');
      // Unlocked, the history leads as it always does.
      await page.getByRole('link', { name: 'Users', exact: true }).click();
      await heading(page, 'Users');
      await page.goBack();
      await heading(page, 'Rules');
    },
    PATIENCE_MS,
  );
});
