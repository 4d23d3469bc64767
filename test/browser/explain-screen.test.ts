import { expect, test } from 'vitest';
import { startFakeEngine } from '../support/fake-engine/fake-engine.ts';
import { accessibilityFaults } from './accessibility.ts';
import { describeInBrowser } from './describe-in-browser.ts';
import { ownServer } from './own-server.ts';

describeInBrowser('explaining on the screen', (suite) => {
  test('a line is explained rule by rule, with where its event would go', async () => {
    const engine = await startFakeEngine();
    engine.addContainer({ name: 'web' });
    const { page, admin, go } = await ownServer(suite, '/users', { dockerHost: [{ name: 'nas', url: engine.url }] });
    await admin.post('/api/log-scan-rules', { name: 'disk', pattern: 'disk (?P<what>\\w+)', severity: 'error' });
    await admin.post('/api/log-scan-rules', { name: 'panic', pattern: 'panic:', severity: 'critical' });
    const config = { url: 'http://10.255.0.1:9000/hook' };
    await admin.post('/api/event-triggers', { name: 'ops', channel: 'webhook', config });
    const night = await admin.post('/api/event-triggers', {
      name: 'night',
      channel: 'webhook',
      config,
      enabled: false,
    });
    expect(night.status).toBe(201);
    await expect.poll(async () => (await admin.get('/api/workloads')).body?.items, { timeout: 20_000 }).toHaveLength(1);
    await go('/explain');
    await page.getByRole('option', { name: 'web (nas)' }).waitFor({ state: 'attached' });
    await page.getByRole('textbox', { name: 'Line' }).fill('disk full');
    await page.getByRole('button', { name: 'Explain' }).click();
    await page.getByRole('heading', { name: 'It would raise one event.' }).waitFor();
    const text = (await page.locator('.rule-list').innerText()).replace(/\s+/g, ' ');
    for (const part of [
      'disk Error',
      'Goes through “ops”.',
      'Not through “night”: it is disabled.',
      'panic Critical',
      'No match',
    ])
      expect(text).toContain(part);
    const mark = page.locator('.status', { hasText: 'No match' });
    expect(await mark.getAttribute('data-status')).toBe('neutral');
    expect(await mark.locator('svg').count()).toBe(1);
    const colourOf = (selector: string) =>
      page
        .locator(selector)
        .first()
        .evaluate((one) => getComputedStyle(one).color);
    expect(await mark.evaluate((one) => getComputedStyle(one).color)).toBe(await colourOf('.rule-list .soft'));
    expect(await page.getByRole('textbox', { name: 'Line' }).inputValue()).toBe('disk full');
    expect(await accessibilityFaults(page, 'explain')).toEqual([]);
  }, 60_000);
  test('each step says what its patterns saw and found, by the rules of the workload that is chosen', async () => {
    const engine = await startFakeEngine();
    for (const name of ['api', 'web']) engine.addContainer({ name });
    const { page, admin, go } = await ownServer(suite, '/users', { dockerHost: [{ name: 'nas', url: engine.url }] });
    const workloads = async () =>
      ((await admin.get('/api/workloads')).body?.items ?? []) as readonly {
        readonly id: string;
        readonly name: string;
      }[];
    await expect.poll(workloads, { timeout: 20_000 }).toHaveLength(2);
    const ids = new Map((await workloads()).map(({ id, name }) => [name, id]));
    const add = async (name: string, more: object): Promise<unknown> => {
      const { status, body } = await admin.post('/api/log-scan-rules', { name, ...more });
      expect(status).toBe(201);
      return body?.id;
    };
    await add('of api', { pattern: 'disk', workload_id: ids.get('api') });
    await add('of web', { pattern: 'disk (?P<what>\\w+)', workload_id: ids.get('web') });
    await add('quiet', { pattern: 'full', exclude_pattern: 'qui.t' });
    await add('error field', { pattern: 'disk', field: 'err' });
    await add('level field', { pattern: 'debug', field: 'level' });
    await add('asleep', { pattern: 'disk', enabled: false });
    const overridden = await add('for all', { pattern: 'full' });
    await add('otherwise', { pattern: 'nothing', workload_id: ids.get('web'), overrides_rule_id: overridden });
    await go('/explain');
    await page.getByRole('combobox', { name: 'Workload' }).selectOption({ label: 'web (nas)' });
    await page.getByRole('textbox', { name: 'Line' }).fill('level=info msg="quiet: disk full"');
    await page.getByRole('button', { name: 'Explain' }).click();
    await page.getByRole('heading', { name: 'It would raise one event.' }).waitFor();
    const step = async (name: string): Promise<string> =>
      (
        await page
          .locator('.rule-list > li', { has: page.getByRole('link', { name, exact: true }) })
          .first()
          .innerText()
      )
        .replace(/\s+/g, ' ')
        .trim();
    expect(await step('of web')).toContain('disk (?P<what>\\w+)');
    expect(await step('of web')).toContain('what = full');
    const marked = page.locator('.rule-list > li', { hasText: 'of web' }).locator('mark');
    expect(await marked.allInnerTexts()).toEqual(['disk full']);
    expect(await step('quiet')).toContain('but not qui.t');
    expect(await step('error field')).toContain('The line has no such field.');
    expect(await step('level field')).toContain('level = info');
    expect(await step('asleep')).toContain('disabled');
    expect(await page.locator('.left-out', { hasText: 'for all' }).innerText()).toContain('otherwise');
    expect(await page.getByRole('link', { name: 'of api', exact: true }).count()).toBe(0);
    expect(await accessibilityFaults(page, 'explained step by step')).toEqual([]);
  }, 60_000);
});
