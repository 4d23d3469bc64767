import { expect, test } from 'vitest';
import { describeInBrowser } from './describe-in-browser.ts';

describeInBrowser('a watched page', ({ serverUrl, open }) => {
  test('may be closed while a request is held that a test looks into', async () => {
    const { page, close } = await open();
    const closed = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    const lookedInto = Promise.withResolvers<string>();
    await page.route('**/api/auth/me', async (route) => {
      const answer = await route.fetch();
      held.resolve();
      await closed.promise;
      const fault = await answer.json().catch((error: unknown) => String(error));
      lookedInto.resolve(fault);
      throw new Error(fault);
    });
    await page.goto(serverUrl());
    await held.promise;
    await close();
    closed.resolve();
    expect(await lookedInto.promise).toContain('disposed');
  });
});
