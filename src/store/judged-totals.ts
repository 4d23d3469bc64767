// How much was judged altogether. An origin is forgotten some time after it went, and what was judged of it is not.
import { type Kysely, sql, type Transaction } from 'kysely';
import type { GoneOrigins } from '../core/retention.ts';
import { putSetting, readSetting, type SettingName } from './settings.ts';
import type { Tables } from './tables.ts';

export interface JudgedTotals {
  readonly lines: number;
  readonly bytes: number;
}

/** Of all origins that there ever were, whoever watches them now. One statement: one that is being forgotten counts once. */
export async function judgedTotals(db: Kysely<Tables>): Promise<JudgedTotals> {
  const sums = await db
    .selectFrom('origins')
    .select(({ fn }) => [
      fn.sum('origins.lines').as('lines'),
      fn.sum('origins.bytes').as('bytes'),
      forgotten('forgotten_lines').as('forgottenLines'),
      forgotten('forgotten_bytes').as('forgottenBytes'),
    ])
    .executeTakeFirst();
  return {
    lines: Number(sums?.lines ?? 0) + Number(sums?.forgottenLines ?? 0),
    bytes: Number(sums?.bytes ?? 0) + Number(sums?.forgottenBytes ?? 0),
  };
}

/** Forgets at most `limit` origins, those that went first, with their positions and gaps, and returns how many. To be called by one at a time. */
export async function forgetOrigins(trx: Transaction<Tables>, { before, limit }: GoneOrigins): Promise<number> {
  const rows = await trx
    .selectFrom('origins')
    .select('origins.id')
    .where('origins.gone_at', '<', before)
    .orderBy('origins.gone_at')
    .orderBy('origins.id')
    .limit(limit)
    .execute();
  if (rows.length === 0) return 0;
  const gone = await trx
    .deleteFrom('origins')
    .where(
      'origins.id',
      'in',
      rows.map(({ id }) => id),
    )
    .returning(['origins.lines', 'origins.bytes'])
    .execute();
  for (const what of ['lines', 'bytes'] as const) {
    const known = Number((await readSetting(trx, `forgotten_${what}`)) ?? 0);
    const sum = gone.reduce((so, row) => so + Number(row[what]), known);
    await putSetting(trx, `forgotten_${what}`, String(sum));
  }
  return gone.length;
}

const forgotten = (name: SettingName) => sql<string | null>`(select value from settings where name = ${sql.lit(name)})`;
