import { hostname } from 'node:os';
import { expect, test } from 'vitest';
import { startFakeEngine } from '../support/fake-engine/fake-engine.ts';
import { accessibilityFaults } from './accessibility.ts';
import { describeInBrowser } from './describe-in-browser.ts';
import { ownServer } from './own-server.ts';

const PATIENCE_MS = 60_000;
/** Where nothing is. */
const NOWHERE = { name: 'attic', url: 'unix:///nowhere/docker.sock' };

describeInBrowser('the system page', (suite) => {
  test(
    'says what this server is, who does the background work, and what waits',
    async () => {
      const shipping = () => [{ destination: 'datadog', lines: 12, most_lines: 1_000 }];
      const { server, page, admin, go } = await ownServer(suite, '/account', { shipping });
      await admin.post('/api/events', { severity: 'info', message: 'one' });
      const { version, pid } = (await admin.get('/api/system')).body ?? {};
      await go('/system');
      const facts = async (title: string): Promise<Readonly<Record<string, string>>> =>
        Object.fromEntries(
          await page
            .getByRole('region', { name: title })
            .locator('dl > div')
            .evaluateAll((rows) => rows.map((row) => [...row.children].map(({ textContent }) => textContent ?? ''))),
        );
      await page.getByRole('heading', { name: 'What waits' }).waitFor();
      expect(await facts('This server')).toMatchObject({
        ...{ Version: version, Host: hostname(), Process: `${pid}` },
        ...{ Store: expect.stringMatching(/^SQLite 3\.\d+/), 'Kept in': expect.stringContaining(server.dataDir) },
      });
      await expect
        .poll(() => facts('Background work'))
        .toMatchObject({
          ...{ 'Done by': 'This server', 'Fencing number': '1' },
          ...{
            'Last sign of life': expect.stringMatching(/ ago$/),
            'Lease holds for': expect.stringMatching(/\d+ min/),
          },
        });
      expect(await facts('What waits')).toEqual({
        Deliveries: 'None waits for their time, or for an answer',
        Commits: 'Nothing waits nothing is read here',
        'Text index': '1 event to go a search reads the newest events itself',
        'Log to datadog': '12 lines wait beyond 1,000 the oldest are dropped',
      });
      const figures = await page.locator('.figures strong').allInnerTexts();
      expect(figures).toEqual([
        expect.stringMatching(/^\d+ s$|min/),
        expect.stringMatching(/iB$/),
        expect.stringMatching(/ms$/),
        expect.stringMatching(/iB$/),
      ]);
    },
    PATIENCE_MS,
  );

  test('has a name that people know where the machine has none but the id of its container', async () => {
    const { page, server, go } = await ownServer(suite, '/system', { hostname: '4c01db0b339c' });
    await page.getByText('Container 4c01db0b339c').waitFor();
    await page.route('**/api/health/watching', (route) => route.fulfill({ json: { status: 'ok', reasons: [] } }));
    await go('/');
    const { hostname: address } = new URL(server.url);
    await page.locator('.headline').getByText(`on ${address}, up for`).waitFor();
  });

  test(
    'says of each engine how it is watched, and of one that is out of reach why, and what to do',
    async () => {
      const engine = await startFakeEngine();
      engine.addContainer({ name: 'web' });
      const dockerHost = [{ name: 'nas', url: engine.url }, NOWHERE];
      const { page } = await ownServer(suite, '/system', { dockerHost });
      const engines = page.getByRole('region', { name: 'Engines' }).getByRole('listitem');
      const nas = engines.filter({ hasText: 'nas' });
      await nas.locator('[data-status="ok"]').getByText('1 container, Docker').waitFor({ timeout: 20_000 });
      const attic = engines.filter({ hasText: 'attic' });
      await attic.locator('[data-status="failing"]').getByText('Out of reach').waitFor();
      await attic
        .getByText('There is no socket at /nowhere/docker.sock. In a container it has to be mounted')
        .waitFor();
      const commits = page.getByRole('region', { name: 'What waits' }).locator('div', { hasText: 'Commits' });
      await commits.getByText('reading waits at').waitFor();
      expect(await accessibilityFaults(page, 'system with engines')).toEqual([]);
    },
    PATIENCE_MS,
  );
});
