import { expect, test } from 'vitest';
import type { FakeContainer } from '../support/fake-engine/fake-container.ts';
import { startFakeEngine } from '../support/fake-engine/fake-engine.ts';
import { accessibilityFaults } from './accessibility.ts';
import { type BrowserSuite, describeInBrowser, heading } from './describe-in-browser.ts';
import { ownServer } from './own-server.ts';

const PATIENCE_MS = 60_000;
const ESC = '\u001b';

/** An engine with two containers, and a rule. */
async function running(suite: BrowserSuite) {
  const engine = await startFakeEngine();
  const [web, db]: readonly FakeContainer[] = [
    engine.addContainer({ name: 'web' }),
    engine.addContainer({ name: 'db' }),
  ];
  const scene = await ownServer(suite, '/users', { dockerHost: [{ name: 'nas', url: engine.url }] });
  await scene.admin.post('/api/log-scan-rules', { name: 'disk', pattern: 'disk (?P<what>\\w+)', severity: 'error' });
  const found = async () => (await scene.admin.get('/api/containers')).body?.items as { readonly state: string }[];
  await expect.poll(found, { timeout: 20_000 }).toMatchObject([{ state: 'following' }, { state: 'following' }]);
  engine.time.move(1_000);
  web?.log('stdout', 'all well');
  web?.log('stderr', `${ESC}[31mERROR${ESC}[0m <img src=x onerror=alert(1)> disk full after 12 ms`);
  await scene.go('/logs');
  return { ...scene, engine, web, db };
}

describeInBrowser('lines on the screen', (suite) => {
  test(
    'are shown as they come, with their colours and the rules that they match, and lead to a rule for lines like them',
    async () => {
      const { page, engine, web } = await running(suite);
      await page.locator('.empty-title').waitFor();
      await page.getByLabel('Container').selectOption('web (nas)');
      const lines = page.locator('.log-view li');
      await expect.poll(() => lines.count()).toBe(2);
      expect(await page.locator('.log-view img').count()).toBe(0);
      expect(await page.locator('.ansi-31').textContent()).toBe('ERROR');
      expect(await lines.nth(1).locator('.tag').textContent()).toBe('disk');
      engine.time.move(1_000);
      web?.log('stdout', 'one more');
      await expect.poll(() => lines.last().locator('code').textContent()).toBe('one more');
      expect(await accessibilityFaults(page, 'logs')).toEqual([]);
      await page.setViewportSize({ width: 1280, height: 800 });
      await lines.nth(1).hover();
      await lines.nth(1).getByRole('link', { name: 'Make a rule from this line' }).click();
      await heading(page, 'New rule');
      expect(await page.getByLabel('Pattern', { exact: true }).inputValue()).toContain('disk full after (?P<number2>');
      await page.getByText('1 of 1 line hit').waitFor();
    },
    PATIENCE_MS,
  );

  test(
    'of several containers stand together; they can be searched and held still',
    async () => {
      const { page, engine, web, db } = await running(suite);
      await page.getByLabel('Container').selectOption('web (nas)');
      await page.getByLabel('Container').selectOption('db (nas)');
      const lines = page.locator('.log-view li');
      await expect.poll(() => lines.count()).toBe(2);
      await page.getByRole('button', { name: 'Pause' }).click();
      engine.time.move(1_000);
      db?.log('stdout', 'vacuum done');
      await page.getByText('1 waiting').waitFor();
      expect(await lines.count()).toBe(2);
      await page.getByRole('button', { name: 'Pause' }).click();
      await expect.poll(() => lines.last().innerText()).toMatch(/db[\s\S]*vacuum done/);
      await page.keyboard.press('/');
      await page.keyboard.type('vacuum');
      await expect.poll(() => lines.count()).toBe(1);
      engine.time.move(1_000);
      web?.log('stdout', 'not this one');
      db?.log('stdout', 'VACUUM again');
      await expect.poll(() => lines.last().locator('code').textContent()).toBe('VACUUM again');
      expect(await lines.count()).toBe(2);
      await page.getByRole('button', { name: 'web: do not show any more' }).click();
      expect(new URL(page.url()).searchParams.get('containers')?.split(',')).toHaveLength(1);
    },
    PATIENCE_MS,
  );
});
