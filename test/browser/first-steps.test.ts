import { expect, test } from 'vitest';
import { parseNetwork } from '../../src/config/network.ts';
import { startFakeEngine } from '../support/fake-engine/fake-engine.ts';
import { startFaultyReceiver } from '../support/faulty-receiver/receiver.ts';
import { accessibilityFaults } from './accessibility.ts';
import { describeInBrowser, heading } from './describe-in-browser.ts';
import { ownServer } from './own-server.ts';

const PATIENCE_MS = 90_000;
const WIDE = { width: 1280, height: 800 };

describeInBrowser('the first steps', (suite) => {
  test(
    'lead from the engine over rules that are tried on the last day to a trigger that was tested',
    async () => {
      const engine = await startFakeEngine();
      const web = engine.addContainer({ name: 'web' });
      web.log('stdout', 'all well');
      web.log('stderr', 'panic: <img src=x onerror=alert(1)>');
      web.log('stderr', 'write /data: no space left on device');
      const receiver = await startFaultyReceiver();
      const egressAllow = [parseNetwork('127.0.0.1/32') ?? []].flat();
      const dockerHost = [{ name: 'nas', url: engine.url }];
      const { page, admin, go } = await ownServer(suite, '/', { dockerHost, egressAllow });
      await page.getByRole('link', { name: 'First steps' }).click();
      await page.getByText('1 container, Docker').waitFor({ timeout: 20_000 });
      expect(await accessibilityFaults(page, 'first steps: engine')).toEqual([]);
      await page.setViewportSize(WIDE);
      await page.getByRole('button', { name: 'Choose rules' }).click();
      await page.getByText('These 10 rules would have raised 2 events in the last 24 hours.').waitFor();
      await page.getByText('no space left on device').waitFor();
      expect(await page.locator('main img').count()).toBe(0);
      expect(await accessibilityFaults(page, 'first steps: rules')).toEqual([]);
      await page.setViewportSize(WIDE);
      // What is said is said of those that are chosen.
      await page.getByLabel(/^Disk full/).uncheck();
      await page.getByText('These 9 rules would have raised 1 event in the last 24 hours.').waitFor();
      await page.getByLabel(/^Disk full/).check();
      await page.getByLabel(/^Certificate refused/).uncheck();
      await page.getByText('These 9 rules would have raised 2 events in the last 24 hours.').waitFor();
      await admin.post('/api/log-scan-rules', { name: 'Panic', pattern: 'my own' });
      await page.getByRole('button', { name: 'Go on with 9 rules' }).click();
      await page.getByText('9 rules come into force with it.').waitFor();
      expect((await admin.get('/api/log-scan-rules')).body?.items).toMatchObject([{ name: 'Panic' }]);

      // Whoever comes back finds what was chosen.
      await go('/first-steps?step=rules');
      await page.getByText('These 9 rules would have raised 2 events in the last 24 hours.').waitFor();
      expect(await page.getByLabel(/^Certificate refused/).isChecked()).toBe(false);
      await page.getByRole('link', { name: 'Where it goes' }).click();
      await page.getByLabel('URL', { exact: true }).fill(receiver.url);
      await page.getByText('9 rules come into force with it.').waitFor();
      expect(await accessibilityFaults(page, 'first steps: trigger')).toEqual([]);
      await page.setViewportSize(WIDE);
      await page.getByRole('button', { name: 'Send a test' }).click();
      await expect.poll(() => receiver.requests.length).toBe(1);
      await page.getByRole('button', { name: 'Save, and done' }).click();
      await heading(page, 'Overview');
      expect((await admin.get('/api/event-triggers')).body?.items).toMatchObject([{ name: 'Everything' }]);
      const said = '“Everything” takes every event from now on. 8 rules are in force. The name “Panic” was taken';
      await page.getByText(said).waitFor();
      expect((await admin.get('/api/log-scan-rules')).body?.items).toHaveLength(9);
      await page.locator('.headline').waitFor();
      expect(await page.getByText('one step is left').count()).toBe(0);
    },
    PATIENCE_MS,
  );

  test('say in words how Tocsin gets to see an engine, and are left out by whoever wants none of them', async () => {
    const { page } = await ownServer(suite, '/first-steps');
    await page.getByText('No container engine is in reach yet.').waitFor();
    const error = { code: 'store_unavailable', message: 'The store takes its time.', details: [] };
    await page.route('**/api/system', (route) => route.fulfill({ status: 503, json: { error } }));
    await page.getByText('The store takes its time.').waitFor();
    await page.unroute('**/api/system');
    await page.getByText('The store takes its time.').waitFor({ state: 'detached' });
    await page.getByText('/var/run/docker.sock:/var/run/docker.sock:ro').waitFor();
    await page.getByRole('button', { name: 'Skip these steps' }).click();
    await heading(page, 'Overview');
    await page.locator('.headline').waitFor();
    expect(await page.getByRole('link', { name: 'First steps' }).count()).toBe(0);
  });

  test('say why an engine that was named is not in reach, and how Tocsin gets to see one', async () => {
    const nowhere = { name: 'attic', url: 'unix:///nowhere/docker.sock' };
    const { page, server, admin } = await ownServer(suite, '/first-steps', { dockerHost: [nowhere] });
    const found = page.getByRole('region', { name: 'What is watched' });
    await found.getByText('attic is not in reach.').waitFor();
    await found.getByText('There is no socket at /nowhere/docker.sock.').waitFor();
    await found.getByText('/var/run/docker.sock:/var/run/docker.sock:ro').waitFor();
    expect(await accessibilityFaults(page, 'first steps: an engine that is out of reach')).toEqual([]);
    // One that is in reach beside it is what somebody goes on with.
    const report = (await admin.get('/api/system')).body;
    const [attic] = (report?.engines ?? []) as readonly object[];
    const there = { ...attic, name: 'nas', state: 'live', last_fault: null, kind: 'docker', version: '28.1.0' };
    await page.route('**/api/system', (route) => route.fulfill({ json: { ...report, engines: [attic, there] } }));
    await page.goto(`${server.url}/first-steps`);
    await found.getByText('0 containers, Docker 28.1.0').waitFor();
    await found.getByText('attic is not in reach.').waitFor();
    expect(await found.getByText('/var/run/docker.sock:/var/run/docker.sock:ro').count()).toBe(0);
  });

  test('put the rules in force alone for whoever wants no trigger yet', async () => {
    const { page, admin, go } = await ownServer(suite, '/first-steps?step=rules');
    await page.getByRole('button', { name: 'Go on with 10 rules' }).click();
    await page.getByRole('button', { name: 'Only the rules for now' }).click();
    await heading(page, 'Overview');
    await page.getByText('10 rules are in force.').waitFor();
    expect((await admin.get('/api/log-scan-rules')).body?.items).toHaveLength(10);
    await page.getByText('one step is left').waitFor();
    await page.getByRole('link', { name: 'Go on' }).click();
    await page.getByRole('link', { name: 'Later' }).waitFor();
    await go('/first-steps?step=rules');
    await page.getByRole('button', { name: 'Go on without rules' }).click();
    await page.getByRole('link', { name: 'Later' }).waitFor();
  });

  test('have their button where it was, whatever is found below it', async () => {
    const { page } = await ownServer(suite, '/account');
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    await page.route('**/api/system', async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(new URL('/first-steps', page.url()).href);
    const button = page.getByRole('button', { name: 'Choose rules' });
    await button.waitFor();
    const before = await button.boundingBox();
    release();
    await page.getByText('No container engine is in reach yet.').waitFor();
    expect(await button.boundingBox()).toEqual(before);
    await page.unrouteAll({ behavior: 'wait' });
  });

  test('are what is not there yet: whoever has rules is led to a trigger, whoever has both nowhere', async () => {
    const { page, admin, go } = await ownServer(suite, '/account');
    // That it is disabled is no matter: nobody says that it is in force.
    await admin.post('/api/log-scan-rules', { name: 'fatal', pattern: 'fatal', enabled: false });
    await go('/');
    await page.getByText('There are rules, and no trigger yet: one step is left, where their events go.').waitFor();
    await admin.post('/api/event-triggers', { name: 'ops', channel: 'webhook', config: { url: 'https://x.example/' } });
    await go('/');
    await page.locator('.headline').waitFor();
    expect(await page.getByRole('region', { name: 'First steps' }).count()).toBe(0);
  });
});
