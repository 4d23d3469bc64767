import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { accessibilityFaults } from './accessibility.ts';
import { describeInBrowser, heading } from './describe-in-browser.ts';
import { ownServer } from './own-server.ts';

const PATIENCE_MS = 60_000;
const WEB = '0123456789abcdef';

describeInBrowser('rules on the screen', (suite) => {
  test(
    'a rule is tried while it is typed, saved, switched off and on, changed and deleted',
    async () => {
      const { page, admin } = await ownServer(suite, '/rules');
      await page.getByText('There is no rule yet').waitFor();
      await page.getByRole('link', { name: 'Begin with ten that are ready' }).click();
      await heading(page, 'First steps');
      await page.goBack();
      await page.getByRole('link', { name: 'New rule' }).click();
      await heading(page, 'New rule');
      await page.getByLabel('Sample lines').fill('disk full on /dev/sda\nall well\ndisk test passed');
      await page.getByLabel('Pattern', { exact: true }).fill('disk (?P<what>\\w+)');
      await page.getByText('2 of 3 lines hit').waitFor();
      await page.getByText('what = full').waitFor();
      expect(await page.locator('mark').allTextContents()).toEqual(['disk full', 'disk test']);
      await page.getByLabel(/^But not/).fill('test');
      await page.getByText('1 of 3 lines hit').waitFor();
      await page.getByText('Excluded', { exact: true }).waitFor();
      await page.getByText('Written at once to one log: 1 event (the first hit, then quiet for 5 min)').waitFor();
      await page.getByLabel(/^Threshold/).fill('3');
      await page.getByLabel(/^Within/).fill('60');
      await page.getByText('one log: no event (3 within 1 min, then quiet for 5 min)').waitFor();
      await page.getByLabel(/^Threshold/).fill('');
      await page.getByLabel(/^Within/).fill('');
      expect(await accessibilityFaults(page, 'rule editor')).toEqual([]);
      await page.setViewportSize({ width: 1280, height: 800 });
      await page.getByLabel('Name').fill('disk');
      await page.getByLabel('Severity').selectOption('Error');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('“disk” was saved.').waitFor();
      const row = page.getByRole('row', { name: /disk/ });
      expect(await row.innerText()).toMatch(/Error[\s\S]*The first hit, then quiet for 5 min[\s\S]*In force/);
      expect(await accessibilityFaults(page, 'rules')).toEqual([]);
      await page.setViewportSize({ width: 1280, height: 800 });
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Download as YAML' }).click(),
      ]);
      expect(file.suggestedFilename()).toBe('rules.yaml');
      expect(await readFile(await file.path(), 'utf8')).toMatch(/^rules:\n {2}- name: "disk"\n/);
      await page.getByRole('button', { name: 'Switch off: disk' }).click();
      await page.getByText('“disk” is switched off.').waitFor();
      await page.getByRole('button', { name: 'Switch on: disk' }).click();
      await page.getByText('“disk” is in force.').waitFor();
      await page.getByRole('link', { name: 'disk' }).click();
      await heading(page, 'disk');
      await page.getByLabel(/^Cooldown/).fill('0');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Every hit').waitFor();
      expect((await admin.get('/api/log-scan-rules')).body?.items).toMatchObject([
        { name: 'disk', cooldown_seconds: 0, exclude_pattern: 'test', severity: 'error', enabled: true },
      ]);
      await page.getByRole('button', { name: 'Delete: disk' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Delete rule' }).click();
      await page.getByText('There is no rule yet').waitFor();
    },
    PATIENCE_MS,
  );

  test('what is downloaded as YAML is what one sees', async () => {
    const { page, admin, go } = await ownServer(suite, '/users');
    for (const name of ['disk', 'panic']) await admin.post('/api/log-scan-rules', { name, pattern: name });
    await go('/rules');
    await page.getByText('2 shown').waitFor();
    await page.getByLabel('Filter rules').fill('pan');
    await page.getByText('1 shown').waitFor();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download as YAML' }).click(),
    ]);
    const names = (await readFile(await file.path(), 'utf8')).match(/(?<=- name: ).*/g);
    expect(names).toEqual(['"panic"']);
  });

  test(
    'a mute is told in the list and on the page of its rule, and ended from either',
    async () => {
      const { page, admin, go } = await ownServer(suite, '/rules');
      const rule = await admin.post('/api/log-scan-rules', { name: 'disk', pattern: 'disk' });
      const mute = { rule_id: rule.body?.id, until: new Date(Date.now() + 3_600_000).toISOString() };
      expect((await admin.post('/api/mutes', mute)).status).toBe(201);
      expect((await admin.post('/api/mutes', { ...mute, workload_id: WEB })).status).toBe(201);
      expect((await admin.post('/api/mutes', { workload_id: WEB, until: mute.until })).status).toBe(201);
      await go('/rules');
      await page.getByText(`Everything in ${WEB} is muted until`).waitFor();
      await page.getByText(`Muted in ${WEB} until`).waitFor();
      await page.getByText(/^Muted until/).waitFor();
      expect(await accessibilityFaults(page, 'muted rules')).toEqual([]);
      await page.setViewportSize({ width: 1280, height: 800 });
      await page.getByRole('button', { name: `End mute: ${WEB}` }).click();
      await page.getByText('Everything in').waitFor({ state: 'detached' });
      await page.getByRole('button', { name: `End mute: disk in ${WEB}` }).click();
      await page.getByText('Muted in').waitFor({ state: 'detached' });
      await page.getByRole('link', { name: 'disk' }).click();
      await heading(page, 'disk');
      await page.getByText(/^Muted until/).waitFor();
      expect(await accessibilityFaults(page, 'a muted rule')).toEqual([]);
      await page.getByRole('button', { name: 'End mute: disk' }).click();
      await page.getByText('The mute has ended.').waitFor();
      await page.getByText(/^Muted until/).waitFor({ state: 'detached' });
      const mutes = (await admin.get('/api/mutes')).body?.items as { readonly ended_at: string | null }[];
      expect(mutes.map(({ ended_at: at }) => at === null)).toEqual([false, false, false]);
    },
    PATIENCE_MS,
  );

  test('a pattern that is wrong is told while it is typed, and at its field when it is saved', async () => {
    const { page } = await ownServer(suite, '/rules/new');
    await page.getByLabel('Name').fill('disk');
    await page.getByLabel('Pattern', { exact: true }).fill('disk(');
    await page
      .getByText(/missing|closing|parenthes/i)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect.poll(() => page.getByLabel('Pattern', { exact: true }).getAttribute('aria-invalid')).toBe('true');
  });

  test('a sample line full of markup is shown as text', async () => {
    const { page } = await ownServer(suite, '/rules/new');
    await page.getByLabel('Sample lines').fill('<img src=x onerror=alert(1)> disk');
    await page.getByLabel('Pattern', { exact: true }).fill('<img.*>');
    await page.locator('mark').waitFor();
    expect(await page.locator('main img').count()).toBe(0);
    expect(await page.locator('mark').textContent()).toBe('<img src=x onerror=alert(1)>');
  });

  test('a long pattern takes two lines of the list, and all it needs on demand', async () => {
    const { page, admin, go } = await ownServer(suite, '/users');
    const pattern = Array.from({ length: 12 }, (_, at) => `connection to shard ${at} (?:lost|refused)`).join('|');
    await admin.post('/api/log-scan-rules', { name: 'shards', pattern });
    await go('/rules');
    const shown = page.getByText(pattern, { exact: true });
    const lines = () => shown.evaluate((one) => one.clientHeight / Number.parseFloat(getComputedStyle(one).lineHeight));
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 800 });
      await expect.poll(lines).toBeCloseTo(2, 1);
      await shown.focus();
      await page.keyboard.press('Enter');
      await expect.poll(lines).toBeGreaterThan(4);
      await page.keyboard.press('Enter');
    }
  }, 60_000);
});
