// Which lanes of the event log hold what a filter asks for. A lane is what an index keeps in order, so that a page is a merge of few lanes' beginnings,
// however many events there are that nobody asked for.
import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import type { EventFilter } from '../../core/events/event-query.ts';
import type { Tables } from '../tables.ts';

/** The events with one of the values in this column; all of them when there is none. */
export type Lanes =
  | { readonly by: 'all' }
  | { readonly by: 'series_id'; readonly values: readonly number[] }
  | {
      readonly by: 'class_id';
      readonly values: readonly number[];
      /** Only those of one workload or one rule, which have an index of their own. */
      readonly within?: { readonly column: 'workload_id' | 'rule_id'; readonly value: string };
    };

export async function findLanes(db: Kysely<Tables>, filter: EventFilter): Promise<Lanes> {
  const { severities, sources, workloadId, ruleId } = filter;
  if (workloadId !== undefined && ruleId !== undefined)
    return { by: 'series_id', values: await findSeries(db, filter) };
  if (workloadId !== undefined) return lanesWithin(db, filter, { column: 'workload_id', value: workloadId });
  if (ruleId !== undefined) return lanesWithin(db, filter, { column: 'rule_id', value: ruleId });
  if (severities === undefined && sources === undefined) return { by: 'all' };
  return { by: 'class_id', values: await findClasses(db, filter) };
}

/** The classes that the filter allows. */
export async function findClasses(db: Kysely<Tables>, filter: EventFilter): Promise<readonly number[]> {
  const rows = await fittingClasses(db, filter).select('event_classes.id').execute();
  return rows.map(({ id }) => id);
}

/** Most of the classes have nothing of one workload or rule; those that have are found without a look at an event. */
async function lanesWithin(
  db: Kysely<Tables>,
  filter: EventFilter,
  within: NonNullable<Extract<Lanes, { by: 'class_id' }>['within']>,
): Promise<Lanes> {
  const rows = await fittingClasses(db, filter)
    .select('event_classes.id')
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('event_series')
          .select('event_series.id')
          .where(sql.ref(`event_series.${within.column}`), '=', within.value)
          .whereRef('event_series.class_id', '=', 'event_classes.id'),
      ),
    )
    .execute();
  return { by: 'class_id', values: rows.map(({ id }) => id), within };
}

async function findSeries(db: Kysely<Tables>, filter: EventFilter): Promise<readonly number[]> {
  const { severities, sources, workloadId = '', ruleId = '' } = filter;
  const isAnyClass = severities === undefined && sources === undefined;
  const classes = isAnyClass ? undefined : await findClasses(db, filter);
  if (classes?.length === 0) return [];
  const rows = await db
    .selectFrom('event_series')
    .select('event_series.id')
    .where('event_series.workload_id', '=', workloadId)
    .where('event_series.rule_id', '=', ruleId)
    .$if(classes !== undefined, (query) => query.where('event_series.class_id', 'in', classes ?? []))
    .execute();
  return rows.map(({ id }) => id);
}

function fittingClasses(db: Kysely<Tables>, { severities, sources }: EventFilter) {
  const all: SelectQueryBuilder<Tables, 'event_classes', object> = db.selectFrom('event_classes');
  const some = severities === undefined ? all : all.where('event_classes.severity', 'in', severities);
  return sources === undefined ? some : some.where('event_classes.source', 'in', sources);
}
