import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { accessibilityFaults } from './accessibility.ts';
import { describeInBrowser } from './describe-in-browser.ts';
import { focusedStop, tabTo } from './keyboard.ts';
import { watchedShop } from './watched-shop.ts';

const PATIENCE_MS = 60_000;
const PHONE = { width: 360, height: 780 };
const MOST_SHIFT = 0.005;

/** A moment as somebody in that place reads it, by the machine of the tests. */
const clockIn = (at: string, timeZone: string): string =>
  new Date(at).toLocaleTimeString('en-GB', { timeZone, hourCycle: 'h23' });

async function askForOther(page: Page) {
  const zone = page.getByLabel('Time zone', { exact: true });
  await zone.focus();
  await zone.selectOption('Other…');
  const dialog = page.getByRole('dialog', { name: 'Time zone of the lines' });
  await dialog.waitFor();
  return dialog;
}

describeInBrowser('the time of lines', (suite) => {
  test(
    'is that of the reader, UTC, or of any zone that is found by typing; it is kept, and told in what is taken away',
    async () => {
      const { page, misdeeds, container, engine, server, go } = await watchedShop(suite, '/users');
      engine.time.move(60_000);
      container('web')?.log('stdout', 'disk full');
      await go(`/logs?containers=${container('web')?.id}`);
      const time = page.locator('.log-view li time').first();
      const at = (await time.getAttribute('datetime')) ?? '';
      expect(await time.textContent()).toBe(clockIn(at, 'Asia/Kolkata'));
      const before = misdeeds.layoutShift;
      const zone = page.getByLabel('Time zone', { exact: true });
      await zone.selectOption('UTC');
      await expect.poll(() => time.textContent()).toBe(at.slice(11, 19));
      const dialog = await askForOther(page);
      expect(await accessibilityFaults(page, 'time zones')).toEqual([]);
      await page.getByLabel('Find a time zone').focus();
      await page.keyboard.type('buenos');
      await expect.poll(() => dialog.getByRole('radio').count()).toBe(1);
      await dialog.getByText('there now (GMT-3)').waitFor();
      await page.keyboard.press('Enter');
      await expect.poll(() => time.textContent()).toBe(clockIn(at, 'America/Argentina/Buenos_Aires'));
      expect((await focusedStop(page)).name).toBe('Time zone');
      expect(await time.getAttribute('title')).toMatch(/GMT-3 · .* UTC$/);
      expect(misdeeds.layoutShift - before).toBeLessThan(MOST_SHIFT);
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Download' }).click(),
      ]);
      expect(await readFile(await file.path(), 'utf8')).toMatch(/^\S+T\S+-03:00 /);
      await page.goto(`${server.url}/logs?containers=${container('web')?.id}`);
      await expect.poll(() => time.textContent()).toBe(clockIn(at, 'America/Argentina/Buenos_Aires'));
      await zone.selectOption('Local time');
      await expect.poll(() => time.textContent()).toBe(clockIn(at, 'Asia/Kolkata'));
      expect(await zone.locator('option').allTextContents()).toEqual(['Local time', 'UTC', 'Buenos Aires', 'Other…']);
    },
    PATIENCE_MS,
  );

  test(
    'is chosen on a phone as well, by arrow keys, or not at all',
    async () => {
      const { page, container, go } = await watchedShop(suite, '/users');
      await page.setViewportSize(PHONE);
      await go(`/logs?containers=${container('web')?.id}`);
      const zone = page.getByLabel('Time zone', { exact: true });
      const dialog = await askForOther(page);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width).toBeLessThanOrEqual(PHONE.width);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      expect(await zone.inputValue()).toBe('');
      await askForOther(page);
      expect((await focusedStop(page)).name).toBe('Find a time zone');
      await page.keyboard.type('berlin');
      await page.keyboard.press('Tab');
      expect((await focusedStop(page)).name).toBe('Europe/Berlin');
      await page.getByLabel('Find a time zone').fill('europe');
      await tabTo(page, 'Europe/Amsterdam');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await expect.poll(() => zone.inputValue()).toBe('Europe/Andorra');
    },
    PATIENCE_MS,
  );
});
