// Saves what is new of origins: a few statements for all of a commit, whatever their number.
import { type Kysely, sql, type Transaction } from 'kysely';
import type { OriginChange } from '../../core/lines/standing.ts';
import type { StoreKind } from '../backend/backend.ts';
import { builtForRows } from '../backend/built-once.ts';
import { UNHEARD } from '../backend/unheard.ts';
import { known } from '../row-id.ts';
import type { PositionTailsTable } from '../tables/watching-tables.ts';
import type { Tables } from '../tables.ts';
import { writeFlood } from './flood/write-flood.ts';
import { writeGaps } from './gaps/write-gaps.ts';
import { AS_BEFORE, originRow, type TailSpan } from './origin-rows.ts';
import type { WrittenOrigin } from './written-origins.ts';

/** Rows in one statement: a statement takes 32,766 values on SQLite. */
const ROWS_A_STATEMENT = 500;

/** What no tail begins with any more is deleted after so many changes, for it harms nobody and costs each commit as much as writing the tail does. */
const CLEANED_AFTER = 32;

const NO_TAIL: TailSpan = { tail_from: 0, tail_end: 0 };

export interface WritingMoment {
  readonly now: number;
  readonly kind: StoreKind;
  /** By their keys, how origins are known to stand there; the others are looked for. */
  readonly written: ReadonlyMap<string, WrittenOrigin>;
}

/** Gives how each stands there now. The changes are of different origins each. */
export async function writeOrigins<Effect>(
  trx: Transaction<Tables>,
  changes: readonly OriginChange<Effect>[],
  moment: WritingMoment,
): Promise<readonly WrittenOrigin[]> {
  const all: WrittenOrigin[] = [];
  for (let at = 0; at < changes.length; at += ROWS_A_STATEMENT)
    all.push(...(await writeSome(trx, changes.slice(at, at + ROWS_A_STATEMENT), moment)));
  return all;
}

async function writeSome<Effect>(
  trx: Transaction<Tables>,
  changes: readonly OriginChange<Effect>[],
  { now, kind, written }: WritingMoment,
): Promise<readonly WrittenOrigin[]> {
  const unknown = changes.filter(({ origin }) => !written.has(origin.key));
  const found = await spansOf(trx, unknown);
  const rows = changes.map((change) => {
    const { origin } = change;
    const known = written.get(origin.key);
    const span = spanAfter(change, known?.span ?? found.get(origin.key));
    const uncleaned = (known?.uncleaned ?? CLEANED_AFTER) + (change.position ? 1 : 0);
    const row = originRow(change, { span, now, isDescribed: known?.origin === origin });
    return { origin, span, uncleaned, row };
  });
  const values = rows.map(({ row }) => row);
  // Only of these: of all that is written by now it would take longer with each statement.
  const ids = new Map(
    changes.flatMap(({ origin: { key } }) => {
      const known = written.get(key);
      return known ? [[key, known.id]] : [];
    }),
  );
  if (unknown.length === 0) await upsertUnheard(trx, values);
  else for (const { key, id } of (await upsertHeard(trx, values)).rows) ids.set(key, id);
  await writeTails(trx, changes, ids);
  const toClean = rows.filter(({ uncleaned }) => uncleaned >= CLEANED_AFTER);
  await deleteLeft(
    trx,
    toClean.map(({ origin }) => ({ id: known(ids, origin.key) })),
  );
  const gaps = changes.map((change) => ({ originId: known(ids, change.origin.key), gaps: change.gaps }));
  await writeGaps(trx, gaps, now);
  await writeFlood(trx, changes, { ids, now, kind });
  return rows.map(({ origin, span, uncleaned }) => ({
    ...{ origin, span, id: known(ids, origin.key) },
    uncleaned: uncleaned >= CLEANED_AFTER ? 0 : uncleaned,
  }));
}

async function spansOf<Effect>(
  trx: Transaction<Tables>,
  changes: readonly OriginChange<Effect>[],
): Promise<ReadonlyMap<string, TailSpan>> {
  if (changes.length === 0) return new Map();
  const keys = changes.map(({ origin }) => origin.key);
  const rows = await trx
    .selectFrom('origins')
    .select(['origins.key', 'origins.tail_from', 'origins.tail_end'])
    .where('origins.key', 'in', keys)
    .execute();
  return new Map(rows.map(({ key, ...span }) => [key, span]));
}

/** A change that does not follow on what is saved is a bug of whoever made it. */
function spanAfter<Effect>({ origin, position }: OriginChange<Effect>, before: TailSpan = NO_TAIL): TailSpan {
  if (position === undefined) return before;
  const { appended, appendedFrom, keepFrom } = position;
  if (appendedFrom !== 0 && appendedFrom !== before.tail_end)
    throw new RangeError(
      `The saved position of ${origin.key} ends at ${before.tail_end}, and its change begins at ${appendedFrom}.`,
    );
  const tail_end = appendedFrom + appended.length;
  const tail_from = Math.min(tail_end, Math.max(keepFrom, appendedFrom === 0 ? 0 : before.tail_from));
  return { tail_from, tail_end };
}

type OriginRow = ReturnType<typeof originRow>;

const upsertHeard = builtForRows((db, rows: readonly OriginRow[]) =>
  upsertion(db, rows).returning(['origins.id', 'origins.key']).compile(),
);
const upsertUnheard = builtForRows((db, rows: readonly OriginRow[]) =>
  upsertion(db, rows).modifyEnd(UNHEARD).compile(),
);

const upsertion = (db: Kysely<Tables>, rows: readonly OriginRow[]) =>
  db
    .insertInto('origins')
    .values([...rows])
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet(({ ref }) => ({
        source: ref('excluded.source'),
        workload: ref('excluded.workload'),
        origin: sql`case when excluded.origin = ${sql.lit(AS_BEFORE)} then origins.origin else excluded.origin end`,
        found_at: ref('excluded.found_at'),
        stdout_since: ref('excluded.stdout_since'),
        stderr_since: ref('excluded.stderr_since'),
        cursor: ref('excluded.cursor'),
        settled: ref('excluded.settled'),
        gone_at: ref('excluded.gone_at'),
        head: sql`coalesce(excluded.head, origins.head)`,
        flood: sql`coalesce(excluded.flood, origins.flood)`,
        tail_from: ref('excluded.tail_from'),
        tail_end: ref('excluded.tail_end'),
        lines: sql`origins.lines + excluded.lines`,
        bytes: sql`origins.bytes + excluded.bytes`,
        late_lines: sql`origins.late_lines + excluded.late_lines`,
      })),
    );

async function writeTails<Effect>(
  trx: Transaction<Tables>,
  changes: readonly OriginChange<Effect>[],
  ids: ReadonlyMap<string, number>,
): Promise<void> {
  const moved = changes.flatMap(({ origin, position }) => (position ? [{ id: known(ids, origin.key), position }] : []));
  if (moved.length === 0) return;
  const replaced = moved.filter(({ position }) => position.appendedFrom === 0).map(({ id }) => id);
  if (replaced.length > 0)
    await trx
      .deleteFrom('position_tails')
      .where('position_tails.origin_id', 'in', replaced)
      .modifyEnd(UNHEARD)
      .execute();
  const rows = moved.flatMap(({ id, position: { appended, appendedFrom } }) =>
    appended.length === 0
      ? []
      : [{ origin_id: id, begins_at: appendedFrom, ends_at: appendedFrom + appended.length, bytes: appended }],
  );
  if (rows.length > 0) await insertTails(trx, rows);
}

const insertTails = builtForRows((db, rows: readonly PositionTailsTable[]) =>
  db
    .insertInto('position_tails')
    .values([...rows])
    .modifyEnd(UNHEARD)
    .compile(),
);

async function deleteLeft(trx: Transaction<Tables>, rows: readonly { readonly id: number }[]): Promise<void> {
  if (rows.length > 0) await deleteLeftOf(trx, rows);
}

const deleteLeftOf = builtForRows((db, rows: readonly { readonly id: number }[]) =>
  db
    .deleteFrom('position_tails')
    .where(
      'position_tails.origin_id',
      'in',
      rows.map(({ id }) => id),
    )
    .where('position_tails.ends_at', '<=', ({ selectFrom }) =>
      selectFrom('origins').select('origins.tail_from').whereRef('origins.id', '=', 'position_tails.origin_id'),
    )
    .modifyEnd(UNHEARD)
    .compile(),
);
