// Pictures of every screen, from its head to its foot, wide and narrow, in light and dark, written to `screenshots/` for whoever wants to look at them: npm run screenshots
import { mkdirSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { onTestFinished, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { runServer } from '../support/running-server.ts';
import { livelyServer } from './lively-server.ts';
import { openPage, openStranger, settled } from './open-page.ts';
import { type Door, ONE_OF_A_LIST, SCREENS, type Stage } from './screens.ts';

const FOLDER = 'screenshots';
const SIZES = { wide: { width: 1280, height: 800 }, narrow: { width: 360, height: 780 } } as const;

interface Look {
  readonly size: keyof typeof SIZES;
  readonly scheme: 'light' | 'dark';
}

const fileOf = (name: string, { size, scheme }: Look): string => `${FOLDER}/${name}-${size}-${scheme}.png`;

async function pictures(browser: Browser, url: string, look: Look): Promise<void> {
  const page = await openPage(browser, url, { colorScheme: look.scheme, viewport: SIZES[look.size] });
  const take: Stage['take'] = async (name) => {
    // What sticks to the edge of the screen stands at the head of the picture.
    await page.evaluate('scrollTo(0, 0)');
    await page.screenshot({ path: fileOf(name, look), fullPage: true });
  };
  for (const [name, [path, ready]] of Object.entries(SCREENS)) {
    await page.goto(url + path);
    await page.locator(ready).first().waitFor();
    await settled(page);
    await take(name);
  }
  for (const visit of Object.values(ONE_OF_A_LIST)) await visit({ page, url, take });
  await page.goto(`${url}/rules/new?pattern=took+%28%3FP%3Cms%3E%5Cd%2B%29+ms`);
  await page.getByRole('button', { name: 'Run' }).click();
  await page.locator('.backtest-result').waitFor();
  await take('backtest');
  await page.goto(`${url}/triggers/new`);
  await page.getByRole('button', { name: 'Try it on the last 24 hours' }).click();
  await page.locator('.preview-events').waitFor();
  await take('trigger-preview');
  await page.context().close();
}

/** What is there before anybody is logged in. */
async function doors(browser: Browser, addresses: Readonly<Record<Door, string>>, of: Look): Promise<void> {
  const page = await openStranger(browser, { colorScheme: of.scheme, viewport: SIZES[of.size] });
  for (const [name, address] of Object.entries(addresses)) {
    await page.goto(address);
    await page.locator('form').waitFor();
    await page.screenshot({ path: fileOf(name, of), fullPage: true });
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
