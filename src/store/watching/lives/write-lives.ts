// Saves what was heard of origins besides their lines: how far each source has heard, and how each life stands.
import type { Transaction } from 'kysely';
import type { LivesChange } from '../../../core/lines/lives.ts';
import type { OriginChange } from '../../../core/lines/standing.ts';
import type { Tables } from '../../tables.ts';
import { wholeFloodText } from '../flood/flood-rows.ts';

/** Rows in one statement. */
const ROWS_A_STATEMENT = 500;

export async function writeLives<Effect>(
  trx: Transaction<Tables>,
  lives: readonly LivesChange<Effect>[],
): Promise<void> {
  for (const { source, position, origins } of lives) {
    await trx.updateTable('sources').set({ lives: position }).where('sources.key', '=', source).execute();
    const [rows, over]: [LifeRow[], string[]] = [[], []];
    for (const [origin, life] of origins) {
      if (life === undefined) over.push(origin);
      else rows.push({ origin, source, course: life.course, flood: life.flood ? wholeFloodText(life.flood) : null });
    }
    for (let at = 0; at < rows.length; at += ROWS_A_STATEMENT) await upsert(trx, rows.slice(at, at + ROWS_A_STATEMENT));
    for (let at = 0; at < over.length; at += ROWS_A_STATEMENT)
      await trx
        .deleteFrom('lives')
        .where('lives.origin', 'in', over.slice(at, at + ROWS_A_STATEMENT))
        .execute();
  }
}

/** As whatever writes events and what was held back behind them wants to know it. */
export const effectsOfLives = <Effect>({
  effects,
  floods,
}: LivesChange<Effect>): readonly Pick<OriginChange<Effect>, 'effects' | 'flood'>[] => [
  { effects, flood: undefined },
  ...floods.map((flood) => ({ effects: [], flood })),
];

interface LifeRow {
  readonly origin: string;
  readonly source: string;
  readonly course: string;
  readonly flood: string | null;
}

async function upsert(trx: Transaction<Tables>, rows: readonly LifeRow[]): Promise<void> {
  await trx
    .insertInto('lives')
    .values([...rows])
    .onConflict((conflict) =>
      conflict.column('origin').doUpdateSet(({ ref }) => ({
        source: ref('excluded.source'),
        course: ref('excluded.course'),
        flood: ref('excluded.flood'),
      })),
    )
    .execute();
}
