import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { accessibilityFaults } from './accessibility.ts';
import { describeInBrowser, heading } from './describe-in-browser.ts';
import { tabTo } from './keyboard.ts';
import { watchedShop } from './watched-shop.ts';

const PATIENCE_MS = 60_000;
const SHOP = ['api', 'db', 'mail', 'queue', 'search', 'web'];

/** The table as it is read, line by line; what is for ears alone stands in it as well. */
const linesOf = (page: Page): Promise<readonly string[]> =>
  page.getByRole('table', { name: '“disk” beside its overrides' }).getByRole('row').allInnerTexts();

const words = (text: string | undefined): string => (text ?? '').replace(/\s+/g, ' ').trim();

describeInBrowser('a rule beside its overrides', (suite) => {
  test(
    'an override is made from the page of its rule, stands beside it, is changed, switched off and on, and removed',
    async () => {
      const { page, admin, ruleId, go } = await watchedShop(suite, '/users', ['api', 'web']);
      await go(`/rules/${ruleId}`);
      await page.getByText('“disk” holds everywhere as it is').waitFor();
      expect(await accessibilityFaults(page, 'no overrides')).toEqual([]);
      await page.setViewportSize({ width: 1280, height: 800 });
      await page.getByRole('button', { name: 'Override there' }).click();
      await page.getByText('Choose a workload first.').waitFor();
      const chosen = page.getByLabel('Workload to override it in');
      expect(await chosen.evaluate((select) => select === document.activeElement)).toBe(true);
      await chosen.selectOption('shop/web (nas)');
      await page.getByRole('button', { name: 'Override there' }).click();
      await heading(page, 'New override');
      expect(await page.getByLabel('Pattern', { exact: true }).inputValue()).toBe('disk (?P<what>\\w+)');
      await page.getByLabel('Pattern', { exact: true }).fill('disk full');
      await page.getByLabel(/^Cooldown/).fill('3600');
      await page.getByRole('button', { name: 'Save' }).click();
      await heading(page, 'disk');
      await page.getByRole('link', { name: 'Otherwise in 1 workload' }).waitFor();
      const lines = (await linesOf(page)).map(words);
      expect(lines.slice(0, 4)).toEqual([
        'Field All workloads shop/web (nas)',
        'State In force In force',
        'Pattern disk (?P<what>\\w+) disk full',
        'Cooldown 5 min 1 h',
      ]);

      await page.getByRole('link', { name: 'Edit the override in shop/web (nas)' }).click();
      await heading(page, 'disk (in shop/web (nas))');
      await page.getByLabel(/^Cooldown/).fill('300');
      await page.getByRole('button', { name: 'Save' }).click();
      await heading(page, 'disk');
      await page.getByRole('button', { name: 'Switch off in shop/web (nas)' }).click();
      await page.getByText('“disk” is switched off in shop/web (nas).').waitFor();
      await page.getByRole('button', { name: 'Switch on in shop/web (nas)' }).click();
      await page.getByText('The override in shop/web (nas) is in force.').waitFor();
      expect((await linesOf(page)).map(words)).not.toContain('Cooldown 5 min 1 h');
      expect((await admin.get(`/api/log-scan-rules?overrides_rule_id=${ruleId}`)).body?.items).toMatchObject([
        { pattern: 'disk full', severity: 'error', cooldown_seconds: 300, enabled: true },
      ]);

      await go('/rules');
      await page.getByRole('link', { name: 'otherwise in 1 workload' }).click();
      await heading(page, 'disk');
      const top = () => page.locator('#overrides').evaluate((card) => card.getBoundingClientRect().top);
      await expect.poll(top).toBeLessThan(600);
      await page.getByRole('button', { name: 'Remove the override in shop/web (nas)' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Remove override' }).click();
      await page.getByText('“disk” holds everywhere as it is').waitFor();
      expect((await admin.get(`/api/log-scan-rules?overrides_rule_id=${ruleId}`)).body?.items).toEqual([]);
    },
    PATIENCE_MS,
  );

  test(
    'a rule is switched off in one workload by keyboard alone, and the workload is opened from there',
    async () => {
      const { page, ruleId, go } = await watchedShop(suite, '/users');
      await go(`/rules/${ruleId}`);
      await page.getByText('“disk” holds everywhere as it is').waitFor();
      await page.getByRole('button', { name: 'Run' }).focus();
      await page.keyboard.press('Tab');
      await page.keyboard.press('s');
      await tabTo(page, 'Switch off there');
      await page.keyboard.press('Enter');
      await page.getByText('“disk” is switched off in shop/web (nas).').waitFor();
      await tabTo(page, 'Workload shop/web (nas)');
      expect((await linesOf(page)).map(words)[1]).toBe('State In force Switched off');
      await page.keyboard.press('Enter');
      await heading(page, 'shop/web');
    },
    PATIENCE_MS,
  );

  test(
    'many overrides stand side by side in a box of their own, which scrolls and not the page; where there is little room, one below the other',
    async () => {
      const { page, admin, ruleId, workloadId, go } = await watchedShop(suite, '/users', SHOP);
      for (const [at, service] of SHOP.entries())
        await admin.post('/api/log-scan-rules', {
          ...{ name: service, pattern: `disk (?P<what>${'\\w'.repeat(40)})`, cooldown_seconds: at },
          ...{ workload_id: workloadId(service), overrides_rule_id: ruleId },
        });
      await go(`/rules/${ruleId}`);
      const box = page.locator('.comparison');
      await box.getByRole('row').first().waitFor();
      expect(await box.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeGreaterThan(0);
      const name = box.getByRole('rowheader', { name: 'Cooldown' });
      const before = await name.boundingBox();
      await box.evaluate((element) => element.scrollTo({ left: 300 }));
      expect((await name.boundingBox())?.x).toBe(before?.x);
      expect(await accessibilityFaults(page, 'six overrides')).toEqual([]);
      await page.setViewportSize({ width: 360, height: 780 });
      expect(await box.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0);
    },
    PATIENCE_MS,
  );

  test(
    'whoever may not change rules sees the same, and nothing to do it with',
    async () => {
      const { page, server, admin, ruleId, workloadId } = await watchedShop(suite, '/users');
      const own = { workload_id: workloadId('web'), overrides_rule_id: ruleId };
      await admin.post('/api/log-scan-rules', { name: 'here', pattern: 'x', ...own });
      await admin.post('/api/users', { username: 'viktor', password: 'tin-lark-fog-plain', role: 'viewer' });
      const sessionOf = { url: server.url, username: 'viktor', password: 'tin-lark-fog-plain' };
      const viewer = (await suite.open({ sessionOf })).page;
      await viewer.goto(`${server.url}/rules/${ruleId}`);
      await viewer.getByRole('link', { name: 'Workload shop/web (nas)' }).waitFor();
      expect(await viewer.locator('#overrides').getByRole('button').count()).toBe(0);
      expect((await linesOf(viewer)).map(words)[1]).toBe('State In force In force');
      await page.close();
    },
    PATIENCE_MS,
  );

  test(
    'nothing moves, whichever of its answers comes last',
    async () => {
      const { page, admin, ruleId, workloadId, go } = await watchedShop(suite, '/users');
      const own = { workload_id: workloadId('web'), overrides_rule_id: ruleId };
      await admin.post('/api/log-scan-rules', { name: 'here', pattern: 'x', ...own });
      for (const last of [/\/api\/log-scan-rules\/\d+$/, /\/api\/log-scan-rules\?/, /\/api\/workloads/]) {
        let release = (): void => {};
        const held = new Promise<void>((resolve) => {
          release = resolve;
        });
        await page.route(last, async (route) => {
          await held;
          await route.continue();
        });
        await go(`/rules/${ruleId}`);
        await page.evaluate(
          () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
        );
        release();
        await page.locator('.comparison').waitFor();
        await page.unrouteAll({ behavior: 'wait' });
      }
    },
    PATIENCE_MS,
  );
});
