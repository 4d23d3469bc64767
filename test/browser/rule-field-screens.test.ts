import { expect, test } from 'vitest';
import { accessibilityFaults } from './accessibility.ts';
import { describeInBrowser, heading } from './describe-in-browser.ts';
import { watchedShop } from './watched-shop.ts';

const PATIENCE_MS = 90_000;
const WIDE = { width: 1280, height: 800 };
const SAMPLES = ['{"level":"error","msg":"disk full"}', '{"msg":"error"}', 'level=error msg="fan stopped"'];

describeInBrowser('a rule that looks at one field', (suite) => {
  test(
    'is tried on what the field holds, saved, and overridden with another field',
    async () => {
      const { page, admin, go } = await watchedShop(suite, '/rules/new');
      await page.getByLabel('Name').fill('level');
      await page.getByLabel('Pattern', { exact: true }).fill('err');
      await page.getByLabel('Sample lines').fill(SAMPLES.join('\n'));
      await page.getByText('3 of 3 lines hit').waitFor();
      await page.getByLabel('Field (optional)').fill('level');
      await page.getByText('2 of 3 lines hit').waitFor();
      const tried = page.locator('.tried-lines li');
      expect(await tried.locator('code').allTextContents()).toEqual(['error', SAMPLES[1], 'error']);
      expect(await tried.locator('mark').allTextContents()).toEqual(['err', 'err']);
      expect(await accessibilityFaults(page, 'rule editor with a field')).toEqual([]);
      await page.setViewportSize(WIDE);
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('“level” was saved.').waitFor();
      await page.getByText('level: err', { exact: true }).waitFor();

      await page.getByRole('link', { name: 'level', exact: true }).click();
      await heading(page, 'level');
      expect(await page.getByLabel('Field (optional)').inputValue()).toBe('level');
      await page.getByLabel('Workload to override it in').selectOption('shop/web (nas)');
      await page.getByRole('button', { name: 'Override there' }).click();
      await heading(page, 'New override');
      expect(await page.getByLabel('Field (optional)').inputValue()).toBe('level');
      await page.getByLabel('Field (optional)').fill('log.severity');
      await page.getByRole('button', { name: 'Save' }).click();
      await heading(page, 'level');
      const compared = page.getByRole('table', { name: '“level” beside its overrides' }).getByRole('row');
      await expect
        .poll(async () => (await compared.allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim()))
        .toContain('Field level log.severity');
      expect(await accessibilityFaults(page, 'an override with another field')).toEqual([]);
      await go('/rules');
      const rules = (await admin.get('/api/log-scan-rules')).body?.items;
      expect(rules).toMatchObject([{ field: 'log.severity' }, { name: 'level', field: 'level' }, { field: null }]);
    },
    PATIENCE_MS,
  );
});
