import { describe, expect, test } from 'vitest';
import { captureLog } from '../../../test/support/captured-log.ts';
import { createMetrics } from '../metrics.ts';
import { createLeaseOccurrences, LEASE_LOSSES } from './lease.ts';

const holder = { pid: 7, hostname: 'nas', ageSeconds: 41.6, fencing: 3 };

function given() {
  const [log, metrics] = [captureLog(), createMetrics()];
  return { log, metrics, lease: createLeaseOccurrences({ logger: log.logger, metrics }) };
}

describe('what happens to the lease', () => {
  test('the five events have their names and levels', () => {
    const { log, lease } = given();
    lease.acquired({ fencing: 4 });
    lease.heldByOther(holder);
    lease.staleOverwritten(holder);
    lease.heartbeatLost({ reason: 'taken_over', fencing: 4 });
    lease.releaseMismatched({ fencing: 4 });
    const told = { holder_pid: 7, holder_hostname: 'nas', age_seconds: 42, fencing: 3 };
    expect(log.lines()).toMatchObject([
      { level: 'info', event: 'scheduler_lock_acquired', fencing: 4 },
      { level: 'warning', event: 'scheduler_lock_held_by_other_instance', ...told },
      { level: 'info', event: 'scheduler_lock_stale_overwrite', ...told },
      { level: 'warning', event: 'scheduler_lock_heartbeat_lost', reason: 'taken_over', fencing: 4 },
      { level: 'warning', event: 'scheduler_lock_release_mismatch', fencing: 4 },
    ]);
  });

  test('the gauge is 1 from the acquisition to the loss or the release', async () => {
    const { metrics, lease } = given();
    const held = async () => /^tocsin_scheduler_lock_held (\d)$/m.exec(await metrics.render())?.[1];
    const seen = [await held()];
    for (const end of [
      () => lease.heartbeatLost({ reason: 'paused', fencing: 1 }),
      () => lease.released({ fencing: 1 }),
      () => lease.releaseMismatched({ fencing: 1 }),
    ]) {
      lease.acquired({ fencing: 1 });
      seen.push(await held());
      end();
      seen.push(await held());
    }
    expect(seen.join('')).toBe('0101010');
  });

  test('every loss has a series from the start, and a failed task is an error', async () => {
    const { log, metrics, lease } = given();
    const error = new Error('bug');
    lease.taskFailed({ task: 'housekeeping', error });
    expect(log.lines()).toMatchObject([{ level: 'error', event: 'scheduler_task_failed', task: 'housekeeping' }]);
    const page = await metrics.render();
    for (const reason of LEASE_LOSSES)
      expect(page).toContain(`tocsin_scheduler_lock_heartbeats_lost_total{reason="${reason}"} 0`);
    expect(page).toContain('tocsin_scheduler_task_failures_total 1');
  });
});
