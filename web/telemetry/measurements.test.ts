import { expect, test } from 'vitest';
import { Measurements } from './measurements.ts';
import { PageTrail } from './page-trail.ts';

function given(): Measurements {
  const trail = new PageTrail();
  trail.arrived('/', 0);
  trail.arrived('/logs', 100);
  return new Measurements(trail);
}

test('what was measured is told once, of the page that it was on', () => {
  const measurements = given();
  expect(measurements.take()).toBeUndefined();
  measurements.callEnded({ startedAt: 150, durationMs: 20, failed: true });
  measurements.vitalSeen({ name: 'LCP', value: 80, at: undefined });
  measurements.vitalSeen({ name: 'INP', value: 64, at: 170 });
  expect(measurements.take()).toEqual({
    vitals: [
      { page: '/', name: 'LCP', value: 80 },
      { page: '/logs', name: 'INP', value: 64 },
    ],
    calls: [{ page: '/logs', duration_ms: 20, failed: true }],
  });
  expect(measurements.take()).toBeUndefined();
});

test('what is kept is bounded, and no figure is one that the server refuses', () => {
  const measurements = given();
  for (let call = 0; call < 500; call++) {
    measurements.callEnded({ startedAt: call, durationMs: call === 0 ? 9e9 : -1, failed: false });
    measurements.vitalSeen({ name: 'CLS', value: 0, at: call });
  }
  const report = measurements.take();
  expect([report?.calls?.length, report?.vitals?.length]).toEqual([200, 20]);
  expect(report?.calls?.slice(0, 2).map((call) => call.duration_ms)).toEqual([3_600_000, 0]);
});
