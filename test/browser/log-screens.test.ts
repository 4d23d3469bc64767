import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { ApiClient } from '../support/api-client.ts';
import type { FakeContainer } from '../support/fake-engine/fake-container.ts';
import { startFakeEngine } from '../support/fake-engine/fake-engine.ts';
import { startTcpProxy } from '../support/tcp-proxy.ts';
import { accessibilityFaults } from './accessibility.ts';
import { type BrowserSuite, describeInBrowser, heading } from './describe-in-browser.ts';
import { focusedStop, tabTo } from './keyboard.ts';
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

const SHOP = { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'web' };

const countOf = async (admin: ApiClient): Promise<number> =>
  ((await admin.get('/api/containers')).body?.items as readonly unknown[] | undefined)?.length ?? 0;

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
      expect(await page.locator('.ansi-ink').textContent()).toBe('ERROR');
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
      await page.getByRole('button', { name: '1 new line' }).waitFor();
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

  test(
    'hold still while somebody reads further up or goes from line to line, count what comes, and go on when that is wanted',
    async () => {
      const { page, engine, web, db, go } = await running(suite);
      await go(`/logs?containers=${web?.id},${db?.id}`);
      await page.setViewportSize({ width: 1280, height: 800 });
      const [view, lines] = [page.locator('.log-view'), page.locator('.log-view li')];
      const write = (from: number, to: number): void => {
        engine.time.move(1_000);
        for (let n = from; n <= to; n += 1) web?.log('stdout', `line ${n} ${'long '.repeat(n % 2 === 0 ? 80 : 1)}`);
      };
      const last = async () => Number(/line (\d+)/.exec((await lines.last().textContent()) ?? '')?.[1]);
      const isAtEnd = () => view.evaluate((one) => one.scrollHeight - one.scrollTop - one.clientHeight < 2);
      await expect.poll(() => lines.count()).toBe(2);
      write(1, 200);
      await expect.poll(last).toBe(200);
      await expect.poll(isAtEnd).toBe(true);
      write(201, 300);
      await expect.poll(last).toBe(300);
      await expect.poll(isAtEnd).toBe(true);
      await view.hover();
      await page.mouse.wheel(0, -900);
      await expect.poll(isAtEnd).toBe(false);
      write(301, 312);
      await page.getByRole('button', { name: '12 new lines' }).waitFor();
      expect(await last()).toBe(300);
      await page.getByRole('button', { name: '12 new lines' }).click();
      await expect.poll(last).toBe(312);
      await expect.poll(isAtEnd).toBe(true);
      await page.getByRole('button', { name: 'Pause' }).click();
      write(313, 313);
      await page.getByRole('button', { name: '1 new line' }).press('Enter');
      await expect.poll(last).toBe(313);
      expect(await page.getByRole('button', { name: 'Pause' }).getAttribute('aria-pressed')).toBe('false');
      expect((await focusedStop(page)).name).toBe('Lines');
      write(314, 314);
      await expect.poll(last).toBe(314);
    },
    PATIENCE_MS,
  );

  test(
    'are one stop of the keyboard, from which each line and what leads on from it can be reached',
    async () => {
      const { page, engine, web, go } = await running(suite);
      engine.time.move(1_000);
      for (let n = 1; n <= 150; n += 1) web?.log('stdout', `line ${n}`);
      await go(`/logs?containers=${web?.id}`);
      await page.setViewportSize({ width: 1280, height: 800 });
      const focusedLine = async () => (await focusedStop(page)).name.replace(/^[\d:]+|Rule$/g, '');
      await expect.poll(() => page.locator('.log-view li').last().locator('code').textContent()).toBe('line 150');
      const written = await page.locator('.log-view li').count();
      expect((await tabTo(page, 'Lines')).at(-1)?.marked).toBe(true);
      await page.getByText('The arrow keys go from line to line').waitFor();
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.closest('.log-view') === null)).toBe(true);
      await page.keyboard.press('Shift+Tab');
      expect((await focusedStop(page)).name).toBe('Lines');
      await page.keyboard.press('ArrowUp');
      await expect.poll(focusedLine).toBe('line 150');
      expect((await focusedStop(page)).marked).toBe(true);
      await page.keyboard.press('ArrowUp');
      await expect.poll(focusedLine).toBe('line 149');
      await page.keyboard.press('PageUp');
      expect(Number((await focusedLine()).slice(5))).toBeLessThan(140);
      await page.keyboard.press('PageDown');
      await expect.poll(focusedLine).toBe('line 149');
      await page.keyboard.press('End');
      await expect.poll(focusedLine).toBe('line 150');
      web?.log('stdout', 'one more');
      await page.getByRole('button', { name: '1 new line' }).waitFor();
      await page.keyboard.press('Escape');
      await expect.poll(() => page.locator('.log-view li').count()).toBe(written + 1);
      expect((await focusedStop(page)).name).toBe('Lines');
      await page.keyboard.press('Home');
      await page.keyboard.press('ArrowDown');
      await expect.poll(focusedLine).toContain('disk full after 12 ms');
      expect(await accessibilityFaults(page, 'a line that has the focus')).toEqual([]);
      await page.keyboard.press('ArrowRight');
      expect((await focusedStop(page)).name).toBe('disk');
      await page.keyboard.press('ArrowRight');
      expect((await focusedStop(page)).name).toBe('Make a rule from this line');
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('Enter');
      await heading(page, 'disk');
    },
    PATIENCE_MS,
  );

  test(
    'are wrapped or not, have the time of the reader or UTC, and can be copied and downloaded as they are read',
    async () => {
      const { page, web, go } = await running(suite);
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      web?.log('stdout', 'x'.repeat(5_000));
      await go(`/logs?containers=${web?.id}`);
      const [view, lines] = [page.locator('.log-view'), page.locator('.log-view li')];
      await expect.poll(() => lines.count()).toBe(3);
      const isWider = () => view.evaluate((one) => one.scrollWidth > one.clientWidth);
      expect(await isWider()).toBe(false);
      await page.getByRole('button', { name: 'Wrap' }).click();
      await expect.poll(isWider).toBe(true);
      const time = lines.first().locator('time');
      const own = await time.textContent();
      await page.getByLabel('Time zone', { exact: true }).selectOption('UTC');
      const at = (await time.getAttribute('datetime')) ?? '';
      await expect.poll(() => time.textContent()).toBe(at.slice(11, 19));
      expect(own).not.toBe(at.slice(11, 19));
      await page.getByRole('button', { name: 'Copy the lines' }).click();
      await page.getByText('Copied.').waitFor();
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      expect(copied.split('\n')[1]).toMatch(/Z web stderr ERROR <img src=x onerror=alert\(1\)> disk full after 12 ms$/);
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Download' }).click(),
      ]);
      expect(file.suggestedFilename()).toMatch(/^lines .*\.log$/);
      expect(await readFile(await file.path(), 'utf8')).toBe(copied);
      // As where there is no TLS.
      await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
      const search = page.getByLabel('Only lines with');
      await search.fill('disk');
      await expect.poll(() => lines.count()).toBe(1);
      const copy = page.getByRole('button', { name: 'Copy the lines' });
      await copy.click();
      await expect.poll(() => copy.evaluate((button) => button === document.activeElement)).toBe(true);
      await search.fill('');
      await search.press('ControlOrMeta+v');
      await expect.poll(() => search.inputValue()).toMatch(/Z web stderr ERROR .* disk full after 12 ms/);
      expect(await search.inputValue()).not.toContain('xxx');
    },
    PATIENCE_MS,
  );

  test(
    'of many containers and of a workload come on one connection, in the order of time, while some of them end and others begin',
    async () => {
      const { page, engine, admin, go } = await running(suite);
      const boxes = Array.from({ length: 8 }, (_, n) => engine.addContainer({ name: `box-${n}` }));
      const shop = (n: number) => engine.addContainer({ name: `shop-${n}`, labels: SHOP });
      const old = shop(1);
      await expect.poll(() => countOf(admin), { timeout: 20_000 }).toBe(11);
      const asked: string[] = [];
      page.on('request', (request) => void (request.url().includes('/logs') && asked.push(request.url())));
      await go(`/logs?containers=${boxes.map(({ id }) => id).join(',')}`);
      await page.getByLabel('Workload').selectOption('shop/web (nas)');
      const lines = page.locator('.log-view li');
      await page.locator('.log-view').waitFor();
      const names = () => lines.locator('.log-container').allTextContents();
      const round = (writers: readonly FakeContainer[]) => {
        engine.time.move(1_000);
        for (const writer of writers) writer.log('stdout', 'hello');
        return writers.map(({ name }) => name);
      };
      const all = [...boxes.toReversed(), old];
      const first = round(all);
      await expect.poll(async () => (await names()).toSorted(), { timeout: 20_000 }).toEqual(first.toSorted());
      asked.length = 0;
      await page.reload();
      await expect.poll(names, { timeout: 20_000 }).toEqual(first);
      boxes[0]?.destroy();
      const fresh = shop(2);
      const second = round([fresh, ...all.filter((one) => one !== boxes[0])]);
      await expect
        .poll(async () => (await names()).toSorted(), { timeout: 20_000 })
        .toEqual([...first, ...second].toSorted());
      await page.getByText('box-0: It is gone.').waitFor();
      expect(asked.map((url) => new URL(url).pathname).filter((path) => path.startsWith('/api/'))).toEqual([
        '/api/logs/stream',
      ]);
      expect(await accessibilityFaults(page, 'many logs')).toEqual([]);
    },
    PATIENCE_MS,
  );

  test(
    'go on behind the last ones when the connection breaks, without a loss or a double',
    async () => {
      const { page, engine, server, admin } = await running(suite);
      const boxes = Array.from({ length: 7 }, (_, n) => engine.addContainer({ name: `box-${n}` }));
      await expect.poll(() => countOf(admin), { timeout: 20_000 }).toBe(9);
      const cable = await startTcpProxy({ host: '127.0.0.1', port: Number(new URL(server.url).port) });
      const ids = boxes.map(({ id }) => id).join(',');
      await page.goto(`http://127.0.0.1:${cable.port}/logs?containers=${ids}`);
      await page.locator('.log-view').waitFor();
      // Each container's lines stand in their order; those of others come by connections of their own.
      const byBox = (lines: readonly string[]) => Object.groupBy(lines, (line) => line.split(' ')[0] ?? '');
      const texts = async () => byBox(await page.locator('.log-view li code').allTextContents());
      const written: string[] = [];
      const round = (name: string): void => {
        engine.time.move(1_000);
        for (const box of boxes) {
          box.log('stdout', `${box.name} ${name}`);
          written.push(`${box.name} ${name}`);
        }
      };
      round('before');
      await expect.poll(texts, { timeout: 20_000 }).toEqual(byBox(written));
      await cable.cut();
      await page.getByText('Connecting again.').waitFor();
      for (let n = 0; n < 30; n++) round(`meanwhile ${n}`);
      await cable.mend();
      await expect.poll(texts, { timeout: 30_000 }).toEqual(byBox(written));
      round('afterwards');
      await expect.poll(texts, { timeout: 20_000 }).toEqual(byBox(written));
    },
    PATIENCE_MS,
  );
});
