import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { describeInBrowser, heading } from './describe-in-browser.ts';
import { ownServer } from './own-server.ts';
import type { Misdeeds } from './watched-page.ts';

const PATIENCE_MS = 60_000;
/** The server is asked every three seconds whether it answers. */
const SOON = { timeout: 30_000 };
const SCREEN = /\/assets\/workloads-page-/;
const isRoot = (url: URL): boolean => url.pathname === '/';

describeInBrowser('a screen of which the code does not come', (suite) => {
  /** Somebody on a page whose code is there, in front of one whose code is not. */
  async function before(): Promise<{ readonly page: Page; readonly opened: () => number }> {
    const { page, misdeeds } = await ownServer(suite, '/users');
    onTestFinished(() => forgiveMissing(misdeeds));
    let opened = 0;
    page.on('domcontentloaded', () => {
      opened += 1;
    });
    return { page, opened: () => opened };
  }

  test(
    'is shown by itself as soon as the server answers again',
    async () => {
      const { page, opened } = await before();
      await page.route(SCREEN, (route) => route.abort());
      await page.route(isRoot, (route) => route.abort());
      await page.keyboard.type('gw');
      await heading(page, 'Not loaded');
      await page.getByText('Tocsin does not answer').waitFor();
      await page.getByRole('button', { name: 'Try again' }).click();
      expect(opened()).toBe(0);
      await page.unrouteAll({ behavior: 'wait' });
      await page.getByRole('heading', { level: 1, name: 'Workloads' }).waitFor(SOON);
      expect([new URL(page.url()).pathname, opened()]).toEqual(['/workloads', 1]);
    },
    PATIENCE_MS,
  );

  test(
    'is opened anew by itself where the server was updated meanwhile',
    async () => {
      const { page, opened } = await before();
      await page.route(SCREEN, (route) => route.fulfill({ status: 404 }), { times: 1 });
      await page.route(isRoot, (route) => route.fulfill({ body: '<script src="/assets/another.js"></script>' }));
      await page.getByRole('link', { name: 'Workloads' }).click();
      await page.getByRole('heading', { level: 1, name: 'Workloads' }).waitFor(SOON);
      expect(opened()).toBe(1);
      await page.unrouteAll({ behavior: 'wait' });
    },
    PATIENCE_MS,
  );

  test(
    'is opened anew once and no more where that is of no help, until somebody asks for it',
    async () => {
      const { page, opened } = await before();
      let asked = 0;
      await page.route(SCREEN, (route) => route.abort());
      await page.route(isRoot, (route) => {
        asked += 1;
        return route.fulfill({ body: '<script src="/assets/another.js"></script>' });
      });
      await page.getByRole('link', { name: 'Workloads' }).click();
      await expect.poll(opened, SOON).toBe(1);
      await page.getByText('Tocsin was updated while it was open here').waitFor();
      const until = asked + 1;
      await expect.poll(() => asked, SOON).toBeGreaterThan(until);
      expect(opened()).toBe(1);
      await page.unrouteAll({ behavior: 'wait' });
      await page.getByRole('button', { name: 'Try again' }).click();
      await heading(page, 'Workloads');
      expect(opened()).toBe(2);
    },
    PATIENCE_MS,
  );
});

/** That something did not come is what these tests are about, and browsers say so. */
function forgiveMissing({ errors }: Misdeeds): void {
  const others = errors.filter((error) => !error.startsWith('Failed to load resource'));
  errors.splice(0, errors.length, ...others);
}
