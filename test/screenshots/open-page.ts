// A page of the UI as the administrator sees it, that holds still.
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import { ADMIN_PASSWORD } from '../support/running-server.ts';

/** In a context of its own, which the caller closes. */
export async function openPage(
  browser: Browser,
  url: string,
  look: Pick<BrowserContextOptions, 'colorScheme' | 'viewport'>,
): Promise<Page> {
  const context = await browser.newContext({ ...look, reducedMotion: 'reduce' });
  const data = { username: 'admin', password: ADMIN_PASSWORD };
  await context.request.post(`${url}/api/auth/login`, { data });
  return context.newPage();
}

/** A page of nobody who is logged in; the caller closes its context. */
export async function openStranger(
  browser: Browser,
  look: Pick<BrowserContextOptions, 'colorScheme' | 'viewport'>,
): Promise<Page> {
  return (await browser.newContext({ ...look, reducedMotion: 'reduce' })).newPage();
}

/** What was asked for when the page appeared is there. */
export const settled = (page: Page): Promise<void> =>
  expect.poll(() => page.locator('[aria-busy="true"]').count()).toBe(0);
