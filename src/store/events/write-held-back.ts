// Says on the last event of a rule in an origin how many hits were held back since, and when the last of them was; and on the one before it how many it came to.
import { sql, type Transaction } from 'kysely';
import type { HeldBack } from '../../core/events/new-event.ts';
import type { FloodChange } from '../../core/lines/flood-state.ts';
import { wholeMillisecondsOf } from '../../core/lines/stamp.ts';
import type { StoreKind } from '../backend/backend.ts';
import { givenRows } from '../backend/given-rows.ts';
import { OFTEN } from '../backend/often.ts';
import { runForEach } from '../backend/row-batch.ts';
import { UNHEARD } from '../backend/unheard.ts';
import type { Tables } from '../tables.ts';

const ROWS_A_STATEMENT = 500;

const GIVEN = { name: 'given', columns: { key: 'text', held_back: 'bigint', last_seen: 'bigint' } } as const;

/** Of several words about one event the last counts. */
export function heldBackOf(floods: readonly (FloodChange | undefined)[]): ReadonlyMap<string, HeldBack> {
  const found = new Map<string, HeldBack>();
  for (const flood of floods)
    for (const { heldBack, lastSeen, lastEvent: key } of [...(flood?.settled ?? []), ...(flood?.rules.values() ?? [])])
      if (key !== undefined && heldBack > 0 && lastSeen !== undefined)
        found.set(key, { key, heldBack, lastSeen: wholeMillisecondsOf(lastSeen) });
  return found;
}

export async function writeHeldBack(
  trx: Transaction<Tables>,
  kind: StoreKind,
  heldBack: readonly HeldBack[],
): Promise<void> {
  if (kind === 'sqlite') {
    const rows = heldBack.map((held) => [held.heldBack, held.lastSeen, held.key]);
    await runForEach(trx, 'update event_log set held_back = ?, last_seen = ? where key = ?', rows);
    return;
  }
  for (let at = 0; at < heldBack.length; at += ROWS_A_STATEMENT) {
    const rows = heldBack
      .slice(at, at + ROWS_A_STATEMENT)
      .map(({ key, heldBack, lastSeen }) => ({ key, held_back: heldBack, last_seen: lastSeen }));
    await sql`${OFTEN} update event_log set held_back = given.held_back, last_seen = given.last_seen
      from ${givenRows(kind, GIVEN, rows)} where event_log.key = given.key ${UNHEARD}`.execute(trx);
  }
}
