// What events have in common: the class of an event is its source with its severity, its series all that a page can be asked for.
import { sql, type Transaction } from 'kysely';
import type { NewEvent } from '../../core/events/new-event.ts';
import type { Severity } from '../../core/severity.ts';
import type { StoreKind } from '../backend/backend.ts';
import { builtForRows } from '../backend/built-once.ts';
import { givenRows } from '../backend/given-rows.ts';
import { known } from '../row-id.ts';
import type { Tables } from '../tables.ts';

/** What an event has in common with others: one object for all events that have the same. */
export interface EventTraits {
  readonly source: string;
  readonly severity: Severity;
  readonly workload_id: string | null;
  readonly rule_id: string | null;
}

/** The same, and as what it stands in the tables. */
export interface EventKind extends EventTraits {
  readonly class_id: number;
  readonly series_id: number;
}

type Described = Pick<NewEvent, 'source' | 'severity' | 'workloadId' | 'ruleId'>;

interface EventClassesRow {
  readonly source: string;
  readonly severity: Severity;
}

interface Series {
  readonly class_id: number;
  readonly workload_id: string;
  readonly rule_id: string;
}

const classKey = ({ source, severity }: { readonly source: string; readonly severity: string }): string =>
  `${severity} ${source}`;
const seriesKey = ({ class_id, workload_id, rule_id }: Series): string =>
  JSON.stringify([class_id, workload_id, rule_id]);
/** Made for each event; the lengths keep apart what only looks the same when it stands together. */
const kindKey = ({ source, severity, workloadId, ruleId }: Described): string =>
  `${severity} ${source.length} ${source} ${workloadId?.length} ${workloadId} ${ruleId === null ? 0 : 1} ${ruleId}`;

/** Kinds that are looked for in one statement. */
const KINDS_A_STATEMENT = 500;

/** Of each event, in order. */
export function traitsOf(events: readonly Described[]): readonly EventTraits[] {
  const distinct = new Map<string, EventTraits>();
  return events.map((event) => {
    const key = kindKey(event);
    const { source, severity, workloadId, ruleId } = event;
    const traits = distinct.get(key) ?? { source, severity, workload_id: workloadId, rule_id: ruleId };
    distinct.set(key, traits);
    return traits;
  });
}

/** Finds the kind of each event, by its place among the traits, and makes what is not there of it. The caller is alone with the events. */
export async function findKinds(
  trx: Transaction<Tables>,
  kind: StoreKind,
  traits: readonly EventTraits[],
): Promise<(n: number) => EventKind> {
  const distinct = [...new Set(traits)];
  const found = await findKnown(trx, distinct);
  const missing = distinct.filter((one) => !found.has(one));
  if (missing.length > 0) for (const [one, made] of await makeKinds(trx, kind, missing)) found.set(one, made);
  return (n) => {
    const one = traits[n];
    const of = one && found.get(one);
    if (of === undefined) throw new RangeError(`There is no event ${n} among ${traits.length}.`);
    return of;
  };
}

/** Those of which both are there already: after the first events nearly always all. */
async function findKnown(
  trx: Transaction<Tables>,
  wanted: readonly EventTraits[],
): Promise<Map<EventTraits, EventKind>> {
  const rows = wanted.map(({ source, severity, workload_id, rule_id }) => ({
    ...{ source, severity, workload_id: workload_id ?? '', rule_id: rule_id ?? '' },
  }));
  const ids = new Map<string, number>();
  const classes = new Map<string, number>();
  for (let at = 0; at < rows.length; at += KINDS_A_STATEMENT)
    for (const row of (await selectKinds(trx, rows.slice(at, at + KINDS_A_STATEMENT))).rows) {
      classes.set(classKey(row), row.class_id);
      ids.set(seriesKey(row), row.id);
    }
  const found = new Map<EventTraits, EventKind>();
  for (const traits of wanted) {
    const classId = classes.get(classKey(traits));
    const series = classId === undefined ? undefined : seriesOf(traits, classId);
    if (series && ids.has(seriesKey(series))) found.set(traits, toKind(traits, series, ids));
  }
  return found;
}

const selectKinds = builtForRows((db, rows: readonly Omit<Series & EventClassesRow, 'class_id'>[]) =>
  sql<Series & EventClassesRow & { readonly id: number }>`with given (source, severity, workload_id, rule_id) as (
        values ${sql.join(rows.map((row) => sql`(${row.source}, ${row.severity}, ${row.workload_id}, ${row.rule_id})`))})
      select event_series.id, event_series.class_id, event_series.workload_id, event_series.rule_id, event_classes.source,
        event_classes.severity
      from given join event_classes on event_classes.source = given.source and event_classes.severity = given.severity
      join event_series on event_series.workload_id = given.workload_id and event_series.rule_id = given.rule_id
        and event_series.class_id = event_classes.id`.compile(db),
);

async function makeKinds(
  trx: Transaction<Tables>,
  kind: StoreKind,
  wanted: readonly EventTraits[],
): Promise<ReadonlyMap<EventTraits, EventKind>> {
  const classes = await findClasses(trx, wanted);
  const pairs = wanted.map((traits) => [traits, seriesOf(traits, known(classes, classKey(traits)))] as const);
  const ids = await findWanted(trx, kind, new Map(pairs.map(([, series]) => [seriesKey(series), series])));
  return new Map(pairs.map(([traits, series]) => [traits, toKind(traits, series, ids)]));
}

const seriesOf = (traits: EventTraits, class_id: number): Series => ({
  class_id,
  workload_id: traits.workload_id ?? '',
  rule_id: traits.rule_id ?? '',
});

const toKind = (traits: EventTraits, series: Series, ids: ReadonlyMap<string, number>): EventKind => ({
  ...traits,
  class_id: series.class_id,
  series_id: known(ids, seriesKey(series)),
});

async function findClasses(
  trx: Transaction<Tables>,
  wanted: readonly EventTraits[],
): Promise<ReadonlyMap<string, number>> {
  const sources = [...new Set(wanted.map(({ source }) => source))];
  const there = await trx
    .selectFrom('event_classes')
    .selectAll('event_classes')
    .where('event_classes.source', 'in', sources)
    .execute();
  const ids = new Map(there.map((row) => [classKey(row), row.id]));
  const missing = new Map<string, { readonly source: string; readonly severity: Severity }>();
  for (const { source, severity } of wanted)
    if (!ids.has(classKey({ source, severity }))) missing.set(classKey({ source, severity }), { source, severity });
  if (missing.size === 0) return ids;
  const made = await trx
    .insertInto('event_classes')
    .values([...missing.values()])
    .returningAll()
    .execute();
  for (const row of made) ids.set(classKey(row), row.id);
  return ids;
}

const GIVEN = {
  name: 'given',
  columns: { class_id: 'bigint', workload_id: 'text', rule_id: 'text' },
} as const;

async function findWanted(
  trx: Transaction<Tables>,
  kind: StoreKind,
  wanted: ReadonlyMap<string, Series>,
): Promise<ReadonlyMap<string, number>> {
  const columns = sql`event_series.id, event_series.class_id, event_series.workload_id, event_series.rule_id`;
  const there = await sql<Series & { readonly id: number }>`select ${columns}
    from ${givenRows(kind, GIVEN, [...wanted.values()])}
    join event_series on event_series.workload_id = given.workload_id and event_series.rule_id = given.rule_id
      and event_series.class_id = given.class_id`.execute(trx);
  const ids = new Map(there.rows.map((row) => [seriesKey(row), row.id]));
  const missing = [...wanted].flatMap(([key, series]) => (ids.has(key) ? [] : [series]));
  if (missing.length === 0) return ids;
  const made = await sql<Series & { readonly id: number }>`insert into event_series (class_id, workload_id, rule_id)
    select given.class_id, given.workload_id, given.rule_id from ${givenRows(kind, GIVEN, missing)}
    order by given.n returning id, class_id, workload_id, rule_id`.execute(trx);
  for (const row of made.rows) ids.set(seriesKey(row), row.id);
  return ids;
}
