import { expect, test } from 'vitest';
import { describeInBrowser } from './describe-in-browser.ts';
import { ownServer } from './own-server.ts';

describeInBrowser('the lines of containers that nobody can name', (suite) => {
  test('say why, until they can be named', async () => {
    const { page, go } = await ownServer(suite, '/users');
    await page.route('**/api/containers?*', (route) => route.fulfill({ status: 502, body: '<h1>Bad gateway</h1>' }));
    await go('/logs');
    await page.getByText('Does a proxy stand in between?').waitFor();
    expect(await page.getByText('Waiting for the server…').count()).toBe(0);
    await page.unrouteAll({ behavior: 'wait' });
    await page.getByText('Nothing was found yet').waitFor({ timeout: 30_000 });
  }, 60_000);
});
