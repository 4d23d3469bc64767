import { expect, test } from 'vitest';
import { ApiClient } from '../support/api-client.ts';
import { ADMIN_PASSWORD } from '../support/running-server.ts';
import { accessibilityFaults } from './accessibility.ts';
import { describeInBrowser, heading } from './describe-in-browser.ts';

/** Each screen is looked at four times; a slow machine takes its time for that. */
const PATIENCE_MS = 90_000;

describeInBrowser('every screen, held against axe', ({ open, openAs, serverUrl }) => {
  test(
    'no page has an accessibility fault, in light and dark, wide and at 360 px',
    async () => {
      const page = await openAs('admin', '/');
      await page.getByText('Nothing is watched yet').waitFor();
      const faults = [...(await accessibilityFaults(page, 'overview'))];
      await page.keyboard.press('?');
      faults.push(...(await accessibilityFaults(page, 'help')));
      await page.keyboard.press('Escape');
      for (const [key, name] of Object.entries({
        e: 'events',
        w: 'workloads',
        u: 'users',
        k: 'tokens',
        a: 'audit',
        s: 'system',
        m: 'account',
      })) {
        await page.keyboard.press('g');
        await page.keyboard.press(key);
        await page.waitForURL(`**/${name}`);
        await page.locator('tbody tr, .event-row, .empty, form, .checks li').first().waitFor();
        faults.push(...(await accessibilityFaults(page, name)));
      }
      const admin = new ApiClient(serverUrl());
      await admin.login('admin', ADMIN_PASSWORD);
      const sent = {
        severity: 'critical',
        message: `${'disk '.repeat(80)}${'x'.repeat(200)}`,
        metadata: { note: 'y'.repeat(200) },
      };
      const { body } = await admin.post('/api/events', sent);
      for (const path of ['/events?severity=critical&last=1h', `/events/${body?.id}`]) {
        await page.goto(serverUrl() + path);
        await page.locator('.event-row, .event-text').first().waitFor();
        faults.push(...(await accessibilityFaults(page, path)));
      }
      await page.goto(`${serverUrl()}/nowhere`);
      await heading(page, 'Nothing here');
      faults.push(...(await accessibilityFaults(page, 'nowhere')));
      expect(faults).toEqual([]);
    },
    PATIENCE_MS,
  );

  test(
    'no form, dialog or open menu has an accessibility fault either',
    async () => {
      const page = await openAs('admin', '/users');
      await page.getByRole('button', { name: 'Add user' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Add user' }).click();
      await page.getByText('Please fill out this field.').first().waitFor();
      const faults = [...(await accessibilityFaults(page, 'add user, with faults'))];
      await page.keyboard.press('Escape');
      await page.setViewportSize({ width: 360, height: 800 });
      await page.getByRole('button', { name: 'Menu' }).click();
      faults.push(...(await accessibilityFaults(page, 'menu')));
      await page.getByRole('link', { name: 'Tokens' }).click();
      await page.getByRole('button', { name: 'Create token' }).click();
      faults.push(...(await accessibilityFaults(page, 'create token')));
      const stranger = (await open()).page;
      await stranger.goto(serverUrl());
      await heading(stranger, 'Log in');
      await stranger.keyboard.press('Enter');
      await stranger.getByText('Please fill out this field.').first().waitFor();
      faults.push(...(await accessibilityFaults(stranger, 'login, with faults')));
      expect(faults).toEqual([]);
    },
    PATIENCE_MS,
  );
});
