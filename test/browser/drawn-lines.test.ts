import { expect, test } from 'vitest';
import { describeInBrowser } from './describe-in-browser.ts';
import { watchedShop } from './watched-shop.ts';

const PATIENCE_MS = 60_000;
const LINES = 200;

describeInBrowser('lines that stand on the screen', (suite) => {
  test(
    'are drawn once: a line that comes has no other drawn anew',
    async () => {
      const { page, engine, container, go } = await watchedShop(suite, '/users');
      const web = container('web');
      // Each line that is drawn has an address made for a rule from it.
      await page.addInitScript(() => {
        const drawn: string[] = [];
        const Real = URLSearchParams;
        const Counted = class extends Real {
          constructor(init?: ConstructorParameters<typeof Real>[0]) {
            super(init);
            if (this.has('pattern')) drawn.push(this.get('sample') ?? '');
          }
        };
        Object.assign(globalThis, { URLSearchParams: Counted, drawn });
      });
      const takeDrawn = () =>
        page.evaluate(() => (globalThis as unknown as { readonly drawn: string[] }).drawn.splice(0));
      await go(`/logs?containers=${web?.id}`);
      await page.locator('.log-view').waitFor();
      const lines = page.locator('.log-view li');
      engine.time.move(1_000);
      for (let n = 1; n <= LINES; n += 1) web?.log('stdout', `line ${n}`);
      await expect.poll(() => lines.count()).toBe(LINES);
      expect((await takeDrawn()).toSorted()).toEqual(
        Array.from({ length: LINES }, (_, n) => `line ${n + 1}`).toSorted(),
      );
      web?.log('stdout', 'one more');
      await expect.poll(() => lines.last().locator('code').textContent()).toBe('one more');
      expect(await takeDrawn()).toEqual(['one more']);
      await page.getByLabel('Time zone', { exact: true }).selectOption('UTC');
      const time = lines.first().locator('time');
      await expect.poll(() => time.textContent()).toBe((await time.getAttribute('datetime'))?.slice(11, 19));
      expect(await lines.count()).toBe(LINES + 1);
    },
    PATIENCE_MS,
  );
});
