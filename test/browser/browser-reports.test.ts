import { expect, test } from 'vitest';
import { accessibilityFaults } from './accessibility.ts';
import { describeInBrowser, heading } from './describe-in-browser.ts';
import { ownServer } from './own-server.ts';

const PATIENCE_MS = 60_000;
const BROKEN = { items: [null], next_cursor: null };

describeInBrowser('what the screens report', (suite) => {
  test(
    'how fast they felt stands in the metrics, by page',
    async () => {
      const { page, server, go } = await ownServer(suite, '/account');
      await expect
        .poll(
          async () => {
            await page.goto('about:blank');
            const metrics = await server.metrics.render();
            await go('/account');
            await page.waitForFunction(() =>
              performance.getEntriesByType('resource').some(({ name }) => name.includes('send-measurements')),
            );
            return metrics;
          },
          { timeout: 30_000 },
        )
        .toMatch(
          /tocsin_ui_first_contentful_paint_seconds_count\{page="\/account"\} [1-9][\s\S]*tocsin_ui_api_call_seconds_count\{page="\/account"\} [1-9]/,
        );
      const metrics = await server.metrics.render();
      for (const vital of ['largest_contentful_paint_seconds', 'time_to_first_byte_seconds', 'cumulative_layout_shift'])
        expect(metrics).toMatch(new RegExp(`tocsin_ui_${vital}_count\\{page="/account"\\} [1-9]`));
    },
    PATIENCE_MS,
  );

  test(
    'how long an action waited for its effect stands in the metrics, by page',
    async () => {
      const { page, server, go } = await ownServer(suite, '/account');
      await expect
        .poll(
          async () => {
            await page.waitForFunction(() =>
              performance.getEntriesByType('resource').some(({ name }) => name.includes('send-measurements')),
            );
            await page.getByRole('radio', { name: 'Dark' }).click();
            await page.waitForFunction(
              () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(true)))),
            );
            await page.goto('about:blank');
            const metrics = await server.metrics.render();
            await go('/account');
            return metrics;
          },
          { timeout: 30_000 },
        )
        .toMatch(/tocsin_ui_interaction_to_next_paint_seconds_count\{page="\/account"\} [1-9]/);
    },
    PATIENCE_MS,
  );

  test('a page that cannot be drawn says so kindly, is logged under what it shows, and others go on', async () => {
    const { page, server } = await ownServer(suite, '/account');
    await page.route('**/api/users*', (route) => route.fulfill({ json: BROKEN }));
    await page.getByRole('link', { name: 'Users' }).click();
    await heading(page, 'This page stumbled');
    const reference = await page.locator('main code').innerText();
    const logged = () => server.log.lines().find(({ event }) => event === 'ui_failed');
    await expect
      .poll(logged)
      .toMatchObject({ correlation_id: reference, page: '/users', kind: 'page', level: 'warning' });
    expect(await accessibilityFaults(page, 'a page that stumbled')).toEqual([]);
    await page.getByRole('button', { name: 'Try again' }).click();
    await heading(page, 'This page stumbled');
    await page.unroute('**/api/users*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await heading(page, 'Users');
    await page.getByRole('rowheader', { name: 'admin' }).waitFor();
  });

  test('another page is shown after one that stumbled, and so is that one when it can be drawn again', async () => {
    const { page } = await ownServer(suite, '/account');
    await page.route('**/api/users*', (route) => route.fulfill({ json: BROKEN }));
    for (const [there, name] of [
      ['Tokens', 'Tokens'],
      ['Events', 'Events'],
      ['Overview', 'Overview'],
    ] as const) {
      await page.getByRole('link', { name: 'Users' }).click();
      await heading(page, 'This page stumbled');
      await page.getByRole('link', { name: there, exact: true }).click();
      await heading(page, name);
    }
    await page.unroute('**/api/users*');
    await page.getByRole('link', { name: 'Users' }).click();
    await heading(page, 'Users');
    await page.getByRole('rowheader', { name: 'admin' }).waitFor();
  });

  test('what fails in a handler is said in one sentence and logged, whatever its text is', async () => {
    const { page, server, misdeeds } = await ownServer(suite, '/account');
    await page.evaluate(() => {
      const message = '<img src=x onerror=alert(1)>\u202e password=hunter2';
      setTimeout(() => {
        throw new Error(message);
      });
      void Promise.reject(new Error(message));
    });
    await page.getByText(/Something in this page went wrong.*Noted as [0-9a-f]{12}/).waitFor();
    const logged = () => server.log.lines().filter(({ event }) => event === 'ui_failed');
    await expect.poll(() => logged().map(({ kind }) => kind)).toHaveLength(2);
    for (const line of logged())
      expect(line).toMatchObject({
        page: '/account',
        message: 'Error: <img src=x onerror=alert(1)> password=[redacted]',
      });
    // That these two were thrown is what the test is about.
    expect(misdeeds.errors.splice(0)).toHaveLength(2);
  });
});
