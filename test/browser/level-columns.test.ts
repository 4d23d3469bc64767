import { expect, test } from 'vitest';
import { describeInBrowser } from './describe-in-browser.ts';
import { watchedShop } from './watched-shop.ts';

/** Where the columns of the page end, of each group of them. */
function endsOfColumns(groups: Element[]): readonly (readonly number[])[] {
  return groups.map((group) =>
    [...group.children].map((column) => {
      const card = column.matches('.card') ? column : [...column.children].at(-1);
      return Math.round(card?.getBoundingClientRect().bottom ?? 0);
    }),
  );
}

describeInBrowser('columns that stand side by side', (suite) => {
  test('end at the same height, so that none leaves a hole', async () => {
    const { page, go, admin, engine, container, workloadId } = await watchedShop(suite, '/users');
    engine.time.move(60_000);
    container('web')?.log('stderr', 'disk full');
    const events = async () => ((await admin.get('/api/events?source=logscan')).body?.items ?? []) as { id: string }[];
    await expect.poll(async () => (await events()).length, { timeout: 20_000 }).toBe(1);
    await page.setViewportSize({ width: 1_366, height: 768 });
    const paths = {
      ...{ '/': '.facts', '/system': '.queues', '/account': 'tbody tr', '/rules/new': 'form', '/triggers/new': 'form' },
      ...{ [`/workloads/${workloadId('web')}`]: '.time-line', [`/events/${(await events())[0]?.id}`]: '.event-text' },
    };
    for (const [path, ready] of Object.entries(paths)) {
      await go(path);
      await page.locator(ready).first().waitFor();
      const ends = async () =>
        (await page.locator('.columns').evaluateAll(endsOfColumns)).map((of) => new Set(of).size);
      await expect.poll(async () => (await ends()).length, { message: path }).toBeGreaterThan(0);
      await expect.poll(async () => Math.max(...(await ends())), { message: path }).toBe(1);
    }
  }, 60_000);
});
