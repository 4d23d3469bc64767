// What is saved of sources: of the one that is to be read, and of those that nobody reads any more.
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { SavedSource } from '../../core/lines/standing.ts';
import { isStale, lockOf } from '../background/scheduler-lock.ts';
import type { Tables } from '../tables.ts';
import { readLives } from './lives/read-lives.ts';
import { readOriginsOf } from './read-origins.ts';

/** Names that were given up: nobody changes them so often, and whoever does loses the oldest. */
const MOST_FORMER = 20;

/** With all of its origins, those that have gone lately too. */
export async function readSource(db: Kysely<Tables>, key: string): Promise<SavedSource> {
  const known = await db
    .selectFrom('sources')
    .select(['sources.memory', 'sources.lives'])
    .where('sources.key', '=', key)
    .executeTakeFirst();
  const rows = await db
    .selectFrom('origins')
    .select('origins.id')
    .where('origins.source', '=', key)
    .orderBy('origins.id')
    .execute();
  const lives = await readLives(db, key, known?.lives ?? undefined);
  const origins = await readOriginsOf(db, idsOf(rows));
  return { memory: known?.memory ?? undefined, origins, ...(lives && { lives }) };
}

/** Those that are none of these and whose lease nobody holds, each with the origins that it had; without any it says nothing. */
export async function readFormerSources(
  db: Kysely<Tables>,
  { except, now }: { readonly except: readonly string[]; readonly now: RawBuilder<number> },
): Promise<readonly SavedSource[]> {
  const sources = await db
    .selectFrom('sources')
    .innerJoin('scheduler_lock', (join) => join.on('scheduler_lock.id', '=', sql<number>`sources.id + ${lockOf(0)}`))
    .select(['sources.key', 'sources.memory', 'sources.lives'])
    .where('sources.key', 'not in', [...except])
    .where(({ or, eb }) => or([eb('scheduler_lock.name', 'is', null), isStale(now)]))
    .orderBy('sources.id', 'desc')
    .limit(MOST_FORMER)
    .execute();
  const former: SavedSource[] = [];
  for (const { key, memory, lives: position } of sources) {
    const rows = await db
      .selectFrom('origins')
      .select('origins.id')
      .where('origins.source', '=', key)
      .where('origins.gone_at', 'is', null)
      .orderBy('origins.id')
      .execute();
    if (rows.length === 0) continue;
    const lives = await readLives(db, key, position ?? undefined);
    const origins = await readOriginsOf(db, idsOf(rows));
    former.push({ memory: memory ?? undefined, origins, ...(lives && { lives }) });
  }
  return former;
}

const idsOf = (rows: readonly { readonly id: number }[]): number[] => rows.map(({ id }) => id);
