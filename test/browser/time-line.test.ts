import { expect, test } from 'vitest';
import { describeInBrowser, heading } from './describe-in-browser.ts';
import { watchedShop } from './watched-shop.ts';

const PATIENCE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** Of the whole line. */
const TOLERANCE = 0.02;
/** Where each gap begins, in parts of the time for which the container was watched. */
const BEGINS = [0.1, 0.42, 0.8];

interface Told {
  readonly items: readonly { readonly found_at: string }[];
}

describeInBrowser('the line of a container’s time', (suite) => {
  test(
    'has each gap where its time lies, on a wide and on a narrow screen',
    async () => {
      const { page, go, workloadId } = await watchedShop(suite, '/users');
      await page.route(/\/api\/containers(\?|$)/, async (route) => {
        const told = (await (await route.fetch()).json()) as Told;
        await route.fulfill({ json: { ...told, items: told.items.map(withGaps) } });
      });
      for (const width of [1280, 360]) {
        await page.setViewportSize({ width, height: 800 });
        await go(`/workloads/${workloadId('web')}`);
        await heading(page, 'shop/web');
        const line = page.locator('.time-line svg');
        await expect.poll(() => line.locator('.time-gap').count()).toBe(BEGINS.length);
        const places = await line.evaluate((drawn) => {
          const whole = drawn.getBoundingClientRect();
          return [...drawn.querySelectorAll('.time-gap')].map(
            (gap) => (gap.getBoundingClientRect().left - whole.left) / whole.width,
          );
        });
        for (const [n, begin] of BEGINS.entries())
          expect(Math.abs((places[n] ?? Number.NaN) - begin), `gap ${n} at ${width} px`).toBeLessThan(TOLERANCE);
      }
    },
    PATIENCE_MS,
  );
});

/** As if it had been watched for ten hours until it went, with a gap of half an hour at each of the places. */
function withGaps(container: Told['items'][number]) {
  const found = Date.parse(container.found_at);
  const at = (hours: number): string => new Date(found + hours * HOUR_MS).toISOString();
  const gaps = BEGINS.map((part) => ({ reason: 'rotated', from: at(part * 10), to: at(part * 10 + 0.5) }));
  return { ...container, gone_at: at(10), gaps, gaps_total: gaps.length };
}
