import { describe, expect, test } from 'vitest';
import { captureLog } from '../../../../test/support/captured-log.ts';
import { UI_PAGES } from '../../../core/ui/ui-pages.ts';
import { createMetrics } from '../../metrics.ts';
import { createBrowserOccurrences } from './browser.ts';

function given() {
  const [log, metrics] = [captureLog(), createMetrics()];
  return { log, metrics, browser: createBrowserOccurrences({ logger: log.logger, metrics }) };
}

describe('what browsers report', () => {
  test('has its series at zero for every page from the start', async () => {
    const page = await given().metrics.render();
    for (const name of UI_PAGES) {
      expect(page).toContain(`tocsin_ui_largest_contentful_paint_seconds_count{page="${name}"} 0`);
      expect(page).toContain(`tocsin_ui_api_call_seconds_count{page="${name}"} 0`);
    }
    expect(page).toContain('tocsin_ui_faults_total{kind="promise"} 0');
  });

  test('is measured in seconds, but for the layout shift, which is a score', async () => {
    const { metrics, browser } = given();
    browser.vitalSeen({ page: '/', name: 'LCP', value: 1_500 });
    browser.vitalSeen({ page: '/', name: 'CLS', value: 0.05 });
    const page = await metrics.render();
    expect(page).toContain('tocsin_ui_largest_contentful_paint_seconds_sum{page="/"} 1.5');
    expect(page).toContain('tocsin_ui_cumulative_layout_shift_bucket{le="0.1",page="/"} 1');
    expect(page).toContain('tocsin_ui_cumulative_layout_shift_bucket{le="0.01",page="/"} 0');
    expect(page).toContain('tocsin_ui_time_to_first_byte_seconds_count{page="/"} 0');
  });

  test('of calls is timed by the page that called, and counted where it failed', async () => {
    const { metrics, browser } = given();
    browser.callSeen({ page: '/events', durationMs: 40, failed: false });
    browser.callSeen({ page: '/events', durationMs: 20_000, failed: true });
    const page = await metrics.render();
    expect(page).toContain('tocsin_ui_api_call_seconds_count{page="/events"} 2');
    expect(page).toContain('tocsin_ui_api_call_seconds_bucket{le="0.05",page="/events"} 1');
    expect(page).toContain('tocsin_ui_api_calls_failed_total{page="/events"} 1');
    expect(page).toContain('tocsin_ui_api_calls_failed_total{page="/"} 0');
  });

  test('as failed is logged with its secrets masked, and counted as often as it happened', async () => {
    const { log, metrics, browser } = given();
    const message = 'cannot read https://ada:hunter2@example.test/?token=abcdef';
    browser.uiFailed({ page: '/rules', kind: 'page', message, stack: 'at x', times: 3, failedRequestId: 'a-1' });
    expect(log.lines()).toMatchObject([
      { level: 'warning', logger_name: 'ui', event: 'ui_failed', page: '/rules', times: 3, failed_request_id: 'a-1' },
    ]);
    expect(JSON.stringify(log.lines())).not.toMatch(/hunter2|abcdef/);
    expect(await metrics.render()).toContain('tocsin_ui_faults_total{kind="page"} 3');
  });
});
