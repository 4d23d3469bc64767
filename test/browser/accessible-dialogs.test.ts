import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { ADMIN_PASSWORD, runServer } from '../support/running-server.ts';
import { accessibilityFaults } from './accessibility.ts';
import { describeInBrowser, heading } from './describe-in-browser.ts';
import { ownServer } from './own-server.ts';
import { watchedShop } from './watched-shop.ts';

/** Each is looked at four times; a slow machine takes its time for that. */
const PATIENCE_MS = 120_000;
const WIDE = { width: 1280, height: 800 };

/** What is wrong with a page, which has its width again afterwards. */
async function look(page: Page, name: string): Promise<readonly string[]> {
  const faults = await accessibilityFaults(page, name);
  await page.setViewportSize(WIDE);
  return faults;
}

/** The dialog that a button opens, with what is wrong with it; it is left as it was come to. */
async function lookAtDialog(page: Page, button: string): Promise<readonly string[]> {
  await page.getByRole('button', { name: button }).first().click();
  await page.getByRole('dialog').waitFor();
  const faults = await look(page, button);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  return faults;
}

describeInBrowser('what is seen seldom, held against axe', (suite) => {
  test(
    'no page before the first login has an accessibility fault, nor one of a server that does not answer',
    async () => {
      const fresh = await runServer({ password: undefined });
      onTestFinished(() => fresh.dispose());
      const { page } = await suite.open();
      await page.goto(fresh.url);
      await page.getByLabel('Setup link').waitFor();
      const faults = [...(await look(page, 'setup without its link'))];
      await page.goto(fresh.setupLink?.url ?? '');
      await page.getByLabel('Password', { exact: true }).press('Enter');
      await page.getByText('Please fill out this field.').first().waitFor();
      faults.push(...(await look(page, 'setup, with faults')));
      await page.route('**/api/auth/me', (route) => route.abort());
      await page.goto(fresh.url);
      await heading(page, 'Not available');
      faults.push(...(await look(page, 'a server that does not answer')));
      expect(faults).toEqual([]);
    },
    PATIENCE_MS,
  );

  test(
    'no list of users, tokens and sessions has one, nor any of their dialogs',
    async () => {
      const { page, server, admin, go } = await ownServer(suite, '/account');
      await admin.post('/api/users', { username: 'mira', password: ADMIN_PASSWORD, role: 'viewer' });
      await go('/users');
      await page.getByRole('rowheader', { name: 'mira' }).waitFor();
      const faults = [...(await look(page, 'users'))];
      for (const button of ['Edit mira', 'Delete mira']) faults.push(...(await lookAtDialog(page, button)));
      await go('/tokens');
      await page.getByRole('button', { name: 'Create token' }).click();
      await page.keyboard.type('Grafana');
      await page.keyboard.press('Enter');
      await page.getByLabel('Token', { exact: true }).waitFor();
      faults.push(...(await look(page, 'a new token')));
      await page.getByRole('button', { name: 'I have kept it' }).click();
      await page.getByRole('rowheader', { name: 'Grafana' }).waitFor();
      faults.push(...(await look(page, 'tokens')), ...(await lookAtDialog(page, 'Delete Grafana')));
      await page.goto(`${server.url}/account`);
      await page.getByRole('button', { name: /^Log out .* at / }).waitFor();
      faults.push(...(await look(page, 'sessions')));
      await page.getByRole('button', { name: /^Log out .* at / }).click();
      await page.getByRole('dialog').waitFor();
      faults.push(...(await look(page, 'a session that is to end')));
      expect(faults).toEqual([]);
    },
    PATIENCE_MS,
  );

  test(
    'no question before something is deleted has one, nor the choice of how long a rule is muted',
    async () => {
      const { page, admin, go, engine, container, ruleId, workloadId } = await watchedShop(suite, '/account');
      const override = { overrides_rule_id: ruleId, workload_id: workloadId('web') };
      await admin.post('/api/log-scan-rules', { name: 'disk (in web)', pattern: 'disk lost', ...override });
      const config = { url: 'https://receiver.example/hook' };
      await admin.post('/api/event-triggers', { name: 'ops', channel: 'webhook', enabled: false, config });
      engine.time.move(60_000);
      container('web')?.log('stdout', 'disk lost');
      const faults: string[] = [];
      for (const [path, button] of [
        ['/rules', 'Delete: disk'],
        [`/rules/${ruleId}`, 'Remove'],
        ['/triggers', 'Delete: ops'],
        [`/workloads/${workloadId('web')}`, 'Use the rule for all again: disk'],
      ] as const) {
        await go(path);
        faults.push(...(await lookAtDialog(page, button)));
      }
      await go('/events');
      await page.locator('.event-row').first().click();
      faults.push(...(await lookAtDialog(page, 'Mute…')));
      expect(faults).toEqual([]);
    },
    PATIENCE_MS,
  );
});
