import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { startFakeEngine } from '../support/fake-engine/fake-engine.ts';
import { accessibilityFaults } from './accessibility.ts';
import { describeInBrowser, heading } from './describe-in-browser.ts';
import { ownServer } from './own-server.ts';

const PATIENCE_MS = 60_000;

/** It says what is missing, and leads to what can be done about it. */
async function expectWayOut(
  page: Page,
  says: string,
  [link, leadsTo]: readonly [link: string, heading: string],
): Promise<void> {
  const empty = page.locator('.empty', { hasText: says });
  await empty.waitFor();
  expect(await accessibilityFaults(page, says)).toEqual([]);
  await empty.getByRole('link', { name: link }).click();
  await heading(page, leadsTo);
}

describeInBrowser('a screen on which there is nothing yet', (suite) => {
  test(
    'says what is missing without an engine, and leads on',
    async () => {
      const { page, go } = await ownServer(suite, '/explain');
      await expectWayOut(page, 'No workload was found yet', ['How Tocsin gets to see one', 'First steps']);
      await go('/logs');
      await expectWayOut(page, 'Nothing was found yet', ['How Tocsin gets to see one', 'First steps']);
      await go('/deliveries');
      await expectWayOut(page, 'Nothing was sent yet', ['triggers', 'Triggers']);
      await go('/deliveries?state=dead');
      await page.getByText('No delivery fits this filter').waitFor();
      await page.getByRole('button', { name: 'Show all deliveries' }).click();
      await page.getByText('Nothing was sent yet').waitFor();
      expect(new URL(page.url()).search).toBe('');
    },
    PATIENCE_MS,
  );

  test('says so where no engine is configured, and how there is one', async () => {
    const { page, go } = await ownServer(suite, '/users');
    await page.route('**/api/system', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...(await response.json()), engines: [] } });
    });
    await go('/system');
    await expectWayOut(page, 'No engine is configured', ['How Tocsin gets to see one', 'First steps']);
  });

  test(
    'says so of a workload without containers and without rules, and leads on',
    async () => {
      const engine = await startFakeEngine();
      engine.addContainer({ name: 'web' });
      const { page, admin, go } = await ownServer(suite, '/users', { dockerHost: [{ name: 'nas', url: engine.url }] });
      const workloads = async () => (await admin.get('/api/workloads')).body?.items as { readonly id: string }[];
      await expect.poll(workloads, { timeout: 20_000 }).toHaveLength(1);
      const path = `/workloads/${(await workloads())[0]?.id}`;
      await page.route('**/api/containers?*', (route) => route.fulfill({ json: { items: [], next_cursor: null } }));
      await go(path);
      await expectWayOut(page, 'There is no rule yet', ['Begin with ten that are ready', 'First steps']);
      await go(path);
      await expectWayOut(page, 'None of its containers is known any more', ['events of this workload', 'Events']);
      expect(new URL(page.url()).pathname + new URL(page.url()).search).toMatch(/^\/events\?workload_id=/);
      await admin.post('/api/log-scan-rules', { name: 'disk', pattern: 'disk', enabled: false });
      await go('/explain');
      await page.getByRole('option', { name: 'web (nas)' }).waitFor({ state: 'attached' });
      await page.getByRole('textbox', { name: 'Line' }).fill('disk full');
      await page.getByRole('button', { name: 'Explain' }).click();
      await expectWayOut(page, 'No rule is in force there', ['Look at the rules', 'Rules']);
    },
    PATIENCE_MS,
  );

  test(
    'says of an event that no trigger took, and of a search that no line has, what can be done',
    async () => {
      const engine = await startFakeEngine();
      const web = engine.addContainer({ name: 'web' });
      const { page, admin, go } = await ownServer(suite, '/users', { dockerHost: [{ name: 'nas', url: engine.url }] });
      const event = (await admin.post('/api/events', { severity: 'error', message: 'on its own' })).body?.id;
      for (const way of [['Triggers', 'Triggers'] as const, ['Explain', 'Explain'] as const]) {
        await go(`/events/${event}`);
        await expectWayOut(page, 'No trigger took this event.', way);
      }
      const known = async () => (await admin.get('/api/containers')).body?.items;
      await expect.poll(known, { timeout: 20_000 }).toHaveLength(1);
      web.log('stdout', 'all well');
      await go('/logs');
      await page.getByLabel('Container').selectOption('web (nas)');
      const line = page.locator('.log-view li', { hasText: 'all well' });
      await line.waitFor();
      await page.getByRole('searchbox', { name: 'Only lines with' }).fill('zzz');
      await page.getByText('No line has “zzz”').waitFor();
      expect(await accessibilityFaults(page, 'a search that no line has')).toEqual([]);
      await page.getByRole('button', { name: 'Show all lines' }).click();
      await line.waitFor();
      expect(await page.getByRole('searchbox', { name: 'Only lines with' }).inputValue()).toBe('');
    },
    PATIENCE_MS,
  );
});
