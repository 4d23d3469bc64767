import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { codeIn } from '../support/code-files.ts';
import { ADMIN_PASSWORD, runServer } from '../support/running-server.ts';
import { describeInBrowser, heading } from './describe-in-browser.ts';
import { focusedStop, tabTo } from './keyboard.ts';

const PASSWORD = 'seven brass bells in a row';

describeInBrowser('the first screens, in a real browser', ({ open, openAs, serverUrl }) => {
  test('a person sets up, looks around, logs out and logs in by keyboard alone', async () => {
    const fresh = await runServer({ password: undefined });
    onTestFinished(() => fresh.dispose());
    const { page } = await open();
    await page.goto(fresh.setupLink?.url ?? '');
    await heading(page, 'Welcome to Tocsin');
    expect(page.url()).toBe(`${fresh.url}/setup`);

    await page.keyboard.type('mira');
    await page.keyboard.press('Tab');
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await heading(page, 'First steps');
    await expect.poll(() => focusedStop(page)).toMatchObject({ name: 'First steps' });

    await page.keyboard.press('g');
    await page.keyboard.press('m');
    await heading(page, 'Account');
    await expect.poll(() => focusedStop(page)).toMatchObject({ name: 'Account' });
    await page.getByText('this one').waitFor();

    await tabTo(page, 'Log out');
    await page.keyboard.press('Enter');
    await heading(page, 'Log in');
    expect(page.url()).toBe(`${fresh.url}/login?to=%2Faccount`);
    await page.keyboard.type('mira');
    await page.keyboard.press('Tab');
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await heading(page, 'Account');
    expect(page.url()).toBe(`${fresh.url}/account`);
  });

  test('whoever opens a fresh server without its link is told at the field by which command a container prints it', async () => {
    const fresh = await runServer({ password: undefined });
    onTestFinished(() => fresh.dispose());
    const { page } = await open();
    await page.goto(fresh.url);
    await heading(page, 'Welcome to Tocsin');
    const hint = page.locator('.hint').filter({ hasText: 'docker exec NAME cat /data/setup-link' });
    await hint.waitFor();
    const described = await page.getByLabel('Setup link').getAttribute('aria-describedby');
    expect(await hint.getAttribute('id')).toBe(described);
  });

  test('without its link the setup asks for it, and takes what was pasted', async () => {
    const fresh = await runServer({ password: undefined });
    onTestFinished(() => fresh.dispose());
    const { page } = await open();
    await page.goto(`${fresh.url}/users`);
    await heading(page, 'Welcome to Tocsin');
    await page.getByLabel('Setup link').fill('no-such-token');
    await page.getByLabel('User name').fill('mira');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByText('This setup link is not valid.').waitFor();
    await page.getByLabel('Setup link').fill(fresh.setupLink?.url ?? '');
    await page.keyboard.press('Enter');
    await heading(page, 'First steps');
  });

  test('a setup link that is opened over the setup page is taken, too', async () => {
    const fresh = await runServer({ password: undefined });
    onTestFinished(() => fresh.dispose());
    const { page } = await open();
    await page.goto(`${fresh.url}/setup`);
    await page.getByLabel('Setup link').waitFor();
    await page.goto(fresh.setupLink?.url ?? '');
    await page.getByLabel('Setup link').waitFor({ state: 'detached' });
    expect(page.url()).toBe(`${fresh.url}/setup`);
  });

  test('the focus is visible at every stop, and the first leads past the navigation', async () => {
    const page = await openAs('admin', '/users');
    await page.locator('tbody tr').first().waitFor();
    const stops = await tabTo(page, 'Your account');
    expect(stops[0]?.name).toBe('Skip to the content');
    expect(stops.filter(({ marked }) => !marked)).toEqual([]);
    await page.reload();
    await page.locator('tbody tr').first().waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect((await tabTo(page, 'Filter users')).map(({ name }) => name)).not.toContain('Overview');
  });

  test('the slash goes to the filter, and the filter finds', async () => {
    const page = await openAs('admin', '/audit');
    await page.locator('tbody tr').first().waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('added');
    await page.getByText(/^1 of \d+ shown$/).waitFor();
    await page.keyboard.press('Escape');
    await page.getByText(/^\d+ shown$/).waitFor();
    await page.keyboard.type('gu');
    expect(page.url()).toBe(`${serverUrl()}/audit`);
  });

  test('the help tells of the keys of lists, of logs and of the histogram as well', async () => {
    const page = await openAs('admin', '/');
    await page.keyboard.press('?');
    const help = page.getByRole('dialog');
    const keysOf = (part: string) => help.getByRole('region', { name: part }).locator('kbd').allInnerTexts();
    await help.getByRole('region', { name: 'In a histogram' }).waitFor();
    expect(await keysOf('In a histogram')).toEqual(expect.arrayContaining(['←', '→', 'Shift', 'Enter', 'Esc']));
    expect(await keysOf('In a list or a log')).toEqual(
      expect.arrayContaining(['↑', '↓', 'Page Down', 'Home', '→', 'Esc']),
    );
  });

  test('single keys can be switched off, for this browser', async () => {
    const page = await openAs('admin', '/');
    await page.keyboard.press('?');
    await page.getByRole('checkbox', { name: /single-key/ }).uncheck();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.reload();
    await heading(page, 'Overview');
    await page.keyboard.press('?');
    await page.keyboard.press('g');
    await page.keyboard.press('u');
    await page.getByText('Nothing is watched yet').waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(page.url()).toBe(`${serverUrl()}/`);
  });

  test('what the server refuses stands at its field, which is described by it and has the focus', async () => {
    const page = await openAs('admin', '/users');
    await page.getByRole('button', { name: 'Add user' }).click();
    const dialog = page.getByRole('dialog');
    await page.keyboard.type('jonas');
    await dialog.getByLabel('Password', { exact: true }).fill('short');
    await page.keyboard.press('Enter');
    await dialog.getByText('at least 10 characters; this one has 5').waitFor();
    await expect.poll(() => focusedStop(page)).toMatchObject({ name: 'Password' });
    const field = dialog.getByLabel('Password', { exact: true });
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    const [fault = ''] = ((await field.getAttribute('aria-describedby')) ?? '').split(' ');
    expect(await page.locator(`[id="${fault}"]`).textContent()).toContain('this one has 5');
  });

  test('a user is added, sees everything and changes nothing, and is deleted after a question', async () => {
    const page = await openAs('admin', '/users');
    await page.getByRole('button', { name: 'Add user' }).click();
    await page.keyboard.type('viktor');
    await page.getByRole('dialog').getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByText('viktor can log in now.').waitFor();

    const viewer = await openAs('viktor', '/users', PASSWORD);
    await viewer.getByText('Only an administrator can change this').waitFor();
    await viewer.locator('tbody tr').first().waitFor();
    expect(await viewer.locator('main button').count()).toBe(0);

    await page.getByRole('button', { name: 'Delete viktor' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete user' }).click();
    await page.getByText('viktor was deleted.').waitFor();
    await page.getByRole('rowheader', { name: 'viktor' }).waitFor({ state: 'detached' });
    await expect.poll(() => focusedStop(page)).toMatchObject({ name: 'Users' });
  });

  test('a session that ended leads to the login, and the login back to where one was', async () => {
    const page = await openAs('admin', '/audit');
    await page.locator('tbody tr').first().waitFor();
    await page.context().clearCookies();
    await page.keyboard.press('g');
    await page.keyboard.press('k');
    await page.getByText('Your session has ended.').waitFor();
    expect(page.url()).toBe(`${serverUrl()}/tokens`);
    await page.keyboard.type('admin');
    await page.getByLabel('Password', { exact: true }).fill(ADMIN_PASSWORD);
    await page.keyboard.press('Enter');
    await heading(page, 'Tokens');
    expect(page.url()).toBe(`${serverUrl()}/tokens`);
  });

  test('the text of a token is shown once, and can be copied', async () => {
    const page = await openAs('admin', '/tokens');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Create token' }).click();
    await page.keyboard.type('Grafana');
    await page.keyboard.press('Enter');
    const shown = page.getByLabel('Token', { exact: true });
    const text = await shown.inputValue();
    expect(text).toMatch(/^tcs_/);
    await page.getByRole('button', { name: 'Copy' }).click();
    await page.getByText('Copied.').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(text);
    await page.getByRole('button', { name: 'I have kept it' }).click();
    await page.getByRole('rowheader', { name: 'Grafana' }).waitFor();
    expect(await page.content()).not.toContain(text);
  });

  test('times are local and name their zone, with the exact UTC beside', async () => {
    const page = await openAs('admin', '/audit');
    const time = page.locator('tbody time').first();
    expect(await time.textContent()).toMatch(/^\d{1,2} \w{3,4} \d{4}, \d\d:\d\d:\d\d GMT\+5:30$/);
    const [exact, machine] = [await time.getAttribute('title'), await time.getAttribute('datetime')];
    expect(machine).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(exact).toBe(machine?.replace('T', ' ').replace('Z', ' UTC'));
  });

  test('the chosen theme is there before anything is drawn', async () => {
    const page = await openAs('admin', '/account');
    await page.getByRole('radio', { name: 'Dark' }).check();
    await page.addInitScript(() => {
      new MutationObserver((_, observer) => {
        if (!document.body) return;
        sessionStorage.setItem('seen', document.documentElement.dataset.theme ?? 'none');
        observer.disconnect();
      }).observe(document, { childList: true, subtree: true });
    });
    await page.reload();
    await heading(page, 'Account');
    expect(await page.evaluate(() => sessionStorage.getItem('seen'))).toBe('dark');
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('dark');
  });

  test('the overview tells when the server falls silent, keeps what it knew, and recovers', async () => {
    const page = await openAs('admin', '/nowhere');
    await page.clock.install();
    await page.goto(serverUrl());
    await page.getByText('This server is well, but not everything is watched').waitFor();
    await page.route('**/api/**', (route) => route.abort());
    await page.clock.runFor(6_000);
    await page.getByText('The server does not answer').waitFor();
    await page.getByRole('heading', { name: 'What needs a hand' }).waitFor();
    await page.unroute('**/api/**');
    await page.clock.runFor(6_000);
    await page.getByText('This server is well, but not everything is watched').waitFor();
  });

  test('the overview says what is watched, and leads to all of it; the system page does to the API', async () => {
    const page = await openAs('admin', '/nowhere');
    const engine = { name: 'nas', configured: true, ever_connected: true, watched_by: 'this_instance', notes: [] };
    const found = { state: 'live', kind: 'docker', version: '28.1.0', containers_watched: 12, containers_excluded: 0 };
    await page.route('**/api/system', async (route) => {
      const report: Record<string, unknown> = await (await route.fetch()).json();
      await route.fulfill({ json: { ...report, engines: [{ ...engine, ...found }] } });
    });
    await page.goto(serverUrl());
    await page.getByText('12 containers, Docker 28.1.0').waitFor();
    expect(await page.getByText('Nothing is watched yet').count()).toBe(0);
    await page.getByRole('link', { name: 'All workloads' }).click();
    await heading(page, 'Workloads');
    await page.getByRole('link', { name: 'System', exact: true }).click();
    await heading(page, 'System');
    await page.getByText('12 containers, Docker 28.1.0').waitFor();
    const opened = page.waitForEvent('popup');
    await page.getByRole('link', { name: 'Described here' }).click();
    await (await opened).getByRole('heading', { name: 'Tocsin API' }).waitFor();
  });

  test('the overview shows every rule that is not in force, with what is wrong and where', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-broken-'));
    const rules = ['{name: half a pattern, pattern: "disk (full"}', '{name: whole, pattern: panic}'];
    writeFileSync(path.join(folder, 'tocsin.yaml'), `rules:\n${rules.map((rule) => `  - ${rule}\n`).join('')}`);
    const { ruleFile } = codeIn(folder);
    const fresh = await runServer({ ruleFile });
    onTestFinished(async () => {
      await fresh.dispose();
      rmSync(folder, { recursive: true });
    });
    const { page } = await open({ sessionOf: { url: fresh.url, username: 'admin', password: ADMIN_PASSWORD } });
    await page.goto(fresh.url);
    const broken = page.getByRole('region', { name: 'What needs a hand' }).getByRole('listitem');
    await broken.getByText('in the configuration file').waitFor();
    expect(await broken.allInnerTexts()).toEqual([
      expect.stringMatching(
        /“half a pattern” is not in force\s+.*never closed.*\s+\(pattern, at character \d+; in the configuration file\)$/s,
      ),
    ]);
  });

  test('a state is told by a word and a shape, not by colour alone', async () => {
    const page = await openAs('admin', '/nowhere');
    await page.route('**/api/health', (route) =>
      route.fulfill({
        status: 503,
        json: {
          status: 'failing',
          version: '0',
          checks: {
            lease: { status: 'ok', message: 'Held here.' },
            event_loop: { status: 'degraded', message: 'Slow.' },
            store: { status: 'failing', message: 'The disk is full.' },
          },
        },
      }),
    );
    await page.goto(serverUrl());
    await page.getByText('This server is not well').waitFor();
    await page.getByRole('link', { name: 'The store cannot be written' }).click();
    await heading(page, 'System');
    await page.locator('.checks .status').first().waitFor();
    const marks = await page.locator('.checks .status').evaluateAll((all) => all.map((mark) => mark.innerHTML));
    const [words, shapes] = [
      marks.map((html) => html.replace(/<.*>/, '')),
      marks.map((html) => html.replace(/\w+$/, '')),
    ];
    expect(words).toEqual(['OK', 'Degraded', 'Failing']);
    expect(new Set(shapes).size).toBe(3);
    await page.getByRole('listitem').filter({ hasText: 'Event loop' }).getByText('Slow.').waitFor();
  });

  test('nothing moves when the answers come after the page', async () => {
    const page = await openAs('admin', '/nowhere');
    for (const path of ['/', '/system', '/users', '/tokens', '/audit', '/account', '/first-steps']) {
      let release = (): void => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      await page.route(/\/api\/(?!auth\/me)/, async (route) => {
        await held;
        await route.continue();
      });
      await page.goto(serverUrl() + path);
      await page.locator('h1').waitFor();
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      release();
      await page.locator('tbody tr, .empty, .checks li, .engine-found strong').first().waitFor();
      await page.unrouteAll({ behavior: 'wait' });
    }
  });

  test('the bell swings, but not for those who asked for less motion', async () => {
    const motions = async (reducedMotion: 'reduce' | 'no-preference'): Promise<number> => {
      const { page } = await open({ reducedMotion });
      await page.goto(serverUrl());
      await heading(page, 'Log in');
      return page.evaluate(() => document.getAnimations().length);
    };
    expect(await motions('no-preference')).toBe(1);
    expect(await motions('reduce')).toBe(0);
  });
});
