// What is saved of what happened to the origins of a source besides their lines.
import type { Kysely } from 'kysely';
import type { SavedLives } from '../../../core/lines/lives.ts';
import type { Tables } from '../../tables.ts';
import { wholeFloodOf } from '../flood/flood-rows.ts';

/** Undefined when the source has heard of nothing yet; `position` is as it is saved of it. */
export async function readLives(
  db: Kysely<Tables>,
  source: string,
  position: string | undefined,
): Promise<SavedLives | undefined> {
  if (position === undefined) return undefined;
  const rows = await db.selectFrom('lives').selectAll('lives').where('lives.source', '=', source).execute();
  const origins = rows.map(({ origin, course, flood }) => {
    return [origin, { course, flood: flood === null ? undefined : wholeFloodOf(flood) }] as const;
  });
  return { position, origins: new Map(origins) };
}
