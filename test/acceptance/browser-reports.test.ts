import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ApiClient } from '../support/api-client.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { ADMIN_PASSWORD, runServer, type TestServer } from '../support/running-server.ts';

const ESC = '\u001b';
const TURNED = '\u202e';

let clock: ManualClock;
let server: TestServer;
let admin: ApiClient;
beforeAll(async () => {
  clock = new ManualClock(Date.now());
  server = await runServer({ clock });
  admin = new ApiClient(server.url);
  await admin.login('admin', ADMIN_PASSWORD);
});
afterAll(() => server.dispose());
/** Each test has the whole rate to itself. */
beforeEach(() => clock.advance(120_000));

const metrics = () => server.metrics.render();
const seriesOfTheUi = async () => (await metrics()).match(/^tocsin_ui_[^ ]+/gm)?.sort();
const vital = { page: '/events/{id}', name: 'INP', value: 120 };

describe('what a browser reports', () => {
  test('of vitals and calls stands in the metrics, by the pattern of the page', async () => {
    const calls = [{ page: '/logs', duration_ms: 30, failed: true }];
    expect((await admin.post('/api/telemetry/vitals', { vitals: [vital], calls })).status).toBe(204);
    const page = await metrics();
    expect(page).toContain('tocsin_ui_interaction_to_next_paint_seconds_sum{page="/events/{id}"} 0.12');
    expect(page).toContain('tocsin_ui_api_calls_failed_total{page="/logs"} 1');
  });

  test('makes up no series: other pages and figures are refused, and so is more than a browser has', async () => {
    const before = await seriesOfTheUi();
    for (const wrong of [
      { vitals: [{ ...vital, page: '/events/17' }] },
      { vitals: [{ ...vital, name: 'FID' }] },
      { vitals: [{ ...vital, value: -1 }] },
      { vitals: [{ ...vital, user: 'mira' }] },
      { vitals: Array.from({ length: 21 }, () => vital) },
      { calls: Array.from({ length: 201 }, () => ({ page: '/', duration_ms: 1, failed: false })) },
    ])
      expect((await admin.post('/api/telemetry/vitals', wrong)).status).toBe(400);
    expect(await seriesOfTheUi()).toEqual(before);
  });

  test('as failed is logged under the id of the call, harmless and without its secrets', async () => {
    const message = `${ESC}[2J${TURNED}boom\nlogger=forged password=hunter2`;
    const sent = { page: '/rules', kind: 'page', message, stack: `at${TURNED} Bearer abcdefghijkl\nat y`, times: 2 };
    const browser = new ApiClient(server.url, { 'x-request-id': 'shown-to-mira' });
    browser.cookie = admin.cookie;
    expect((await browser.post('/api/telemetry/faults', sent)).status).toBe(204);
    const line = server.log.lines().find(({ event }) => event === 'ui_failed');
    expect(line).toMatchObject({ correlation_id: 'shown-to-mira', page: '/rules', kind: 'page', times: 2 });
    expect(line).toMatchObject({
      message: 'boom logger=forged password=[redacted]',
      stack: 'at Bearer [redacted]\nat y',
    });
  });

  test('beyond what a person with many tabs sends is refused until later, and counted', async () => {
    const send = async () => (await admin.post('/api/telemetry/vitals', {})).status;
    const statuses: number[] = [];
    for (let sent = 0; sent < 31; sent++) statuses.push(await send());
    expect(statuses).toEqual([...Array.from({ length: 30 }, () => 204), 429]);
    expect(await metrics()).toContain('tocsin_ui_reports_refused_total 1');
    await clock.advance(2_000);
    expect(await send()).toBe(204);
  });
});
