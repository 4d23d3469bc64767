import type { PathOf } from '../api/operation.ts';
import type { FaultReport } from '../api/shapes.ts';
import type { Notices } from '../notices.ts';
import type { FaultReporter } from './fault-reporter.ts';

export interface FaultWatch {
  readonly target: Window;
  readonly reporter: FaultReporter;
  readonly notices: Notices;
}

/** Hears of what fails outside of the drawing of a page, and says so in one sentence. */
export function watchForFaults({ target, reporter, notices }: FaultWatch): void {
  const say = (reference: string | undefined): void => {
    if (reference !== undefined)
      notices.warn(`Something in this page went wrong; if it looks odd, reload it. Noted as ${reference}.`);
  };
  target.addEventListener('error', (event) => say(reporter.failed('handler', event.error ?? event.message)));
  target.addEventListener('unhandledrejection', ({ reason }) => say(reporter.failed('promise', reason)));
  target.document.addEventListener('visibilitychange', () => reporter.tellRest());
}

/** With `keepalive` it arrives also when the page is gone by then. What cannot be told is not tried again. */
export function sendFault(report: FaultReport, reference: string): void {
  const headers = { 'content-type': 'application/json', 'x-request-id': reference };
  const body = JSON.stringify(report);
  fetch('/api/telemetry/faults' satisfies PathOf<'POST'>, { method: 'POST', keepalive: true, headers, body }).catch(
    () => {},
  );
}
