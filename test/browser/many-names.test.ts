import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { describeInBrowser } from './describe-in-browser.ts';
import { watchedShop } from './watched-shop.ts';

const PATIENCE_MS = 90_000;
const SERVICES = ['api', 'cache', 'db', 'mail', 'web'];
const RULES = ['panic', 'fatal', 'refused', 'login'];

/** Lists have many pages, as if a page had room for two. */
const withShortPages = (page: Page): Promise<unknown> =>
  page.route(/\/api\/[a-z-]+\?.*limit=500/, (route) =>
    route.continue({ url: route.request().url().replace('limit=500', 'limit=2') }),
  );

const optionsOf = (page: Page, label: string): Promise<string[]> =>
  page.getByLabel(label, { exact: true }).locator('option').allTextContents();

describeInBrowser('where there are more rules, workloads and containers than a page of the server has', (suite) => {
  test(
    'all of them are listed, and can be chosen wherever one is chosen',
    async () => {
      const { page, go, admin, ruleId } = await watchedShop(suite, '/users', SERVICES);
      for (const name of RULES) await admin.post('/api/log-scan-rules', { name, pattern: name });
      await withShortPages(page);
      const workloads = SERVICES.map((name) => `shop/${name} (nas)`);

      await go('/rules');
      await page.getByText('5 shown').waitFor();
      await page.getByRole('link', { name: 'disk', exact: true }).waitFor();
      await go('/workloads');
      await page.getByText('5 shown').waitFor();

      await go('/events');
      await expect.poll(() => optionsOf(page, 'Workload')).toEqual(['All workloads', ...workloads]);
      await expect
        .poll(() => optionsOf(page, 'Rule'))
        .toEqual(['All rules', 'disk', ...RULES.toSorted((a, b) => a.localeCompare(b))]);
      await page.getByLabel('Rule', { exact: true }).selectOption({ label: 'disk' });
      await expect.poll(() => new URL(page.url()).searchParams.get('rule_id')).toBe(ruleId);

      await go('/logs');
      await expect.poll(() => optionsOf(page, 'Workload')).toEqual(['Choose a workload', ...workloads]);
      await expect.poll(async () => (await optionsOf(page, 'Container')).length).toBe(1 + SERVICES.length);
      await go('/explain');
      await expect.poll(() => optionsOf(page, 'Workload')).toEqual(workloads);
      await go('/triggers/new');
      await expect.poll(() => optionsOf(page, 'Workload')).toEqual(['All workloads', ...workloads]);
      await go('/rules/new');
      await expect
        .poll(async () => (await optionsOf(page, 'Take lines of a workload')).length)
        .toBe(1 + SERVICES.length);
    },
    PATIENCE_MS,
  );

  test(
    'two hundred are drawn at once, and more on demand',
    async () => {
      const page = await suite.openAs('admin', '/users');
      const url = suite.serverUrl();
      const made = await page.request.post(`${url}/api/log-scan-rules`, { data: { name: 'first', pattern: 'first' } });
      const rule = (await made.json()) as { readonly id: string };
      const many = Array.from({ length: 450 }, (_, n) => ({ ...rule, id: `${n + 1}`, name: `rule ${n + 1}` }));
      await page.route('**/api/log-scan-rules?*', (route) =>
        route.fulfill({ json: { items: many, next_cursor: null } }),
      );
      await page.goto(`${url}/rules`);
      await page.getByText('450 found').waitFor();
      const rows = page.locator('tbody tr');
      expect(await rows.count()).toBe(200);
      // Not by the pointer: it would bring the button into sight, which then leaves it.
      const press = (name: string) =>
        page.getByRole('button', { name }).evaluate((button) => button instanceof HTMLElement && button.click());
      await press('Show 200 more');
      await expect.poll(() => rows.count()).toBe(400);
      await press('Show 50 more');
      await expect.poll(() => rows.count()).toBe(450);
    },
    PATIENCE_MS,
  );

  test(
    'one of more than two hundred is found by typing, and the list of rules is read the more rarely',
    async () => {
      const page = await suite.openAs('admin', '/users');
      const url = suite.serverUrl();
      const made = await page.request.post(`${url}/api/log-scan-rules`, { data: { name: 'one', pattern: 'one' } });
      const rule = (await made.json()) as { readonly id: string };
      const many = Array.from({ length: 2_000 }, (_, n) => ({ ...rule, id: `${n + 1}`, name: `rule ${n + 1}` }));
      let asked = 0;
      await page.route('**/api/log-scan-rules?*', (route) => {
        asked += 1;
        return route.fulfill({ json: { items: many, next_cursor: null } });
      });
      await page.clock.install();
      await page.goto(`${url}/events`);
      const pick = page.getByLabel('Rule', { exact: true });
      await expect.poll(() => pick.getAttribute('list')).not.toBe(null);
      await pick.focus();
      await page.keyboard.type('rule 17');
      expect(new URL(page.url()).searchParams.get('rule_id')).toBe(null);
      await page.keyboard.type('0');
      await page.keyboard.press('Enter');
      await expect.poll(() => new URL(page.url()).searchParams.get('rule_id')).toBe('170');
      await expect.poll(() => pick.inputValue()).toBe('rule 170');
      await pick.fill('nonsense');
      await page.keyboard.press('Tab');
      await expect.poll(() => pick.inputValue()).toBe('rule 170');
      await pick.fill('');
      await page.keyboard.press('Enter');
      await expect.poll(() => new URL(page.url()).searchParams.get('rule_id')).toBe(null);

      await page.goto(`${url}/rules`);
      await page.getByText('2,000 found').waitFor();
      asked = 0;
      await page.clock.runFor(35_000);
      expect(asked).toBe(0);
      await page.clock.runFor(10_000);
      await expect.poll(() => asked).toBe(1);
      await page.unrouteAll({ behavior: 'wait' });
    },
    PATIENCE_MS,
  );
});
