// Which screens there are pictures of. A test holds them against the table of all pages.
import type { Page } from 'playwright-core';

/** By the name of the picture, the path, and what has to be there before it is taken. */
export const SCREENS: Readonly<Record<string, readonly [path: string, ready: string]>> = {
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

/** Where pictures are taken. */
export interface Stage {
  readonly page: Page;
  readonly url: string;
  readonly take: (name: string) => Promise<unknown>;
}

/** By the pattern of its path, the page of one thing, which is come to from a list. */
export const ONE_OF_A_LIST: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  '/events/{id}': async ({ page, url, take }) => {
    await page.goto(`${url}/events`);
    await page.locator('.event-row').first().click();
    await page.locator('.event-text').waitFor();
    await page.locator('.context [aria-current]').waitFor();
    await take('event');
  },
  '/rules/{id}': async ({ page, url, take }) => {
    await page.goto(`${url}/rules`);
    await page.getByRole('link', { name: 'slow', exact: true }).click();
    await page.locator('.comparison').waitFor();
    await take('rule');
  },
  '/triggers/{id}': async ({ page, url, take }) => {
    await page.goto(`${url}/triggers`);
    await page.getByRole('link', { name: 'Edit: ops' }).click();
    await page.locator('form').waitFor();
    await take('trigger');
  },
  '/workloads/{id}': async ({ page, url, take }) => {
    await page.goto(`${url}/workloads`);
    await page.locator('tbody a').first().click();
    await page.locator('.time-line').first().waitFor();
    await take('workload');
    await page.getByRole('link', { name: 'Its lines, live' }).first().click();
    await page.locator('.log-view li').first().waitFor();
    await take('lines');
  },
};

/** What is there before anybody is logged in, by the name of the picture, which is that of the page. */
export const DOORS = ['login', 'setup'] as const;
export type Door = (typeof DOORS)[number];
