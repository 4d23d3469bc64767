// Which lanes of the event log hold what a filter asks for. A lane is what an index keeps in order, so that a page is a merge of few lanes' beginnings,
// however many events there are that nobody asked for.
import type { Kysely, SelectQueryBuilder } from 'kysely';
import type { EventFilter } from '../../core/events/event-query.ts';
import type { Tables } from '../tables.ts';

/** The events with one of the values in this column; all of them when there is none. */
export type Lanes =
  | { readonly by: 'all' }
  | { readonly by: 'rule_id'; readonly values: readonly string[] }
  | { readonly by: 'class_id' | 'series_id'; readonly values: readonly number[] };

export async function findLanes(db: Kysely<Tables>, filter: EventFilter): Promise<Lanes> {
  const { severities, sources, workloadId, ruleId } = filter;
  const isAnyClass = severities === undefined && sources === undefined;
  if (workloadId === undefined && isAnyClass)
    return ruleId === undefined ? { by: 'all' } : { by: 'rule_id', values: [ruleId] };
  const classes = isAnyClass ? undefined : await findClasses(db, filter);
  if (workloadId === undefined && ruleId === undefined) return { by: 'class_id', values: classes ?? [] };
  if (classes?.length === 0) return { by: 'series_id', values: [] };
  const rows = await db
    .selectFrom('event_series')
    .select('event_series.id')
    .$if(workloadId !== undefined, (query) => query.where('event_series.workload_id', '=', workloadId ?? ''))
    .$if(ruleId !== undefined, (query) => query.where('event_series.rule_id', '=', ruleId ?? ''))
    .$if(classes !== undefined, (query) => query.where('event_series.class_id', 'in', classes ?? []))
    .execute();
  return { by: 'series_id', values: rows.map(({ id }) => id) };
}

/** The classes that the filter allows. */
export async function findClasses(
  db: Kysely<Tables>,
  { severities, sources }: EventFilter,
): Promise<readonly number[]> {
  const isIn = <Row>(query: SelectQueryBuilder<Tables, 'event_classes', Row>) => {
    const some = severities === undefined ? query : query.where('event_classes.severity', 'in', severities);
    return sources === undefined ? some : some.where('event_classes.source', 'in', sources);
  };
  const rows = await isIn(db.selectFrom('event_classes').select('event_classes.id')).execute();
  return rows.map(({ id }) => id);
}
