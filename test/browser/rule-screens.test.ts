import { expect, test } from 'vitest';
import { accessibilityFaults } from './accessibility.ts';
import { describeInBrowser, heading } from './describe-in-browser.ts';
import { ownServer } from './own-server.ts';

const PATIENCE_MS = 60_000;

describeInBrowser('rules on the screen', (suite) => {
  test(
    'a rule is tried while it is typed, saved, switched off and on, changed and deleted',
    async () => {
      const { page, admin } = await ownServer(suite, '/rules');
      await page.getByText('There is no rule yet').waitFor();
      await page.getByRole('link', { name: 'Begin with ten that are ready' }).click();
      await heading(page, 'First steps');
      await page.goBack();
      await page.getByRole('link', { name: 'New rule' }).click();
      await heading(page, 'New rule');
      await page.getByLabel('Sample lines').fill('disk full on /dev/sda\nall well\ndisk test passed');
      await page.getByLabel('Pattern', { exact: true }).fill('disk (?P<what>\\w+)');
      await page.getByText('2 of 3 lines hit').waitFor();
      await page.getByText('what = full').waitFor();
      expect(await page.locator('mark').allTextContents()).toEqual(['disk full', 'disk test']);
      await page.getByLabel(/^But not/).fill('test');
      await page.getByText('1 of 3 lines hit').waitFor();
      await page.getByText('Excluded', { exact: true }).waitFor();
      expect(await accessibilityFaults(page, 'rule editor')).toEqual([]);
      await page.setViewportSize({ width: 1280, height: 800 });
      await page.getByLabel('Name').fill('disk');
      await page.getByLabel('Severity').selectOption('Error');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('“disk” was saved.').waitFor();
      const row = page.getByRole('row', { name: /disk/ });
      expect(await row.innerText()).toMatch(/Error[\s\S]*The first hit, then quiet for 5 min[\s\S]*In force/);
      expect(await accessibilityFaults(page, 'rules')).toEqual([]);
      await page.setViewportSize({ width: 1280, height: 800 });
      await page.getByRole('button', { name: 'Switch off: disk' }).click();
      await page.getByText('“disk” is switched off.').waitFor();
      await page.getByRole('button', { name: 'Switch on: disk' }).click();
      await page.getByText('“disk” is in force.').waitFor();
      await page.getByRole('link', { name: 'disk' }).click();
      await heading(page, 'disk');
      await page.getByLabel(/^Cooldown/).fill('0');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Every hit').waitFor();
      expect((await admin.get('/api/log-scan-rules')).body?.items).toMatchObject([
        { name: 'disk', cooldown_seconds: 0, exclude_pattern: 'test', severity: 'error', enabled: true },
      ]);
      await page.getByRole('button', { name: 'Delete: disk' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Delete rule' }).click();
      await page.getByText('There is no rule yet').waitFor();
    },
    PATIENCE_MS,
  );

  test('a pattern that is wrong is told while it is typed, and at its field when it is saved', async () => {
    const { page } = await ownServer(suite, '/rules/new');
    await page.getByLabel('Name').fill('disk');
    await page.getByLabel('Pattern', { exact: true }).fill('disk(');
    await page
      .getByText(/missing|closing|parenthes/i)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect.poll(() => page.getByLabel('Pattern', { exact: true }).getAttribute('aria-invalid')).toBe('true');
  });

  test('a sample line full of markup is shown as text', async () => {
    const { page } = await ownServer(suite, '/rules/new');
    await page.getByLabel('Sample lines').fill('<img src=x onerror=alert(1)> disk');
    await page.getByLabel('Pattern', { exact: true }).fill('<img.*>');
    await page.locator('mark').waitFor();
    expect(await page.locator('main img').count()).toBe(0);
    expect(await page.locator('mark').textContent()).toBe('<img src=x onerror=alert(1)>');
  });
});
