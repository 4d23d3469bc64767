import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** What a page must never do, as it was seen while the page was used. */
export interface Misdeeds {
  /** Errors on the console and exceptions, without the browser's own notes about replies of the API that are refusals. */
  readonly errors: string[];
  /** What the content security policy had to stop. */
  readonly violations: string[];
  /** How far things jumped by themselves, as browsers measure it (Cumulative Layout Shift). */
  layoutShift: number;
}

export interface WatchedPage {
  readonly page: Page;
  readonly misdeeds: Misdeeds;
  close(): Promise<void>;
}

export interface WatchedPageOptions extends BrowserContextOptions {
  /** Sent with every request, as if it had been set by a login. */
  readonly sessionOf?: { readonly url: string; readonly username: string; readonly password: string };
}

/** A page in a profile of its own, under watch from before its first byte until it is closed. */
export async function openWatchedPage(browser: Browser, options: WatchedPageOptions = {}): Promise<WatchedPage> {
  const { sessionOf, ...rest } = options;
  const context = await browser.newContext({ reducedMotion: 'reduce', timezoneId: 'Asia/Kolkata', ...rest });
  if (sessionOf) {
    const { url, ...data } = sessionOf;
    const reply = await context.request.post(`${url}/api/auth/login`, { data });
    if (!reply.ok()) throw new Error(`The login of ${data.username} failed with ${reply.status()}.`);
  }
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const close = async (): Promise<void> => {
    // What a test put in the way of a request may be at work still, and fails then for want of a page, not of the product.
    if (!page.isClosed()) await page.unrouteAll({ behavior: 'ignoreErrors' });
    await context.close();
  };
  return { page, misdeeds: await watch(page), close };
}

async function watch(page: Page): Promise<Misdeeds> {
  const misdeeds: Misdeeds = { errors: [], violations: [], layoutShift: 0 };
  page.on('pageerror', (error) => misdeeds.errors.push(String(error)));
  page.on('console', (message) => {
    const refusal = message.text().startsWith('Failed to load resource') && message.location().url.includes('/api/');
    if (message.type() === 'error' && !refusal) misdeeds.errors.push(message.text());
  });
  await page.exposeFunction('reportViolation', (what: string) => void misdeeds.violations.push(what));
  await page.exposeFunction('reportShift', (value: number) => {
    misdeeds.layoutShift += value;
  });
  await page.addInitScript(observeInPage);
  return misdeeds;
}

/** Runs in the page, before its own scripts. */
function observeInPage(): void {
  // The two functions are put there from outside, by exposeFunction.
  const { reportViolation, reportShift } = globalThis as unknown as Record<string, (value: unknown) => void>;
  document.addEventListener('securitypolicyviolation', (event) =>
    reportViolation?.(`${event.violatedDirective} ${event.blockedURI}`),
  );
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { hadRecentInput: boolean; value: number })[])
      if (!entry.hadRecentInput) reportShift?.(entry.value);
  }).observe({ type: 'layout-shift', buffered: true });
}
