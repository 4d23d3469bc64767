// Which lanes of the event log hold what a filter asks for. A lane is what an index keeps in order, so that a page is a merge of few lanes' beginnings,
// however many events there are that nobody asked for.
import { type Kysely, type RawBuilder, type SelectQueryBuilder, sql } from 'kysely';
import type { EventFilter } from '../../../core/events/event-query.ts';
import { SEVERITIES } from '../../../core/severity.ts';
import type { Tables } from '../../tables.ts';

/** The events with one of the values in this column. */
export interface Lanes {
  readonly by: 'class_id' | 'series_id';
  /** Gives each value once, as `value`. */
  readonly values: RawBuilder<{ readonly value: number }>;
  /** Only those of one workload or one rule, which have an index of their own. */
  readonly within?: Within;
  /** How many there are, about: what a page holds does not depend on it, how soon it is found does. */
  readonly about: number;
}

interface Within {
  readonly column: 'workload_id' | 'rule_id';
  readonly value: string;
}

/** Of one workload or rule: the severities of its rules. */
const A_FEW = 4;
/** Each source has some severities, and there are at most two hundred sources. */
const MANY = 100;

/** Undefined when all events are in one lane. */
export function lanesOf(db: Kysely<Tables>, filter: EventFilter): Lanes | undefined {
  const { severities, sources, workloadId, ruleId } = filter;
  if (workloadId !== undefined && ruleId !== undefined)
    return { by: 'series_id', values: seriesOf(db, filter), about: 1 };
  if (workloadId !== undefined) return lanesWithin(db, filter, { column: 'workload_id', value: workloadId });
  if (ruleId !== undefined) return lanesWithin(db, filter, { column: 'rule_id', value: ruleId });
  if (isAnyClass(filter)) return undefined;
  const values = sql<{ value: number }>`${fittingClasses(db, filter).select('event_classes.id as value')}`;
  const about = sources === undefined ? MANY : sources.length * (severities ?? SEVERITIES).length;
  return { by: 'class_id', values, about };
}

/** The classes that the filter allows. */
export async function findClasses(db: Kysely<Tables>, filter: EventFilter): Promise<readonly number[]> {
  const rows = await fittingClasses(db, filter).select('event_classes.id').execute();
  return rows.map(({ id }) => id);
}

/**
 * Most of the classes have nothing of one workload or rule; those that have are found without a look at an event. There may be thousands of series that have the
 * same class: the index is asked for the next greater class each time.
 */
function lanesWithin(db: Kysely<Tables>, filter: EventFilter, within: Within): Lanes {
  const next = (above: RawBuilder<unknown>) => sql`select min(event_series.class_id) from event_series
    where ${sql.ref(`event_series.${within.column}`)} = ${within.value} and event_series.class_id > ${above}`;
  const isFitting = isAnyClass(filter)
    ? sql`held.value is not null`
    : sql`held.value in (${fittingClasses(db, filter).select('event_classes.id')})`;
  const values = sql<{ value: number }>`with recursive held (value) as (
      ${next(sql`0`)} union all select (${next(sql`held.value`)}) from held where held.value is not null)
    select held.value as value from held where ${isFitting}`;
  return { by: 'class_id', values, within, about: A_FEW };
}

function seriesOf(db: Kysely<Tables>, filter: EventFilter): RawBuilder<{ readonly value: number }> {
  const { workloadId = '', ruleId = '' } = filter;
  return sql<{ value: number }>`${db
    .selectFrom('event_series')
    .select('event_series.id as value')
    .where('event_series.workload_id', '=', workloadId)
    .where('event_series.rule_id', '=', ruleId)
    .$if(!isAnyClass(filter), (query) =>
      query.where('event_series.class_id', 'in', fittingClasses(db, filter).select('event_classes.id')),
    )}`;
}

const isAnyClass = ({ severities, sources }: EventFilter): boolean => severities === undefined && sources === undefined;

function fittingClasses(db: Kysely<Tables>, { severities, sources }: EventFilter) {
  const all: SelectQueryBuilder<Tables, 'event_classes', object> = db.selectFrom('event_classes');
  const some = severities === undefined ? all : all.where('event_classes.severity', 'in', severities);
  return sources === undefined ? some : some.where('event_classes.source', 'in', sources);
}
