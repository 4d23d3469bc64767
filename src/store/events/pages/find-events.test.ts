import { type RawBuilder, sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { postgresDatabases } from '../../../../test/support/databases.ts';
import { POSTGRES } from '../../../../test/support/postgres-server.ts';
import { recordStore } from '../../../../test/support/recorded-occurrences.ts';
import { describeWith } from '../../../../test/support/requirement.ts';
import { systemClock } from '../../../core/clock.ts';
import type { EventFilter } from '../../../core/events/event-query.ts';
import { PostgresBackend } from '../../postgres/postgres-backend.ts';
import { sliceOf } from '../counts/count-lanes.ts';
import { lanesOf } from './event-lanes.ts';
import { pageOf } from './find-events.ts';
import { NEWEST } from './page-place.ts';

const CLASSES = ['logscan', 'docker'].flatMap((source) =>
  ['info', 'warn', 'error', 'critical'].map((severity) => `('${source}', '${severity}')`),
);

/**
 * A log of few classes, of which half are rare, and of a thousand series, of which one is large. It was never vacuumed: so an index alone does not
 * tell the server what stands in it, and all that reads the log in the order in which it lies looks cheap.
 */
const FILL = [
  'alter table event_log set (autovacuum_enabled = false)',
  `insert into event_classes (source, severity) values ${CLASSES.join()}`,
  `insert into event_series (class_id, workload_id, rule_id)
    select 1 + w % 4 + case when r = 9 then 4 else 0 end, 'w' || w, 'r' || r from generate_series(0, 99) as w, generate_series(0, 9) as r`,
  `insert into event_log (key, source, severity, message, metadata, workload_id, rule_id, class_id, series_id, created_at)
    select n, 'logscan', 'info', repeat('m', 100), '{}', 'w' || w, 'r' || r, 1 + w % 4 + case when r = 9 then 4 else 0 end, 1 + w * 10 + r, n
    from (select n, case when n % 2 = 0 then 0 else n % 100 end as w, case when n % 2 = 0 then 0 when n % 1000 = 1 then 9 else n / 100 % 9 end as r
      from generate_series(1, 20000) as n) as made`,
  'analyze',
];

const FILTERS: readonly (readonly [index: string, EventFilter])[] = [
  ['event_log_created_at', {}],
  ['event_log_class_id_created_at', { severities: ['critical'] }],
  ['event_log_class_id_created_at', { sources: ['docker'] }],
  ['event_log_class_id_created_at', { severities: ['critical'], sources: ['docker'] }],
  ['event_log_workload_id_class_id_created_at', { workloadId: 'w0' }],
  ['event_log_workload_id_class_id_created_at', { workloadId: 'w77' }],
  ['event_log_workload_id_class_id_created_at', { workloadId: 'w0', severities: ['info', 'warn'] }],
  ['event_log_rule_id_class_id_created_at', { ruleId: 'r0' }],
  ['event_log_rule_id_class_id_created_at', { ruleId: 'r9', sources: ['docker'] }],
  ['event_log_series_id_created_at', { workloadId: 'w0', ruleId: 'r0' }],
  ['event_log_series_id_created_at', { workloadId: 'w77', ruleId: 'r7', severities: ['warn'] }],
];

/** Reads more of the log than the index of the lanes has of it. */
const HEEDLESS = /Bitmap|Seq Scan on event_log\b|Sort Key: event_log/;

describeWith(POSTGRES, 'the server of a large log', () => {
  const create = postgresDatabases();

  test.each(['force_custom_plan', 'force_generic_plan'])(
    'finds a page by the index of its lanes alone, in the order of that index, whatever it believes of their sizes: %s',
    async (mode) => {
      const database = await create();
      await (await database.open()).close();
      for (const statement of FILL) await database.run(statement);
      await database.run(
        `do $$ begin execute format('alter database %I set plan_cache_mode = ${mode}', current_database()); end $$`,
      );
      const backend = await PostgresBackend.connect({
        url: database.databaseUrl ?? '',
        clock: systemClock,
        occurrences: recordStore().occurrences,
        connectWithinMs: 10_000,
      });
      onTestFinished(() => backend.close());
      const planOf = async (statement: RawBuilder<unknown>) => {
        const { rows } = await sql<{ readonly 'QUERY PLAN': string }>`explain ${statement}`.execute(backend.reader);
        const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
        return { plan, used: new Set([...plan.matchAll(/\bevent_log_\w+(?= on )/g)].map(([name]) => name)) };
      };
      for (const [index, filter] of FILTERS)
        for (const from of [Number.MIN_SAFE_INTEGER, 100]) {
          const lanes = lanesOf(backend.reader, filter);
          const page = pageOf({ kind: 'postgres', lanes, below: NEWEST, from, limit: 51 });
          const { used, plan } = await planOf(page);
          expect(used, plan).toEqual(new Set([index, 'event_log_pkey']));
          expect(plan).not.toMatch(HEEDLESS);
        }
      for (const [index, filter] of FILTERS) {
        const lanes = lanesOf(backend.reader, filter);
        if (lanes === undefined) continue;
        const slice = sliceOf({
          kind: 'postgres',
          lanes,
          values: [1, 2],
          from: 100,
          to: 15_000,
          step: 30,
          limit: 4_096,
        });
        const { used, plan } = await planOf(slice);
        expect(used, plan).toEqual(new Set([index]));
        expect(plan).not.toMatch(HEEDLESS);
      }
    },
  );
});
