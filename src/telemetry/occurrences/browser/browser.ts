// What browsers report of the UI: how fast it felt, and what of it failed. All of it was written by somebody else's machine.
import { UI_FAULTS, UI_PAGES, type UiFaultKind, type UiPage, type Vital } from '../../../core/ui/ui-pages.ts';
import type { Logger } from '../../logger.ts';
import type { HistogramMetric, Metrics } from '../../metrics.ts';

export interface VitalSeen {
  readonly page: UiPage;
  readonly name: Vital;
  /** Milliseconds; of CLS the score. */
  readonly value: number;
}

export interface CallSeen {
  /** Which page was shown when the call began. */
  readonly page: UiPage;
  readonly durationMs: number;
  /** There was no answer, or the server could not give it. */
  readonly failed: boolean;
}

export interface UiFault {
  readonly page: UiPage;
  readonly kind: UiFaultKind;
  readonly message: string;
  readonly stack: string | undefined;
  /** How often it happened since it was last told. */
  readonly times: number;
  /** The correlation id of the call of the API that led to it. */
  readonly failedRequestId: string | undefined;
}

export interface BrowserOccurrences {
  vitalSeen(vital: VitalSeen): void;
  callSeen(call: CallSeen): void;
  /** Something in the UI failed; the line bears the correlation id that the person was shown. */
  uiFailed(fault: UiFault): void;
  /** Somebody sends more than a browser does. */
  reportRefused(): void;
}

const PER_PAGE = { page: UI_PAGES } as const;
const CALL_BUCKETS = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

export function createBrowserOccurrences(tools: {
  readonly logger: Logger;
  readonly metrics: Metrics;
}): BrowserOccurrences {
  const logger = tools.logger.child('ui');
  const vitals = vitalMetrics(tools.metrics);
  const { calls, failures, faults, refusals } = otherMetrics(tools.metrics);
  return {
    vitalSeen({ page, name, value }) {
      vitals[name].observe({ page }, name === 'CLS' ? value : value / 1000);
    },
    callSeen({ page, durationMs, failed }) {
      calls.observe({ page }, durationMs / 1000);
      if (failed) failures.increment({ page });
    },
    uiFailed({ page, kind, message, stack, times, failedRequestId }) {
      faults.increment({ kind }, times);
      logger.warning('ui_failed', { page, kind, message, times, stack, failed_request_id: failedRequestId });
    },
    reportRefused() {
      refusals.increment({});
    },
  };
}

/** The bounds of each follow what is called good, and poor. */
function vitalMetrics(metrics: Metrics): Readonly<Record<Vital, HistogramMetric<typeof PER_PAGE>>> {
  const histogram = (name: string, help: string, buckets: readonly number[]) =>
    metrics.histogram({ name: `tocsin_ui_${name}`, help, labels: PER_PAGE, buckets });
  return {
    LCP: histogram(
      'largest_contentful_paint_seconds',
      'Time until the largest part of a page that was opened first is there (LCP), as browsers report it.',
      [0.25, 0.5, 1, 2.5, 4],
    ),
    INP: histogram(
      'interaction_to_next_paint_seconds',
      'The longest wait between an action and its effect (INP), by the page on which it was.',
      [0.05, 0.1, 0.2, 0.5, 1],
    ),
    CLS: histogram(
      'cumulative_layout_shift',
      'How much moved by itself (CLS, a score), by the page on which it moved most.',
      [0.01, 0.1, 0.25],
    ),
    FCP: histogram(
      'first_contentful_paint_seconds',
      'Time until anything is there of a page that was opened first (FCP).',
      [0.25, 0.5, 1, 1.8, 3],
    ),
    TTFB: histogram(
      'time_to_first_byte_seconds',
      'Time until the first byte of a page that was opened first (TTFB).',
      [0.05, 0.2, 0.8, 1.8],
    ),
  };
}

function otherMetrics(metrics: Metrics) {
  return {
    calls: metrics.histogram({
      name: 'tocsin_ui_api_call_seconds',
      help: 'Time of a call of the API as the browser saw it, by the page that called.',
      labels: PER_PAGE,
      buckets: CALL_BUCKETS,
    }),
    failures: metrics.counter({
      name: 'tocsin_ui_api_calls_failed_total',
      help: 'Calls of the API without an answer, or with one of 500 and above, by the page that called.',
      labels: PER_PAGE,
    }),
    faults: metrics.counter({
      name: 'tocsin_ui_faults_total',
      help: 'What failed in the UI, by where: while a page was drawn, in a handler, or in a promise.',
      labels: { kind: UI_FAULTS },
    }),
    refusals: metrics.counter({
      name: 'tocsin_ui_reports_refused_total',
      help: 'Reports of browsers that were refused, because too many came.',
    }),
  };
}
