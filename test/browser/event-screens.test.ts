import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { parseNetwork } from '../../src/config/network.ts';
import type { ApiClient } from '../support/api-client.ts';
import type { FakeContainer } from '../support/fake-engine/fake-container.ts';
import { startFakeEngine } from '../support/fake-engine/fake-engine.ts';
import { startFaultyReceiver } from '../support/faulty-receiver/receiver.ts';
import { accessibilityFaults } from './accessibility.ts';
import { type BrowserSuite, describeInBrowser, heading } from './describe-in-browser.ts';
import { focusedStop, tabTo } from './keyboard.ts';
import { ownServer } from './own-server.ts';

const PATIENCE_MS = 60_000;
const HOSTILE = '<img src=x onerror="document.title=1"> \u202Efdp.exe & "quoted" \u001b[31mred';

/** What a sender may say. */
interface Sent {
  readonly severity: string;
  readonly message: string;
  readonly source?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

async function send(admin: ApiClient, ...events: readonly Sent[]): Promise<void> {
  for (const event of events) expect((await admin.post('/api/events', event)).status).toBe(201);
}

const rows = (page: Page) => page.locator('.event-row');
const messages = (page: Page): Promise<string[]> => page.locator('.event-message').allTextContents();

describeInBrowser('the event log on the screen', (suite) => {
  test('says what is to be expected while nothing has happened, and shows what happens without being asked again', async () => {
    const { admin, page } = await ownServer(suite, '/events');
    await page.getByText('Nothing has happened yet').waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
    await send(admin, {
      severity: 'critical',
      message: 'the roof is on fire',
      metadata: { workload_name: 'shop/web' },
    });
    await rows(page).first().waitFor();
    expect(await rows(page).first().textContent()).toMatch(/\d\d:\d\d:\d\d.*Critical.*shop\/web.*the roof is on fire/);
    expect(await rows(page).first().locator('.severity svg').count()).toBe(1);
  });

  test('holds still while somebody reads, counts what comes, and shows it on demand', async () => {
    const { admin, page } = await ownServer(suite, '/users');
    await send(admin, { severity: 'info', message: 'first' }, { severity: 'info', message: 'second' });
    await page.keyboard.type('ge');
    await heading(page, 'Events');
    await rows(page).first().waitFor();
    await rows(page).first().hover();
    await send(admin, { severity: 'warn', message: 'third' });
    await page.getByRole('button', { name: '1 new event' }).waitFor();
    expect(await messages(page)).toEqual(['second', 'first']);
    await page.getByRole('button', { name: '1 new event' }).click();
    await expect.poll(() => messages(page)).toEqual(['third', 'second', 'first']);
    await page.mouse.move(5, 5);
    await send(admin, { severity: 'warn', message: 'fourth' });
    await expect.poll(() => messages(page)).toEqual(['fourth', 'third', 'second', 'first']);
  });

  test('has its filter in the address, where a reload and the way back find it', async () => {
    const { admin, page, go } = await ownServer(suite, '/users');
    await send(
      admin,
      { severity: 'error', message: 'disk full', source: 'nas' },
      { severity: 'info', message: 'disk well', source: 'nas' },
      { severity: 'error', message: 'fan stopped', source: 'rack' },
    );
    await go('/events');
    await expect.poll(() => messages(page)).toHaveLength(3);
    await page.getByRole('button', { name: 'Error' }).click();
    await expect.poll(() => messages(page)).toEqual(['fan stopped', 'disk full']);
    await page.getByText('2 events', { exact: true }).waitFor();
    const histogram = page.locator('.histogram');
    await histogram.evaluate((element) => element.setAttribute('data-mine', 'yes'));
    await page.keyboard.press('/');
    await page.keyboard.type('disk');
    await expect.poll(() => messages(page)).toEqual(['disk full']);
    expect(new URL(page.url()).search).toBe('?severity=error&q=disk');
    await page.getByText('1 event', { exact: true }).waitFor();
    expect(await histogram.getAttribute('data-mine')).toBe('yes');
    await page.getByLabel('Time', { exact: true }).selectOption('Last hour');
    await expect.poll(() => new URL(page.url()).search).toBe('?severity=error&q=disk&last=1h');
    await page.reload();
    await expect.poll(() => messages(page)).toEqual(['disk full']);
    expect(await page.getByRole('searchbox').inputValue()).toBe('disk');
    await page.getByRole('searchbox').fill('nothing like it');
    await page.getByText('No event fits this filter').waitFor();
    await page.getByRole('button', { name: 'Show all events' }).click();
    await expect.poll(() => messages(page)).toHaveLength(3);
    expect(new URL(page.url()).search).toBe('');
  });

  test('a search that is held still tells how many new ones it would find', async () => {
    const { admin, page, go } = await ownServer(suite, '/users');
    await send(admin, { severity: 'error', message: 'disk full' });
    await go('/events?q=disk');
    await expect.poll(() => messages(page)).toEqual(['disk full']);
    await rows(page).first().hover();
    await send(
      admin,
      { severity: 'error', message: 'disk lost' },
      { severity: 'error', message: 'fan stopped' },
      { severity: 'error', message: 'disk gone' },
    );
    await page.getByRole('button', { name: '2 new events' }).waitFor();
    expect(await messages(page)).toEqual(['disk full']);
    await page.getByRole('button', { name: '2 new events' }).click();
    await expect.poll(() => messages(page)).toEqual(['disk gone', 'disk lost', 'disk full']);
    expect(await page.locator('.event-news').count()).toBe(0);
  });

  test('a search that takes long is read on by itself, and says how far back it has come until it knows', async () => {
    const { admin, page, go } = await ownServer(suite, '/users');
    await send(admin, { severity: 'error', message: 'a needle' });
    let goOn = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const nothingYet = {
      ...{ items: [], next_cursor: 'further' },
      ...{ partial: true, searched_to: '2026-11-20T12:00:00.000Z' },
    };
    await page.route('**/api/events?*', async (route) => {
      const url = new URL(route.request().url());
      if (!url.searchParams.has('cursor')) return route.fulfill({ json: nothingYet });
      await held;
      url.searchParams.delete('cursor');
      return route.fulfill({ response: await route.fetch({ url: url.href }) });
    });
    await go('/events?q=needle');
    await page.getByText('Searching older events…').waitFor();
    expect(await page.locator('.event-body').innerText()).toMatch(/Nothing so far back to 20 Nov 2026/);
    expect(await page.getByText('No event fits this filter').count()).toBe(0);
    goOn();
    await expect.poll(() => messages(page)).toEqual(['a needle']);
    expect(await page.getByText('Searching older events…').count()).toBe(0);
  });

  test('the histogram says in words what its bars say, and why it cannot where it cannot', async () => {
    const { admin, page, go } = await ownServer(suite, '/users');
    await send(
      admin,
      { severity: 'error', message: 'one' },
      { severity: 'error', message: 'two' },
      { severity: 'critical', message: 'three' },
      { severity: 'warn', message: 'four' },
      { severity: 'info', message: 'five' },
    );
    // Where there is least room they take the most of it, and still move nothing.
    await page.setViewportSize({ width: 360, height: 740 });
    await go('/events?source=api');
    await expect
      .poll(() => page.locator('.histogram-totals').innerText())
      .toMatch(/^5 events\s+Critical 1\s+Error 2\s+Warning 1\s+Info 1$/);
    const error = { code: 'store_unavailable', message: 'The store takes its time.', details: [] };
    await page.route('**/api/events/counts*', (route) => route.fulfill({ status: 503, json: { error } }));
    await page.reload();
    await page.getByText('The store takes its time.').waitFor();
    expect(await page.getByText('Counting').count()).toBe(0);
  });

  test('a time is drawn out in the histogram', async () => {
    const { admin, page, go } = await ownServer(suite, '/users');
    await send(admin, { severity: 'error', message: 'now' });
    await go('/events');
    await page.getByText('1 event', { exact: true }).waitFor();
    const surface = await page.locator('.histogram-surface').boundingBox();
    if (!surface) throw new Error('There is no histogram.');
    const y = surface.y + surface.height / 2;
    await page.mouse.move(surface.x + surface.width * 0.25, y);
    await page.mouse.down();
    await page.mouse.move(surface.x + surface.width * 0.5, y, { steps: 4 });
    await page.mouse.up();
    await page.getByText('No event fits this filter').waitFor();
    const { searchParams } = new URL(page.url());
    const [from, to] = ['from', 'to'].map((name) => Date.parse(searchParams.get(name) ?? ''));
    const hours = ((to ?? 0) - (from ?? 0)) / 3_600_000;
    expect(hours).toBeGreaterThan(5);
    expect(hours).toBeLessThan(7.5);
    await page.getByRole('button', { name: 'Clear', exact: true }).click();
    await expect.poll(() => messages(page)).toEqual(['now']);
  });

  test('a time is chosen in the histogram by keys, which go on there', async () => {
    const { admin, page, go } = await ownServer(suite, '/users');
    await send(admin, { severity: 'error', message: 'now' }, { severity: 'warn', message: 'now, too' });
    await go('/events');
    await page.getByText('2 events', { exact: true }).waitFor();
    const stops = await tabTo(page, 'Choose a time');
    expect(stops.at(-1)?.marked).toBe(true);
    const surface = page.getByRole('slider', { name: 'Choose a time' });
    const said = () => surface.getAttribute('aria-valuetext');
    await expect.poll(said).toMatch(/^\d+ \w+, \d\d:\d\d – .*: 2 events$/);
    await page.keyboard.press('ArrowLeft');
    await expect.poll(said).toMatch(/: 0 events$/);
    await page.keyboard.press('Shift+ArrowLeft');
    await page.keyboard.press('Shift+PageUp');
    await expect.poll(said).toMatch(/: 2 events$/);
    await page.getByText('Shift chooses more, Enter shows it.').waitFor();
    expect(await page.locator('.histogram-ends').innerText()).toContain(await said());
    expect(await accessibilityFaults(page, 'a time that is chosen by keys')).toEqual([]);
    await page.keyboard.press('Shift+Home');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Enter');
    await page.waitForURL(/from=/);
    const { searchParams } = new URL(page.url());
    const [from = 0, to = 0] = ['from', 'to'].map((name) => Date.parse(searchParams.get(name) ?? ''));
    expect((to - from) / 3_600_000).toBeGreaterThan(22);
    expect((to - from) / 3_600_000).toBeLessThan(24);
    await expect.poll(async () => (await focusedStop(page)).name).toBe('Choose a time');
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await page.getByText('No event fits this filter').waitFor();
    await page.getByRole('button', { name: 'Show all events' }).press('Enter');
    await expect.poll(() => messages(page)).toHaveLength(2);
    expect((await focusedStop(page)).name).not.toBe('Choose a time');
  });

  test('is walked through by keyboard alone, to an event and back', async () => {
    const { admin, page, go } = await ownServer(suite, '/users');
    for (let n = 1; n <= 60; n += 1) await send(admin, { severity: 'info', message: `line ${n}` });
    await go('/events');
    await rows(page).first().waitFor();
    await tabTo(page, 'Search messages');
    await page.getByLabel('Time', { exact: true }).focus();
    await page.keyboard.press('Tab');
    await expect.poll(async () => (await focusedStop(page)).name).toContain('line 60');
    await page.keyboard.press('End');
    await expect.poll(async () => (await focusedStop(page)).name).toContain('line 1');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await expect.poll(async () => (await focusedStop(page)).name).toContain('line 3');
    await page.keyboard.press('Home');
    await expect.poll(async () => (await focusedStop(page)).name).toContain('line 60');
    await page.keyboard.press('ArrowDown');
    await expect.poll(async () => (await focusedStop(page)).name).toContain('line 59');
    await page.keyboard.press('Enter');
    await heading(page, 'Info in api');
    expect(await page.locator('.event-text').textContent()).toBe('line 59');
    await expect.poll(async () => (await focusedStop(page)).name).toBe('Info in api');
    await page.goBack();
    await heading(page, 'Events');
  });

  test('text of others is shown and never run', async () => {
    const { admin, page, go } = await ownServer(suite, '/users');
    await send(admin, { severity: 'error', message: HOSTILE, metadata: { workload_name: HOSTILE, note: HOSTILE } });
    await go('/events');
    await rows(page).first().click();
    await page.locator('.event-text').waitFor();
    expect(await page.locator('main img').count()).toBe(0);
    expect(await page.locator('.event-text').textContent()).toContain('<img src=x onerror="document.title=1">');
    expect(await page.title()).toContain('Tocsin');
  });
});

async function firedRule(suite: BrowserSuite) {
  const engine = await startFakeEngine();
  const web: FakeContainer = engine.addContainer({ name: 'web' });
  const receiver = await startFaultyReceiver({ script: [{ status: 404 }] });
  const dockerHost = [{ name: 'nas', url: engine.url }];
  const egressAllow = [parseNetwork('127.0.0.1/32') ?? []].flat();
  const scene = await ownServer(suite, '/users', { dockerHost, egressAllow });
  const { admin } = scene;
  const config = { url: receiver.url };
  await admin.post('/api/event-triggers', {
    name: 'ops',
    channel: 'webhook',
    config,
    filter: { sources: ['logscan'] },
  });
  await admin.post('/api/log-scan-rules', { name: 'disk', pattern: 'disk (?P<what>\\w+)', severity: 'error' });
  const states = async () => ((await admin.get('/api/containers')).body?.items ?? []) as { readonly state: string }[];
  await expect.poll(states, { timeout: 20_000 }).toMatchObject([{ state: 'following' }]);
  // What is written from now on is behind the moment at which the watching began.
  engine.time.move(60_000);
  web.log('stdout', 'disk full');
  web.log('stdout', 'disk lost');
  const found = async () => (await admin.get('/api/events?source=logscan')).body?.items as { readonly id: string }[];
  await expect.poll(found, { timeout: 20_000 }).toHaveLength(1);
  const id = (await found())[0]?.id ?? '';
  await expect.poll(async () => (await admin.get('/api/deliveries?state=dead')).body?.items).toHaveLength(1);
  await expect.poll(async () => (await admin.get(`/api/events/${id}`)).body?.held_back).toBe(1);
  await scene.go(`/events/${id}`);
  await heading(scene.page, 'Error in web');
  return { ...scene, id };
}

describeInBrowser('the row of an event', (suite) => {
  test(
    'has on a narrow screen what was held back beside the line, not over it',
    async () => {
      const { page, go } = await firedRule(suite);
      await page.setViewportSize({ width: 360, height: 740 });
      await go('/events');
      const row = page.locator('.event-row').filter({ hasText: '+1' });
      const [message, tag] = await Promise.all([
        row.locator('.event-message').boundingBox(),
        row.locator('.tag').boundingBox(),
      ]);
      if (message === null || tag === null) throw new Error('One of them is not shown.');
      expect(message.x + message.width).toBeLessThanOrEqual(tag.x);
      expect(Math.abs(message.y + message.height / 2 - tag.y - tag.height / 2)).toBeLessThan(4);
    },
    PATIENCE_MS,
  );
});

describeInBrowser('one event on the screen', (suite) => {
  test(
    'tells where it came from, why it was raised, and what was held back, what became of its delivery; and its rule can be muted there',
    async () => {
      const { admin, page, go, id } = await firedRule(suite);
      const main = page.locator('main');
      await main.getByText('disk (?P<what>\\w+)').waitFor();
      const text = (await main.innerText()).replace(/\s+/g, ' ');
      for (const part of ['Container web', 'Engine nas', 'Stream stdout', 'what full', 'Rule disk', 'Cooldown 5 min'])
        expect(text).toContain(part);
      expect(text).toContain('Held back since 1 line');
      expect(text).toMatch(/1 more line like this was held back since, the last \d+ \w+ \d{4}/);
      expect(text).not.toContain('The rule was changed since.');
      expect(await page.locator('.attempts > li').allInnerTexts()).toEqual([expect.stringMatching(/\d ms\s+.*404/s)]);
      await page.getByText('Refused by the receiver').waitFor();
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.getByText('It is being tried again.').waitFor();
      await page.getByRole('button', { name: 'Mute…' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'For 8 hours' }).click();
      await page.getByText('“disk” is muted for eight hours.').waitFor();
      await page.getByText('Muted in web until').waitFor();
      const mutes = (await admin.get('/api/mutes')).body?.items as { readonly from: string; readonly until: string }[];
      expect(mutes).toHaveLength(1);
      expect(Date.parse(mutes[0]?.until ?? '') - Date.parse(mutes[0]?.from ?? '')).toBeGreaterThan(7.9 * 3_600_000);
      await page.getByRole('button', { name: 'End mute: disk in web' }).click();
      await page.getByRole('button', { name: 'Mute…' }).waitFor();
      expect((await admin.get('/api/mutes')).body?.items).toMatchObject([{ ended_at: expect.any(String) }]);
      await main.getByRole('link', { name: 'disk', exact: true }).click();
      await heading(page, 'disk');
      const ruleId = new URL(page.url()).pathname.split('/').at(-1);
      expect((await admin.send('PATCH', `/api/log-scan-rules/${ruleId}`, { cooldown_seconds: 60 })).status).toBe(200);
      await go(`/events/${id}`);
      await page.getByText('The rule was changed since.').waitFor();
    },
    PATIENCE_MS,
  );

  test('that is gone says why', async () => {
    const { page } = await ownServer(suite, '/events/987654');
    await page.getByText('This event is no longer there').waitFor();
  });
});
