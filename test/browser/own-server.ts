import type { Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { ApiClient } from '../support/api-client.ts';
import { ADMIN_PASSWORD, runServer, type TestServer } from '../support/running-server.ts';
import type { BrowserSuite } from './describe-in-browser.ts';
import type { Misdeeds } from './watched-page.ts';

export interface OwnServer {
  readonly server: TestServer;
  readonly admin: ApiClient;
  /** Somebody who is logged in as `admin`, in an empty profile. */
  readonly page: Page;
  /** What the page did that it must not; the test ends with a look at it. */
  readonly misdeeds: Misdeeds;
  /** To another page, until it is there. */
  readonly go: (path: string) => Promise<void>;
}

/** A server of its own, and a page that shows it; both end with the test. */
export async function ownServer(
  { open }: BrowserSuite,
  path: string,
  settings: Parameters<typeof runServer>[0] = {},
): Promise<OwnServer> {
  const server = await runServer(settings);
  onTestFinished(() => server.dispose());
  const { page, misdeeds } = await open({
    sessionOf: { url: server.url, username: 'admin', password: ADMIN_PASSWORD },
  });
  // Keys that are typed before the page is there are lost.
  const go = async (to: string): Promise<void> => {
    await page.goto(server.url + to);
    await page.locator('h1').waitFor();
  };
  await go(path);
  const admin = new ApiClient(server.url);
  await admin.login('admin', ADMIN_PASSWORD);
  return { server, admin, page, misdeeds, go };
}
