// Pictures of every screen, wide and narrow, in light and dark, written to `screenshots/` for whoever wants to look at them: npm run screenshots
import { mkdirSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { onTestFinished, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { runServer } from '../support/running-server.ts';
import { livelyServer } from './lively-server.ts';
import { openPage, openStranger, settled } from './open-page.ts';

const FOLDER = 'screenshots';
const SIZES = { wide: { width: 1280, height: 800 }, narrow: { width: 360, height: 780 } } as const;

/** By the name of the picture, the path, and what has to be there before it is taken. */
const SCREENS: Readonly<Record<string, readonly [path: string, ready: string]>> = {
  overview: ['/', '.headline'],
  'first-steps-engine': ['/first-steps', '.engine-found'],
  'first-steps-trigger': ['/first-steps?step=trigger', 'form'],
  'first-steps': ['/first-steps?step=rules', '.backtest-result'],
  events: ['/events', '.event-row'],
  logs: ['/logs', '.empty'],
  workloads: ['/workloads', 'tbody tr'],
  rules: ['/rules', 'tbody tr'],
  'new-rule': ['/rules/new?sample=disk+full+after+12+ms&pattern=disk+%28%3FP%3Cwhat%3E%5Cw%2B%29', '.tried-lines li'],
  triggers: ['/triggers', '.trigger'],
  'new-trigger': ['/triggers/new', 'form'],
  deliveries: ['/deliveries', '.deliveries > li'],
  explain: ['/explain', 'form'],
  system: ['/system', '.checks li'],
  users: ['/users', 'tbody tr'],
  tokens: ['/tokens', '.empty'],
  audit: ['/audit', 'tbody tr'],
  account: ['/account', 'tbody tr'],
};

interface Look {
  readonly size: keyof typeof SIZES;
  readonly scheme: 'light' | 'dark';
}

const fileOf = (name: string, { size, scheme }: Look): string => `${FOLDER}/${name}-${size}-${scheme}.png`;

async function pictures(browser: Browser, url: string, look: Look): Promise<void> {
  const page = await openPage(browser, url, { colorScheme: look.scheme, viewport: SIZES[look.size] });
  const take = (name: string) => page.screenshot({ path: fileOf(name, look) });
  for (const [name, [path, ready]] of Object.entries(SCREENS)) {
    await page.goto(url + path);
    await page.locator(ready).first().waitFor();
    await settled(page);
    await take(name);
  }
  await page.goto(`${url}/events`);
  await page.locator('.event-row').first().click();
  await page.locator('.event-text').waitFor();
  await take('event');
  await page.locator('.context [aria-current]').scrollIntoViewIfNeeded();
  await take('event-context');
  await page.goto(`${url}/rules`);
  await page.getByRole('link', { name: 'slow', exact: true }).click();
  await page.locator('.comparison').waitFor();
  await take('rule');
  await page.locator('.comparison').scrollIntoViewIfNeeded();
  await take('overrides');
  await page.goto(`${url}/rules/new?pattern=took+%28%3FP%3Cms%3E%5Cd%2B%29+ms`);
  await page.getByRole('button', { name: 'Run' }).click();
  await page.locator('.backtest-result').scrollIntoViewIfNeeded();
  await take('backtest');
  await page.goto(`${url}/triggers/new`);
  await page.getByRole('button', { name: 'Try it on the last 24 hours' }).click();
  await page.locator('.preview-events').scrollIntoViewIfNeeded();
  await take('trigger-preview');
  await page.goto(`${url}/triggers`);
  await page.getByRole('link', { name: 'Edit: ops' }).click();
  await page.locator('form').waitFor();
  await take('trigger');
  await page.goto(`${url}/workloads`);
  await page.locator('tbody a').first().click();
  await page.locator('.time-line').first().waitFor();
  await take('workload');
  await page.getByRole('link', { name: 'Its lines, live' }).first().click();
  await page.locator('.log-view li').first().waitFor();
  await take('lines');
  await page.context().close();
}

/** What is there before anybody is logged in. */
async function doors(browser: Browser, addresses: Readonly<Record<string, string>>, of: Look): Promise<void> {
  const page = await openStranger(browser, { colorScheme: of.scheme, viewport: SIZES[of.size] });
  for (const [name, address] of Object.entries(addresses)) {
    await page.goto(address);
    await page.locator('form').waitFor();
    await page.screenshot({ path: fileOf(name, of) });
  }
  await page.context().close();
}

test('every screen is written where a person can look at it', async () => {
  mkdirSync(FOLDER, { recursive: true });
  const lively = await livelyServer();
  const browser = await launchBrowser();
  onTestFinished(() => browser.close());
  const fresh = await runServer({ password: undefined });
  onTestFinished(() => fresh.dispose());
  const looks = (['wide', 'narrow'] as const).flatMap((size) =>
    (['light', 'dark'] as const).map((scheme): Look => ({ size, scheme })),
  );
  for (const of of looks) {
    await doors(browser, { login: `${lively.url}/login`, setup: fresh.setupLink?.url ?? '' }, of);
    await pictures(browser, lively.url, of);
  }
});
