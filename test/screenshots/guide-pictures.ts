// The pictures of docs/guide, written anew from the same server as all others: npm run screenshots
import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { onTestFinished, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { livelyServer } from './lively-server.ts';
import { openPage, settled } from './open-page.ts';

const FOLDER = 'docs/guide/pictures';
const WIDTH = 1120;

interface Picture {
  readonly path: string;
  readonly height: number;
  /** What a person does before it is taken. */
  readonly ready: (page: Page) => Promise<void>;
}

const PICTURES: Readonly<Record<string, Picture>> = {
  overview: { path: '/', height: 720, ready: (page) => page.locator('.histogram-totals').waitFor() },
  'first-rules': {
    ...{ path: '/first-steps?step=rules', height: 800 },
    ready: (page) => page.locator('.backtest-result').waitFor(),
  },
  backtest: {
    ...{ path: '/rules/new?name=slow&pattern=took+%28%3FP%3Cms%3E%5Cd%7B4%2C%7D%29+ms', height: 800 },
    async ready(page) {
      await page.getByRole('button', { name: 'Run' }).click();
      await page.locator('.backtest-result').waitFor();
      await page
        .getByRole('heading', { name: 'Back-test' })
        .evaluate((heading) => heading.closest('.card')?.scrollIntoView());
    },
  },
  overrides: {
    ...{ path: '/rules', height: 720 },
    async ready(page) {
      await page.getByRole('link', { name: 'slow', exact: true }).click();
      await page.locator('.comparison').waitFor();
      await page.locator('#overrides').evaluate((card) => card.scrollIntoView());
    },
  },
  event: {
    ...{ path: '/events', height: 1280 },
    async ready(page) {
      await page.locator('.event-row').filter({ hasText: 'disk full' }).first().click();
      await page.locator('.context [aria-current]').waitFor();
    },
  },
  'trigger-preview': {
    ...{ path: '/triggers/new', height: 1040 },
    async ready(page) {
      await page.getByLabel('Channel').selectOption('ntfy');
      for (const severity of ['Critical', 'Error']) await page.getByLabel(severity).check();
      await page.getByRole('button', { name: 'Try it on the last 24 hours' }).click();
      await page.locator('.preview-events').waitFor();
    },
  },
};

test('the pictures of the guide are written where it shows them', async () => {
  mkdirSync(FOLDER, { recursive: true });
  const { url } = await livelyServer();
  const browser = await launchBrowser();
  onTestFinished(() => browser.close());
  for (const [name, { path, height, ready }] of Object.entries(PICTURES)) {
    const page = await openPage(browser, url, { colorScheme: 'light', viewport: { width: WIDTH, height } });
    await page.goto(url + path);
    await ready(page);
    await settled(page);
    await page.screenshot({ path: `${FOLDER}/${name}.png` });
    await page.context().close();
  }
});
