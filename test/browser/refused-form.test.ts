import { expect, test } from 'vitest';
import { describeInBrowser } from './describe-in-browser.ts';

const REFUSAL = { code: 'unavailable', message: 'Not just now.', details: [] };

describeInBrowser('a form that is longer than the screen', (suite) => {
  test('brings what was refused into sight, though its button stands far below', async () => {
    const page = await suite.openAs('admin', '/rules/new');
    await page.setViewportSize({ width: 360, height: 640 });
    await page.route('**/api/log-scan-rules', (route) => route.fulfill({ status: 503, json: { error: REFUSAL } }));
    await page.getByLabel('Name').fill('disk');
    await page.getByRole('textbox', { name: 'Pattern' }).fill('disk');
    await page.getByRole('button', { name: 'Save' }).click();
    const said = page.getByRole('alert').filter({ hasText: REFUSAL.message });
    await said.waitFor();
    const top = async () => (await said.boundingBox())?.y ?? -1;
    await expect.poll(top).toBeGreaterThan(0);
    expect(await top()).toBeLessThan(640);
  }, 60_000);
});

describeInBrowser('a form with fields that few need', (suite) => {
  test('has them behind one line, and opens it for one that was refused, which takes the focus', async () => {
    const page = await suite.openAs('admin', '/triggers/new');
    const secret = page.getByLabel('Signing secret (optional)', { exact: true });
    await page.getByLabel('URL', { exact: true }).waitFor();
    expect(await secret.isVisible()).toBe(false);
    await page.getByText('More settings').click();
    await secret.fill('no secret of that kind');
    await page.getByText('More settings').click();
    expect(await secret.isVisible()).toBe(false);
    await page.getByLabel('Name').fill('ops');
    await page.getByLabel('URL', { exact: true }).fill('https://hooks.example/');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect.poll(() => secret.isVisible()).toBe(true);
    await expect.poll(() => secret.evaluate((field) => field === document.activeElement)).toBe(true);
    expect(await secret.getAttribute('aria-invalid')).toBe('true');
  }, 60_000);
});
