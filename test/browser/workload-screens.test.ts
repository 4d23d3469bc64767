import { expect, test } from 'vitest';
import { accessibilityFaults } from './accessibility.ts';
import { describeInBrowser, heading } from './describe-in-browser.ts';
import { ownServer } from './own-server.ts';
import { watchedShop } from './watched-shop.ts';

const PATIENCE_MS = 60_000;

describeInBrowser('what is watched, on the screen', (suite) => {
  test('says where containers come from while there is none', async () => {
    const { page } = await ownServer(suite, '/workloads');
    await page.getByText('Nothing was found yet').waitFor();
  });

  test(
    'lists every workload with its coverage and its events, and leads to it',
    async () => {
      const { page, engine, container } = await watchedShop(suite, '/workloads');
      // What is written from now on is behind the moment at which the watching began.
      engine.time.move(60_000);
      container('web')?.log('stdout', 'disk full');
      const row = page.getByRole('row', { name: /shop\/web/ });
      await expect.poll(() => row.innerText(), { timeout: 20_000 }).toMatch(/Error 1/);
      expect(await row.innerText()).toMatch(/compose[\s\S]*nas[\s\S]*1 Watched/);
      await page.keyboard.press('/');
      await page.keyboard.type('nothing');
      await page.getByText('No workload has “nothing” in its name.').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('link', { name: 'shop/web' }).click();
      await heading(page, 'shop/web');
      const text = (await page.locator('main').innerText()).replace(/\s+/g, ' ');
      for (const part of ['Compose service on nas', 'shop-web-1', 'Every line is read as it is written.', 'no gap'])
        expect(text).toContain(part);
      expect(await accessibilityFaults(page, 'a workload')).toEqual([]);
    },
    PATIENCE_MS,
  );

  test(
    'says of a workload what happened in it, and leads to its events',
    async () => {
      const { page, go, admin, engine, container, workloadId } = await watchedShop(suite, '/users', ['web', 'db']);
      engine.time.move(60_000);
      for (const service of ['web', 'web', 'db']) container(service)?.log('stdout', 'disk full');
      await admin.post('/api/events', { severity: 'critical', message: 'somewhere else' });
      const events = async () => (await admin.get(`/api/events?workload_id=${workloadId('web')}`)).body?.items;
      await expect.poll(events, { timeout: 20_000 }).toHaveLength(1);
      await go(`/workloads/${workloadId('web')}`);
      const happened = page.getByRole('region', { name: 'What happened' });
      await happened.getByText('1 event', { exact: true }).waitFor();
      await happened.getByRole('link', { name: 'All events' }).click();
      await heading(page, 'Events');
      expect(new URL(page.url()).searchParams.get('workload_id')).toBe(workloadId('web'));
      await page.locator('.event-row').first().waitFor();
      expect(await page.locator('.event-row').count()).toBe(1);
    },
    PATIENCE_MS,
  );

  test(
    'a rule for all is switched off for one workload, and used again',
    async () => {
      const { page, admin } = await watchedShop(suite, '/workloads');
      await page.getByRole('link', { name: 'shop/web' }).click();
      await heading(page, 'shop/web');
      await page.getByRole('button', { name: 'Switch off here: disk' }).click();
      await page.getByText('“disk” is switched off in shop/web.').waitFor();
      await page.getByText('switched off here', { exact: true }).waitFor();
      // With all that the rule says, so that it is the same again when somebody switches it on.
      expect((await admin.get('/api/log-scan-rules')).body?.items).toMatchObject([
        { name: 'disk (not in shop/web)', pattern: 'disk (?P<what>\\w+)', severity: 'error', enabled: false },
        { name: 'disk' },
      ]);
      const id = new URL(page.url()).pathname.split('/').at(-1);
      const rules = async () => (await admin.get(`/api/workloads/${id}/effective-rules`)).body?.rules;
      expect(await rules()).toEqual([]);
      await page.getByRole('button', { name: 'Use it again: disk' }).click();
      await page.getByText('“disk” holds in shop/web again.').waitFor();
      expect(await rules()).toMatchObject([{ name: 'disk', from: 'global' }]);
      await page.getByRole('button', { name: 'Switch off here: disk' }).waitFor();
    },
    PATIENCE_MS,
  );

  test(
    'a rule for all is overridden from a workload, which says where each comes from, and leads there and back',
    async () => {
      const { page, admin, workloadId, ruleId, go } = await watchedShop(suite, '/workloads');
      await admin.post('/api/log-scan-rules', { name: 'own', pattern: 'own', workload_id: workloadId('web') });
      await go(`/workloads/${workloadId('web')}`);
      const card = page.getByRole('region', { name: 'Rules' });
      const item = (name: string) => card.getByRole('listitem').filter({ hasText: name });
      await item('for all workloads').getByRole('link', { name: 'disk', exact: true }).waitFor();
      await item('for this workload alone').getByRole('link', { name: 'own', exact: true }).waitFor();
      await page.getByRole('link', { name: 'Override here: disk' }).click();
      await heading(page, 'New override');
      await page.getByRole('link', { name: 'shop/web (nas)' }).waitFor();
      expect(await page.getByLabel('Severity').inputValue()).toBe('error');
      await page.getByLabel('Severity').selectOption('Info');
      await page.getByRole('button', { name: 'Save' }).click();
      await heading(page, 'shop/web');
      await item('stands in the place of').getByRole('link', { name: 'disk', exact: true }).waitFor();
      await item('replaced here by').getByRole('link', { name: 'disk (in shop/web (nas))' }).waitFor();
      expect(await accessibilityFaults(page, 'a workload with an override')).toEqual([]);
      await page.setViewportSize({ width: 1280, height: 800 });
      await page.getByRole('link', { name: 'Edit: disk (in shop/web (nas))' }).click();
      await heading(page, 'disk (in shop/web (nas))');
      await page.getByRole('button', { name: 'Cancel' }).click();
      await heading(page, 'shop/web');
      await page.getByRole('button', { name: 'Use the rule for all again: disk' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Remove override' }).click();
      await page.getByText('“disk” holds in shop/web again.').waitFor();
      await item('for all workloads').getByRole('link', { name: 'disk', exact: true }).waitFor();
      expect((await admin.get(`/api/log-scan-rules?overrides_rule_id=${ruleId}`)).body?.items).toEqual([]);
    },
    PATIENCE_MS,
  );
});
