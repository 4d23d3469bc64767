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
});
