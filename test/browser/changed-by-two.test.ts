import { expect, test } from 'vitest';
import { describeInBrowser } from './describe-in-browser.ts';
import { ownServer } from './own-server.ts';

const PATIENCE_MS = 60_000;

describeInBrowser('something that two change at once', (suite) => {
  test(
    'keeps of a rule what each has changed, and who changes the same as somebody else is told first',
    async () => {
      const { page, admin, go } = await ownServer(suite, '/users');
      const rule = { name: 'disk', pattern: 'disk', severity: 'error' };
      const id = String((await admin.post('/api/log-scan-rules', rule)).body?.id);
      const change = (part: object) => admin.send('PATCH', `/api/log-scan-rules/${id}`, part);
      const stored = async () => (await admin.get(`/api/log-scan-rules/${id}`)).body;
      await go(`/rules/${id}`);
      await page.getByLabel('Name').waitFor();
      await change({ pattern: 'disk full', severity: 'critical' });
      await page.getByLabel('Name').fill('disks');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('“disks” was saved.').waitFor();
      expect(await stored()).toMatchObject({ name: 'disks', pattern: 'disk full', severity: 'critical' });

      await go(`/rules/${id}`);
      await change({ name: 'theirs' });
      await page.getByLabel('Name').fill('mine');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Somebody else has changed this meanwhile to “theirs”.').waitFor();
      expect(await stored()).toMatchObject({ name: 'theirs' });
      expect(await page.getByLabel('Name').inputValue()).toBe('mine');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('“mine” was saved.').waitFor();
      expect(await stored()).toMatchObject({ name: 'mine', pattern: 'disk full' });
    },
    PATIENCE_MS,
  );

  test(
    'keeps of a trigger what each has changed, and its secrets',
    async () => {
      const { page, admin, go } = await ownServer(suite, '/users');
      const config = { url: 'https://hooks.example/x', signing_secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' };
      const made = await admin.post('/api/event-triggers', { name: 'ops', channel: 'webhook', config });
      const where = `/api/event-triggers/${made.body?.id}`;
      const { config: kept } = (await admin.get(where)).body ?? {};
      await go(`/triggers/${made.body?.id}`);
      await page.getByLabel('Name').waitFor();
      await admin.send('PATCH', where, { filter: { severities: ['critical'] } });
      await page.getByLabel('Name').fill('all');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('“all” was saved.').waitFor();
      expect((await admin.get(where)).body).toMatchObject({
        ...{ name: 'all', filter: { severities: ['critical'] }, config: kept },
      });
      await go(`/triggers/${made.body?.id}`);
      await page.getByLabel('Name').waitFor();
      await admin.send('PATCH', where, { filter: { severities: ['error'] } });
      await page.getByRole('checkbox', { name: 'Warning' }).check();
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Somebody else has changed this meanwhile.').waitFor();
      expect((await admin.get(where)).body).toMatchObject({ filter: { severities: ['error'] } });
    },
    PATIENCE_MS,
  );
});
