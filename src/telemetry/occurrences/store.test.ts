import { describe, expect, test } from 'vitest';
import { captureLog } from '../../../test/support/captured-log.ts';
import { STORE_FAULT_REASONS } from '../../core/store-fault.ts';
import { createMetrics } from '../metrics.ts';
import { createStoreOccurrences } from './store.ts';

function given() {
  const [log, metrics] = [captureLog(), createMetrics()];
  return { log, metrics, store: createStoreOccurrences({ logger: log.logger, metrics }) };
}

describe('what happens to the store', () => {
  test('every reason of a failure has a series from the start', async () => {
    const page = await given().metrics.render();
    for (const reason of STORE_FAULT_REASONS)
      expect(page).toContain(`tocsin_store_failures_total{reason="${reason}"} 0`);
  });

  test('the first failure is an error for a person; those after it are counted, and the recovery is told', async () => {
    const { log, metrics, store } = given();
    store.opened({ kind: 'sqlite', location: '/data/tocsin.db', version: '3.53.4' });
    const failure = { reason: 'disk_full', words: 'the disk is full' } as const;
    store.failed({ ...failure, first: true });
    store.failed({ ...failure, first: false });
    expect(await metrics.render()).toContain('tocsin_store_writable 0');
    store.recovered({ seconds: 61.2 });
    expect(log.lines()).toMatchObject([
      { level: 'info', event: 'store_opened', kind: 'sqlite', location: '/data/tocsin.db' },
      { level: 'error', event: 'store_unavailable', reason: 'disk_full', words: 'the disk is full' },
      { level: 'debug', event: 'store_unavailable' },
      { level: 'info', event: 'store_recovered', unavailable_seconds: 61 },
    ]);
    const page = await metrics.render();
    expect(page).toContain('tocsin_store_failures_total{reason="disk_full"} 2');
    expect(page).toContain('tocsin_store_writable 1');
  });

  test('commits are timed and not logged', async () => {
    const { log, metrics, store } = given();
    store.committed({ seconds: 0.003 });
    expect(log.lines()).toEqual([]);
    expect(await metrics.render()).toContain('tocsin_store_commit_seconds_bucket{le="0.005"} 1');
  });

  test('the steps of a start, a lost connection and housekeeping are told', async () => {
    const { log, metrics, store } = given();
    store.waitingForDatabase({ reason: 'cannot be reached', location: 'db:5432/tocsin' });
    store.migrated({ migrations: ['0001_accounts'], seconds: 0.25 });
    store.connectionLost({ error: new Error('reset') });
    store.auditPruned({ count: 4 });
    expect(log.lines()).toMatchObject([
      { level: 'warning', event: 'store_waiting_for_database', location: 'db:5432/tocsin' },
      { level: 'info', event: 'store_migrated', migrations: ['0001_accounts'], duration_ms: 250 },
      { level: 'warning', event: 'store_connection_lost' },
      { level: 'debug', event: 'store_audit_pruned', count: 4 },
    ]);
    const page = await metrics.render();
    expect(page).toContain('tocsin_store_connections_lost_total 1');
    expect(page).toContain('tocsin_store_audit_pruned_total 4');
  });
});
