import { expect, test } from 'vitest';
import { startFakeEngine } from '../support/fake-engine/fake-engine.ts';
import { accessibilityFaults } from './accessibility.ts';
import { type BrowserSuite, describeInBrowser, heading } from './describe-in-browser.ts';
import { ownServer } from './own-server.ts';

const PATIENCE_MS = 60_000;

/** An engine with a container of a Compose project, and a rule for all. */
async function watched(suite: BrowserSuite, path: string) {
  const engine = await startFakeEngine();
  const labels = { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'web' };
  const web = engine.addContainer({ name: 'shop-web-1', labels });
  const scene = await ownServer(suite, '/users', { dockerHost: [{ name: 'nas', url: engine.url }] });
  const { admin } = scene;
  await admin.post('/api/log-scan-rules', { name: 'disk', pattern: 'disk (?P<what>\\w+)', severity: 'error' });
  const found = async () => ((await admin.get('/api/containers')).body?.items ?? []) as { readonly state: string }[];
  await expect.poll(found, { timeout: 20_000 }).toMatchObject([{ state: 'following' }]);
  await scene.go(path);
  return { ...scene, engine, web };
}

describeInBrowser('what is watched, on the screen', (suite) => {
  test('says where containers come from while there is none', async () => {
    const { page } = await ownServer(suite, '/workloads');
    await page.getByText('No container was found yet').waitFor();
  });

  test(
    'lists every workload with its coverage and its events, and leads to it',
    async () => {
      const { page, engine, web } = await watched(suite, '/workloads');
      // What is written from now on is behind the moment at which the watching began.
      engine.time.move(60_000);
      web.log('stdout', 'disk full');
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
    'a rule for all is switched off for one workload, and used again',
    async () => {
      const { page, admin } = await watched(suite, '/workloads');
      await page.getByRole('link', { name: 'shop/web' }).click();
      await heading(page, 'shop/web');
      await page.getByRole('button', { name: 'Switch off here: disk' }).click();
      await page.getByText('“disk” is switched off in shop/web.').waitFor();
      await page.getByText('switched off here', { exact: true }).waitFor();
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
});
