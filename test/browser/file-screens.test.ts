import { appendFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { waitUntil } from '../support/wait-until.ts';
import { accessibilityFaults } from './accessibility.ts';
import { describeInBrowser, heading } from './describe-in-browser.ts';
import { ownServer } from './own-server.ts';

const PATIENCE_MS = 90_000;

describeInBrowser('the screens of a server that watches files', (suite) => {
  test(
    'say what each pattern leads to, and how a file is read, also on a narrow screen',
    async () => {
      const folder = temporaryDirectory();
      const [log, missing] = [path.join(folder, 'app.log'), path.join(folder, 'missing/*.log')];
      writeFileSync(log, '2026-01-01T00:00:00Z calm\n');
      const terms = { format: 'plain', message: 'message', joinsLines: false, joinStart: undefined } as const;
      const files = [
        { ...terms, pattern: log, workload: 'shop' },
        { ...terms, pattern: missing, workload: undefined },
      ];
      const { page, admin, go } = await ownServer(suite, '/account', { files, machineName: 'nas' });
      await admin.post('/api/log-scan-rules', { name: 'fatal', pattern: 'fatal' });
      const narrowed = async () => {
        await page.setViewportSize({ width: 360, height: 800 });
        return page.evaluate('[document.documentElement.scrollWidth, innerWidth]');
      };
      await go('/system');
      const list = page.getByRole('region', { name: 'Files of nas' });
      await list.getByText('1 file, shop').waitFor();
      await list.getByText(`the folder ${folder}/missing is not there yet`).waitFor();
      await page.getByText('No container is watched without one.').waitFor();
      expect(await accessibilityFaults(page, 'system with files')).toEqual([]);
      expect(await narrowed()).toEqual([360, 360]);
      const workloads = (await admin.get('/api/workloads')).body?.items as readonly { readonly id: string }[];
      await go(`/workloads/${workloads[0]?.id}`);
      await heading(page, 'shop');
      await page.getByText('1 file on nas').waitFor();
      await page.getByText('Format').waitFor();
      await page.getByText('26 B of 26 B').waitFor();
      expect(await accessibilityFaults(page, 'a workload that is a file')).toEqual([]);
      expect(await narrowed()).toEqual([360, 360]);
      await page.getByText('Its lines, live').click();
      await page.getByText('2026-01-01T00:00:00Z calm').waitFor();
      appendFileSync(log, '2026-01-01T00:00:01Z fatal: disk\n');
      renameSync(log, `${log}.1`);
      writeFileSync(log, '2026-01-01T00:00:02Z calm again\n');
      await page.getByText('2026-01-01T00:00:02Z calm again').waitFor();
      await page.getByText('fatal: disk').waitFor();
      expect(await accessibilityFaults(page, 'the lines of a file')).toEqual([]);
      const isKnown = async () => (await admin.get('/api/containers')).text.includes('"dialect":"rfc3339"');
      await waitUntil(isKnown, { what: 'its coverage says how its times stand' });
      await go(`/workloads/${workloads[0]?.id}`);
      await page.getByText('rfc3339').waitFor();
    },
    PATIENCE_MS,
  );

  test(
    'show of joined lines the first in the list, with how many there are, and all of them on their page',
    async () => {
      const log = path.join(temporaryDirectory(), 'app.log');
      writeFileSync(log, 'calm\n');
      const terms = { format: 'plain', message: 'message', joinsLines: true, joinStart: undefined } as const;
      const files = [{ ...terms, pattern: log, workload: 'shop' }];
      const { page, admin, go } = await ownServer(suite, '/account', { files, machineName: 'nas' });
      await admin.post('/api/log-scan-rules', { name: 'refused', pattern: 'Caused by' });
      const follows = async () => {
        const items = (await admin.get('/api/containers')).body?.items as readonly { readonly state: string }[];
        return items[0]?.state === 'following';
      };
      await waitUntil(follows, { what: 'the file is followed' });
      const lines = [`ERROR ${'long '.repeat(100)}`, '\tat take', 'Caused by: refused'];
      appendFileSync(log, `${lines.join('\n')}\n`);
      const workloads = (await admin.get('/api/workloads')).body?.items as readonly { readonly id: string }[];
      await go(`/workloads/${workloads[0]?.id}`);
      await page.getByText('Those that belong together').waitFor();
      await go('/events');
      const row = page.locator('.event-row', { hasText: 'ERROR' });
      await row.getByText('+2 lines').waitFor();
      expect(await row.locator('.event-message').textContent()).toBe(`${lines[0]} +2 lines`);
      expect((await row.boundingBox())?.height).toBeLessThan(60);
      await page.setViewportSize({ width: 360, height: 800 });
      expect(await row.getByText('+2 lines').isVisible()).toBe(true);
      expect(await page.evaluate('[document.documentElement.scrollWidth, innerWidth]')).toEqual([360, 360]);
      expect(await accessibilityFaults(page, 'events with joined lines')).toEqual([]);
      await row.click();
      await page.locator('pre.event-text').waitFor();
      expect(await page.locator('pre.event-text').textContent()).toBe(lines.join('\n'));
    },
    PATIENCE_MS,
  );

  test(
    'are looked into as those of containers are: around an event, by a back-test, and for lines to try a rule on',
    async () => {
      const log = path.join(temporaryDirectory(), 'app.log');
      const at = (words: string): string => `${new Date().toISOString()} ${words}\n`;
      writeFileSync(log, at('calm'));
      const terms = { format: 'plain', message: 'message', joinsLines: false, joinStart: undefined } as const;
      const files = [{ ...terms, pattern: log, workload: 'shop' }];
      const { page, admin, go } = await ownServer(suite, '/account', { files, machineName: 'nas' });
      await admin.post('/api/log-scan-rules', { name: 'fatal', pattern: 'fatal' });
      const itemsOf = async (from: string) =>
        ((await admin.get(from)).body?.items ?? []) as readonly { id: string; state: string }[];
      const follows = async () => (await itemsOf('/api/containers'))[0]?.state === 'following';
      await waitUntil(follows, { what: 'the file is followed' });
      appendFileSync(log, at('fatal: disk') + at('calm again'));
      const events = () => itemsOf('/api/events?source=logscan');
      await waitUntil(async () => (await events()).length === 1, { what: 'there is an event' });
      renameSync(log, `${log}.1`);
      writeFileSync(log, at('another'));
      await go(`/events/${(await events())[0]?.id}`);
      const around = page.locator('.context li');
      await around.nth(3).waitFor();
      expect(await page.locator('.context li[aria-current]').textContent()).toContain('fatal: disk');
      expect(await around.last().textContent()).toContain('another');
      await go('/rules/new?pattern=calm');
      await page.getByLabel('Take lines of a workload').selectOption('shop (nas)');
      await page.getByText('The newest 4 lines of its last hour.').waitFor();
      await page.getByText('2 of 4 lines hit').waitFor();
      await page.getByLabel('Workload', { exact: true }).selectOption('shop (nas)');
      await page.getByRole('button', { name: 'Run' }).click();
      await page.getByText('2 hits, 1 event').waitFor();
      await page.getByText('in 4 lines of 1 log').waitFor();
      expect(await accessibilityFaults(page, 'a back-test of a file')).toEqual([]);
    },
    PATIENCE_MS,
  );

  test(
    'say where the object of a line is not known, in which a field is looked for',
    async () => {
      const log = path.join(temporaryDirectory(), 'app.log');
      const line = JSON.stringify({ time: new Date().toISOString(), level: 'error', message: 'lost disk' });
      writeFileSync(log, `${line}\n`);
      const terms = { format: 'ndjson', message: 'message', joinsLines: false, joinStart: undefined } as const;
      const files = [{ ...terms, pattern: log, workload: 'shop' }];
      const { page, admin, go } = await ownServer(suite, '/account', { files, machineName: 'nas' });
      await admin.post('/api/log-scan-rules', { name: 'failing', field: 'level', pattern: '^error$' });
      const workloads = async () => ((await admin.get('/api/workloads')).body?.items ?? []) as readonly unknown[];
      const isThere = async () => (await workloads()).length === 1;
      await waitUntil(isThere, { what: 'the workload is known' });
      await go('/explain');
      const unknown = page.getByText('only the message was given');
      for (const [given, said] of [
        ['lost disk', 'It would raise no event.'],
        [line, 'It would raise one event.'],
      ] as const) {
        await page.getByLabel('Line').fill(given);
        await page.getByRole('button', { name: 'Explain' }).click();
        await page.getByRole('heading', { name: said }).waitFor();
        expect(await unknown.count()).toBe(given === line ? 0 : 1);
      }
      await go('/rules/new?pattern=^error$');
      await page.getByLabel('Take lines of a workload').selectOption('shop (nas)');
      await page.getByText('0 of 1 line hit').waitFor();
      await page.getByLabel('Field (optional)').fill('level');
      await page.getByText('1 of 1 line hit').waitFor();
      await page.getByLabel('Sample lines').fill('lost disk');
      await page.getByText('0 of 1 line hit; of 1 line the object is not known').waitFor();
    },
    PATIENCE_MS,
  );
});
