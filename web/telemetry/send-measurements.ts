// Loaded when the page is there: has the browser measure, and tells the server when the page is left or hidden, and now and then.
import { type MetricType, onCLS, onFCP, onINP, onLCP, onTTFB } from 'web-vitals';
import type { PathOf } from '../api/operation.ts';
import type { Measurements } from './measurements.ts';

const EVERY_MS = 60_000;

export interface SendingOptions {
  readonly measurements: Measurements;
  /** Whether somebody is logged in: nobody else's figures are taken. */
  readonly mayTell: () => boolean;
}

/** Goes on for as long as the page is open. */
export function sendMeasurements({ measurements, mayTell }: SendingOptions): void {
  const seen = (metric: MetricType): void =>
    measurements.vitalSeen({ name: metric.name, value: metric.value, at: timeOf(metric) });
  for (const observe of [onCLS, onINP, onLCP, onFCP, onTTFB]) observe(seen);
  const tell = (): void => {
    if (mayTell()) send(measurements);
  };
  // The library listens while the event is captured, so that its last figures are here by now.
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && tell());
  setInterval(tell, EVERY_MS);
}

/** What is of an action, or of something that moved, has its own time; the others are of the page that was opened. */
function timeOf({ name, entries }: MetricType): number | undefined {
  return name === 'INP' || name === 'CLS' ? entries[0]?.startTime : undefined;
}

/** With `keepalive` it arrives also when the page is gone by then. What cannot be told is not tried again. */
function send(measurements: Measurements): void {
  const report = measurements.take();
  if (report === undefined) return;
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify(report);
  fetch('/api/telemetry/vitals' satisfies PathOf<'POST'>, { method: 'POST', keepalive: true, headers, body }).catch(
    () => {},
  );
}
