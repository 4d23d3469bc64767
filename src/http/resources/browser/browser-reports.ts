// Where the UI tells how fast it felt and what of it failed. Only people who are logged in can tell: a stranger must not write to the log.
import { z } from 'zod';
import { principalKey } from '../../../access/principal.ts';
import { TocsinError } from '../../../core/errors.ts';
import { oneLine, plainText } from '../../../core/text/plain-text.ts';
import { UI_FAULTS, UI_PAGES, VITALS } from '../../../core/ui/ui-pages.ts';
import { RateLimit } from '../../../events/rate-limit.ts';
import type { BrowserOccurrences } from '../../../telemetry/occurrences/browser/browser.ts';
import { defineRoute, type Route } from '../../route.ts';

const MOST_VITALS = 20;
const MOST_CALLS = 200;
const LONGEST_MS = 3_600_000;
/** What a person with many tabs sends in a minute; more is not telemetry. */
const BURST = 30;
const PER_SECOND = 0.5;

const page = z.enum(UI_PAGES).meta({ description: 'The pattern of the path that was shown.' });
const milliseconds = z.number().min(0).max(LONGEST_MS);

const vitalsReport = z
  .strictObject({
    vitals: z
      .array(z.strictObject({ page, name: z.enum(VITALS), value: milliseconds }))
      .max(MOST_VITALS)
      .default([])
      .meta({ description: 'Milliseconds; CLS is a score.' }),
    calls: z
      .array(z.strictObject({ page, duration_ms: milliseconds, failed: z.boolean() }))
      .max(MOST_CALLS)
      .default([]),
  })
  .meta({ id: 'VitalsReport' });

const faultReport = z
  .strictObject({
    page,
    kind: z.enum(UI_FAULTS),
    message: z.string().min(1).max(500),
    stack: z.string().max(4_000).optional(),
    times: z.number().int().min(1).max(1_000_000).default(1),
    failed_request_id: z
      .string()
      .regex(/^[\w.:-]{1,128}$/)
      .optional()
      .meta({ description: 'The `X-Request-Id` of the call that led to it.' }),
  })
  .meta({ id: 'FaultReport' });

export type VitalsReport = z.input<typeof vitalsReport>;
export type FaultReport = z.input<typeof faultReport>;

export interface BrowserReportDeps {
  readonly clock: { monotonic(): number };
  readonly browser: BrowserOccurrences;
}

export function browserReportRoutes({ clock, browser }: BrowserReportDeps): Route[] {
  const limit = new RateLimit({ clock, burst: BURST, perSecond: PER_SECOND });
  const holdToRate = (caller: string): void => {
    const wait = limit.take(caller);
    if (wait === 0) return;
    browser.reportRefused();
    throw new TocsinError('too_many_requests', 'Too many reports are sent; send fewer.', {
      retryAfterSeconds: Math.ceil(wait),
    });
  };
  return [
    defineRoute({
      method: 'POST',
      path: '/api/telemetry/vitals',
      access: 'session',
      tag: 'Telemetry',
      summary: 'What a browser measured: Web Vitals and its calls of the API, for the metrics',
      quiet: true,
      body: vitalsReport,
      replies: { 204: 'empty' },
      async handle({ body, principal }) {
        holdToRate(principalKey(principal));
        for (const vital of body.vitals) browser.vitalSeen(vital);
        for (const { duration_ms: durationMs, ...call } of body.calls) browser.callSeen({ ...call, durationMs });
        return { status: 204 };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/api/telemetry/faults',
      access: 'session',
      tag: 'Telemetry',
      summary: 'What failed in a page, for the log; the X-Request-Id of this call is what the person was shown',
      quiet: true,
      body: faultReport,
      replies: { 204: 'empty' },
      async handle({ body, principal }) {
        holdToRate(principalKey(principal));
        const { failed_request_id: failedRequestId, message, stack, ...where } = body;
        browser.uiFailed({
          ...where,
          message: oneLine(message),
          stack: stack === undefined ? undefined : plainText(stack),
          failedRequestId,
        });
        return { status: 204 };
      },
    }),
  ];
}
