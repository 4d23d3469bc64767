import { expect, test } from 'vitest';
import { parseNetwork } from '../../src/config/network.ts';
import { startFaultyReceiver } from '../support/faulty-receiver/receiver.ts';
import { accessibilityFaults } from './accessibility.ts';
import { describeInBrowser, heading } from './describe-in-browser.ts';
import { ownServer } from './own-server.ts';

const PATIENCE_MS = 60_000;
/** The receivers of the tests are on this machine, which is closed otherwise. */
const OPEN = { egressAllow: [parseNetwork('127.0.0.1/32') ?? []].flat() };

describeInBrowser('where events go, on the screen', (suite) => {
  test(
    'a trigger is made, tested with the real message, sees the answer, and delivers',
    async () => {
      const receiver = await startFaultyReceiver({ script: [{ status: 200, body: 'thanks' }] });
      const { page, admin, server } = await ownServer(suite, '/triggers', OPEN);
      await page.getByText('Nobody is told of anything yet').waitFor();
      await page.getByRole('link', { name: 'New trigger' }).click();
      await heading(page, 'New trigger');
      await page.getByLabel('Name').fill('ops');
      await page.getByLabel('URL', { exact: true }).fill(`${receiver.url}/ops`);
      await page.getByLabel('Error').check();
      await page.getByRole('button', { name: 'Send a test' }).click();
      const answer = page.locator('.trial-answer');
      await answer.getByText(/^It was answered with 200\. \d+ ms$/).waitFor();
      await answer.getByText(`TOCSIN_PUBLIC_URL=${server.url}`, { exact: true }).waitFor();
      expect(await answer.locator('.excerpt').innerText()).toBe('thanks');
      expect(JSON.parse(receiver.requests[0]?.body ?? '').data).toMatchObject({ test: true, trigger: { name: 'ops' } });
      expect(await accessibilityFaults(page, 'trigger editor')).toEqual([]);
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('“ops” was saved.').waitFor();
      await heading(page, 'Triggers');
      await page.getByText('In use').waitFor();
      expect(await accessibilityFaults(page, 'triggers')).toEqual([]);
      await admin.post('/api/events', { severity: 'error', message: 'disk full' });
      await expect.poll(() => receiver.requests.length).toBe(2);
      await page.getByRole('link', { name: 'Deliveries' }).last().click();
      await heading(page, 'Deliveries');
      await page.getByText('Delivered').last().waitFor();
      expect(await accessibilityFaults(page, 'deliveries')).toEqual([]);
    },
    PATIENCE_MS,
  );

  test(
    'what is wrong with a trigger stands at its field',
    async () => {
      const { page } = await ownServer(suite, '/triggers/new');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Please fill out this field.').first().waitFor();
      await page.getByLabel('Name').fill('ops');
      await page.getByLabel('URL', { exact: true }).fill('http://127.0.0.1:9/x');
      await page.getByLabel('Message matches').fill('disk(');
      await page.getByRole('button', { name: 'Save' }).click();
      const faults = page.locator('.fault');
      await faults.first().waitFor();
      expect(await page.getByLabel('Message matches').getAttribute('aria-invalid')).toBe('true');
      await page.getByLabel('Message matches').fill('');
      await page.getByRole('button', { name: 'Save' }).click();
      await page
        .getByText(/TOCSIN_EGRESS_ALLOW/)
        .first()
        .waitFor();
    },
    PATIENCE_MS,
  );

  test(
    'each channel asks for its own fields, and a stored secret stays where it is',
    async () => {
      const receiver = await startFaultyReceiver();
      const { page, admin, go } = await ownServer(suite, '/users', OPEN);
      const config = { url: receiver.url, topic: 'ops', token: 'tk_0123456789' };
      const { body } = await admin.post('/api/event-triggers', { name: 'push', channel: 'ntfy', config });
      await go(`/triggers/${body?.id}`);
      await heading(page, 'push');
      // What is stored is in sight.
      await page.getByLabel(/^Access token/).waitFor();
      expect(await page.getByLabel(/^Access token/).inputValue()).toBe('');
      expect(await page.locator('main').innerHTML()).not.toContain('tk_0123456789');
      // By keys, as whoever moves what stands below does it.
      await page.getByLabel('Channel').press('ArrowUp');
      await page.getByLabel('Token of the bot').waitFor();
      expect(await page.getByLabel(/^Topic/).count()).toBe(1);
      await page.getByLabel('Channel').press('ArrowDown');
      await page.getByLabel('Topic', { exact: true }).fill('alarms');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('“push” was saved.').waitFor();
      await page.getByRole('button', { name: 'Send a test: push' }).click();
      await page.locator('.trial-answer').waitFor();
      expect(receiver.requests.at(-1)?.headers.authorization).toBe('Bearer tk_0123456789');
      expect(JSON.parse(receiver.requests.at(-1)?.body ?? '')).toMatchObject({ topic: 'alarms' });
    },
    PATIENCE_MS,
  );

  test('a test that is refused says once why', async () => {
    const { page } = await ownServer(suite, '/triggers/new');
    await page.getByLabel('URL', { exact: true }).fill('http://localhost:3000/hook');
    await page.getByRole('button', { name: 'Send a test' }).click();
    const why = await page.locator('.trial .message').innerText();
    expect(why).toMatch(/^(?:Problem:\s*)?localhost leads to/);
    expect(why.split('TOCSIN_EGRESS_ALLOW')).toHaveLength(2);
  });

  test('a double click on what changes something is one click', async () => {
    const { page, admin, go } = await ownServer(suite, '/users', OPEN);
    const config = { url: 'https://receiver.example/hook' };
    await admin.post('/api/event-triggers', { name: 'ops', channel: 'webhook', config });
    const changes: string[] = [];
    page.on('request', (request) => request.method() === 'PATCH' && changes.push(request.postData() ?? ''));
    await go('/triggers');
    await page.getByRole('button', { name: 'Disable: ops' }).dblclick({ delay: 20 });
    await page.getByRole('button', { name: 'Enable: ops' }).click();
    await page.getByRole('button', { name: 'Disable: ops' }).waitFor();
    expect(changes).toEqual(['{"enabled":false}', '{"enabled":true}']);
  });

  test(
    'a trigger says when something arrived through it, how many failed of late, and until when it is left alone',
    async () => {
      const receiver = await startFaultyReceiver();
      const { page, admin, go } = await ownServer(suite, '/users', OPEN);
      await admin.post('/api/event-triggers', { name: 'ops', channel: 'webhook', config: { url: receiver.url } });
      const factOf = (name: string) => page.locator('.facts > div', { hasText: name }).locator('dd');
      await go('/triggers');
      await factOf('Last delivery').getByText('None that is kept').waitFor();
      await factOf('Lately').getByText('Nothing was sent').waitFor();
      await factOf('Sending').getByText('Not paused').waitFor();
      const { height } = (await page.locator('.trigger-health').boundingBox()) ?? {};
      await admin.post('/api/events', { severity: 'error', message: 'disk full' });
      await expect.poll(() => receiver.requests.length).toBe(1);
      receiver.script({ status: 503 });
      for (let n = 0; n < 6; n++) await admin.post('/api/events', { severity: 'error', message: `disk ${n}` });
      // The page asks by itself, every ten seconds.
      const failed = factOf('Lately').getByText(/^(5 of the last 6 failed; 1 waits|6 of the last 7 failed)$/);
      await failed.waitFor({ timeout: 30_000 });
      await factOf('Last delivery').locator('time').waitFor();
      await factOf('Sending').getByText('Paused by this server until').waitFor();
      await factOf('Sending').locator('time').waitFor();
      expect((await page.locator('.trigger-health').boundingBox())?.height).toBe(height);
      expect(await accessibilityFaults(page, 'triggers')).toEqual([]);
    },
    PATIENCE_MS,
  );

  test(
    'what was given up is tried again all at once, of the trigger that is shown or of all',
    async () => {
      const receiver = await startFaultyReceiver({ script: [{ status: 404 }] });
      const { page, admin, go } = await ownServer(suite, '/users', OPEN);
      for (const name of ['ops', 'dev'])
        await admin.post('/api/event-triggers', {
          name,
          channel: 'webhook',
          config: { url: `${receiver.url}/${name}` },
        });
      await admin.post('/api/events', { severity: 'error', message: 'disk full' });
      const dead = async () => ((await admin.get('/api/deliveries?state=dead')).body?.items ?? []) as unknown[];
      await expect.poll(async () => (await dead()).length).toBe(2);
      await go('/deliveries');
      const names = page.locator('.deliveries > li strong');
      await expect.poll(() => names.allInnerTexts()).toHaveLength(2);
      await page.getByLabel('Trigger').selectOption('ops');
      await expect.poll(() => names.allInnerTexts()).toEqual(['ops']);
      receiver.script({ status: 200 });
      await page.getByRole('button', { name: 'Try all given up again' }).click();
      await page.getByText('1 is being tried again.').waitFor();
      await expect.poll(() => receiver.requests.slice(2).map(({ path }) => path)).toEqual(['/ops']);
      expect(await dead()).toMatchObject([{ trigger_name: 'dev' }]);
      await go('/deliveries?state=dead');
      await expect.poll(() => names.allInnerTexts()).toEqual(['dev']);
      await page.getByRole('button', { name: 'Try all given up again' }).click();
      await page.getByText('No delivery fits this filter').waitFor();
      await expect.poll(() => receiver.requests.slice(3).map(({ path }) => path)).toEqual(['/dev']);
    },
    PATIENCE_MS,
  );

  test(
    'the list of deliveries follows what waits, with nobody touching it',
    async () => {
      const receiver = await startFaultyReceiver({ script: [{ status: 503 }, { status: 200 }] });
      const { page, admin, go } = await ownServer(suite, '/users', OPEN);
      await admin.post('/api/event-triggers', { name: 'ops', channel: 'webhook', config: { url: receiver.url } });
      await admin.post('/api/events', { severity: 'error', message: 'disk full' });
      await expect.poll(() => receiver.requests.length).toBe(1);
      await go('/deliveries');
      const row = page.locator('.deliveries > li');
      await row.getByText('Next attempt').waitFor();
      await row.getByText('Delivered', { exact: true }).waitFor({ timeout: 40_000 });
      expect(await row.getByText('Next attempt').count()).toBe(0);
    },
    PATIENCE_MS,
  );

  test(
    'a trigger is disabled, enabled and deleted; what was given up can be tried again',
    async () => {
      const receiver = await startFaultyReceiver();
      receiver.script({ status: 404 });
      const { page, admin } = await ownServer(suite, '/users', OPEN);
      await admin.post('/api/event-triggers', { name: 'ops', channel: 'webhook', config: { url: receiver.url } });
      await admin.post('/api/events', { severity: 'error', message: 'disk full' });
      await page.keyboard.type('gd');
      await heading(page, 'Deliveries');
      await page.getByLabel('State').selectOption('Given up');
      await expect
        .poll(async () => {
          await page.reload();
          await page.locator('.deliveries > li, .empty').first().waitFor();
          return page.getByText('Refused by the receiver').count();
        })
        .toBe(1);
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.getByText('It is being tried again.').waitFor();
      await expect.poll(() => receiver.requests.length).toBe(2);
      await page.keyboard.type('gt');
      await heading(page, 'Triggers');
      await page.getByRole('button', { name: 'Disable: ops' }).click();
      await page.getByText('“ops” is disabled.').waitFor();
      await page.getByRole('button', { name: 'Enable: ops' }).click();
      await page.getByText('“ops” is in use.').waitFor();
      await page.getByRole('button', { name: 'Delete: ops' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Delete trigger' }).click();
      await page.getByText('“ops” was deleted.').waitFor();
      await page.getByText('Nobody is told of anything yet').waitFor();
    },
    PATIENCE_MS,
  );
});
