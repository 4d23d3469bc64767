import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { browserRequirement, launchBrowser } from '../support/browser.ts';
import { describeWith } from '../support/requirement.ts';
import { ADMIN_PASSWORD, runServer, type TestServer } from '../support/running-server.ts';
import { openWatchedPage, type WatchedPage, type WatchedPageOptions } from './watched-page.ts';

const MOST_LAYOUT_SHIFT = 0.01;

/** What a suite in the browser works with. */
export interface BrowserSuite {
  readonly serverUrl: () => string;
  /** A page in an empty profile; when the test ends it must have behaved. */
  readonly open: (options?: WatchedPageOptions) => Promise<WatchedPage>;
  /** The same, on this path, for somebody who is logged in. */
  readonly openAs: (username: string, path: string, password?: string) => Promise<Page>;
}

/** A suite with a real browser and a real server, whose one user is `admin`. */
export function describeInBrowser(title: string, suite: (tools: BrowserSuite) => void): void {
  describeWith(browserRequirement, title, () => {
    let browser: Browser;
    let server: TestServer;
    beforeAll(async () => {
      [browser, server] = await Promise.all([launchBrowser(), runServer()]);
    }, 60_000);
    afterAll(async () => {
      await browser?.close();
      await server?.dispose();
    });

    const open = async (options: WatchedPageOptions = {}): Promise<WatchedPage> => {
      const watched = await openWatchedPage(browser, options);
      onTestFinished(async () => {
        await watched.close();
        expect(watched.misdeeds.errors).toEqual([]);
        expect(watched.misdeeds.violations).toEqual([]);
        expect(watched.misdeeds.layoutShift).toBeLessThan(MOST_LAYOUT_SHIFT);
      });
      return watched;
    };
    const openAs: BrowserSuite['openAs'] = async (username, path, password = ADMIN_PASSWORD) => {
      const { page } = await open({ sessionOf: { url: server.url, username, password } });
      await page.goto(server.url + path);
      await page.locator('h1').waitFor();
      return page;
    };
    suite({ serverUrl: () => server.url, open, openAs });
  });
}

export function heading(page: Page, name: string): Promise<void> {
  return page.getByRole('heading', { level: 1, name }).waitFor();
}
