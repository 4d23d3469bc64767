import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { ApiClient } from '../support/api-client.ts';
import { ADMIN_PASSWORD } from '../support/running-server.ts';
import { type BrowserSuite, describeInBrowser, heading } from './describe-in-browser.ts';
import { ownServer } from './own-server.ts';

const NEW_PASSWORD = 'nine copper kettles on a shelf';

/** Somebody else's browser, or another one of theirs. */
async function elsewhere(suite: BrowserSuite, url: string, username: string): Promise<Page> {
  const { page } = await suite.open({ sessionOf: { url, username, password: ADMIN_PASSWORD } });
  await page.goto(`${url}/users`);
  await page.locator('h1').waitFor();
  return page;
}

/** What an attempt to log in is answered with. */
const login = async (url: string, username: string, password: string): Promise<number> =>
  (await new ApiClient(url).post('/api/auth/login', { username, password })).status;

const rowOf = (page: Page, name: string) =>
  page.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) });

describeInBrowser('people, their sessions and their tokens, on the screen', (suite) => {
  test('another session is ended after a question, and is led to the login', async () => {
    const { page, server, admin } = await ownServer(suite, '/users');
    expect((await admin.post('/api/auth/logout')).status).toBe(204);
    const other = await elsewhere(suite, server.url, 'admin');
    await page.keyboard.type('gm');
    await heading(page, 'Account');
    const logOut = page.getByRole('button', { name: /^Log out .* at / });
    await logOut.first().waitFor();
    const sessions = await logOut.count();
    // The newest stands first.
    await logOut.first().click();
    await page.getByRole('dialog').getByRole('button', { name: 'Log out' }).click();
    await page.getByText('is logged out.').waitFor();
    await expect.poll(() => logOut.count()).toBe(sessions - 1);
    await other.keyboard.type('gk');
    await other.getByText('Your session has ended.').waitFor();
    await page.keyboard.type('gu');
    await heading(page, 'Users');
  });

  test('a password is changed: it holds from then on, here one stays, elsewhere one is logged out', async () => {
    const { page, server, go } = await ownServer(suite, '/users');
    const other = await elsewhere(suite, server.url, 'admin');
    await go('/account');
    await page.getByLabel('Current password', { exact: true }).fill('not the present one');
    await page.getByLabel('New password', { exact: true }).fill(NEW_PASSWORD);
    await page.getByRole('button', { name: 'Change password' }).click();
    await expect
      .poll(() => page.getByLabel('Current password', { exact: true }).getAttribute('aria-invalid'))
      .toBe('true');
    await page.getByLabel('Current password', { exact: true }).fill(ADMIN_PASSWORD);
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('Your password is changed.').waitFor();
    await other.keyboard.press('g');
    await other.keyboard.press('k');
    await other.getByText('Your session has ended.').waitFor();
    await go('/tokens');
    await heading(page, 'Tokens');
    expect(await login(server.url, 'admin', ADMIN_PASSWORD)).toBe(401);
    expect(await login(server.url, 'admin', NEW_PASSWORD)).toBe(200);
  });

  test('a user is given another role and another password, and has to log in again with it', async () => {
    const { page, server, admin, go } = await ownServer(suite, '/tokens');
    await admin.post('/api/users', { username: 'mira', password: ADMIN_PASSWORD, role: 'viewer' });
    const hers = await elsewhere(suite, server.url, 'mira');
    await go('/users');
    expect(await rowOf(page, 'mira').innerText()).toContain('Viewer');
    await page.getByRole('button', { name: 'Edit mira' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: 'Administrator' }).check();
    await dialog.getByLabel('New password', { exact: true }).fill(NEW_PASSWORD);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('mira was changed, and has to log in again.').waitFor();
    await rowOf(page, 'mira').getByText('Administrator').waitFor();
    await hers.keyboard.type('gk');
    await hers.getByText('Your session has ended.').waitFor();
    expect(await login(server.url, 'mira', ADMIN_PASSWORD)).toBe(401);
    expect(await login(server.url, 'mira', NEW_PASSWORD)).toBe(200);
  });

  test('a token is deleted after a question, and lets nobody in from then on', async () => {
    const { page, server, admin, go } = await ownServer(suite, '/users');
    const { body } = await admin.post('/api/tokens', { name: 'Grafana', scope: 'read' });
    const asked = async (): Promise<number> =>
      (await fetch(`${server.url}/api/events`, { headers: { authorization: `Bearer ${body?.token}` } })).status;
    expect(await asked()).toBe(200);
    await go('/tokens');
    await page.getByRole('button', { name: 'Delete Grafana' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    expect(await asked()).toBe(200);
    await page.getByRole('button', { name: 'Delete Grafana' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete token' }).click();
    await page.getByText('The token “Grafana” was deleted.').waitFor();
    await page.getByRole('rowheader', { name: 'Grafana' }).waitFor({ state: 'detached' });
    expect(await asked()).toBe(401);
  });

  test('the audit says in words who did what, from where and in which request', async () => {
    const { page, admin, go } = await ownServer(suite, '/users');
    await admin.post('/api/users', { username: 'mira', password: ADMIN_PASSWORD, role: 'viewer' });
    const rule = await admin.post('/api/log-scan-rules', { name: 'disk', pattern: 'disk' });
    await admin.send('DELETE', `/api/log-scan-rules/${rule.body?.id}`);
    await go('/audit');
    await page.locator('tbody tr').first().waitFor();
    const said = (await page.locator('tbody tr').allInnerTexts()).map((text) => text.replace(/\s+/g, ' '));
    const when = '\\d{1,2} \\w+ \\d{4}, \\d\\d:\\d\\d:\\d\\d GMT\\+5:30';
    for (const [at, deed] of ['Deleted rule disk', 'Created rule disk', 'Added user mira', 'Logged in'].entries())
      expect(said[at]).toMatch(new RegExp(`^${when} admin ${deed} 127\\.0\\.0\\.1 \\S+$`));
  });
});
