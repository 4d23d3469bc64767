import { expect, test } from 'vitest';
import { describeInBrowser, heading } from './describe-in-browser.ts';
import { watchedShop } from './watched-shop.ts';

describeInBrowser('the list of rules', (suite) => {
  test('says how often each rule hit within a day and when last, and leads to its events', async () => {
    const { page, go, admin, engine, container, ruleId } = await watchedShop(suite, '/users');
    await admin.post('/api/log-scan-rules', { name: 'fan', pattern: 'fan' });
    engine.time.move(60_000);
    for (const what of ['full', 'lost', 'gone']) container('web')?.log('stdout', `disk ${what}`);
    const rules = async () => (await admin.get('/api/log-scan-rules')).body?.items as readonly Hit[];
    const disk = async () => (await rules()).find(({ name }) => name === 'disk');
    await expect.poll(disk, { timeout: 20_000 }).toMatchObject({ hits_24h: 3 });
    await go('/rules');
    const row = (name: string) => page.locator('tbody tr', { hasText: name });
    await row('fan').getByText('None').waitFor();
    expect(await row('fan').locator('time').count()).toBe(0);
    expect(await row('disk').locator('time').getAttribute('datetime')).toBe((await disk())?.last_hit_at);
    await row('disk').getByRole('link', { name: '3', exact: true }).click();
    await heading(page, 'Events');
    expect(new URL(page.url()).searchParams.get('rule_id')).toBe(ruleId);
  }, 60_000);
});

interface Hit {
  readonly name: string;
  readonly hits_24h: number;
  readonly last_hit_at: string | null;
}
