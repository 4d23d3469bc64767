// What the instance that watches a source says of its watching, for all the others.
import type { WatchingVerdict } from '../../core/lines/watching-verdict.ts';
import { checkFence } from '../background/fence.ts';
import { lockOf } from '../background/scheduler-lock.ts';
import type { Database } from '../door/database.ts';

export class SourceVerdicts {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** By whoever has the lease of the source; throws `lease_lost` when that is over. */
  save(
    source: string,
    { verdict, fencing }: { readonly verdict: WatchingVerdict; readonly fencing: number },
  ): Promise<void> {
    return this.#database.write(async (trx) => {
      const { id } = await trx
        .selectFrom('sources')
        .select('sources.id')
        .where('sources.key', '=', source)
        .executeTakeFirstOrThrow();
      await checkFence(trx, this.#database, { lock: lockOf(id), fencing });
      await trx
        .updateTable('sources')
        .set({ verdict: JSON.stringify(verdict) })
        .where('sources.id', '=', id)
        .execute();
    });
  }

  /** What was said last; undefined when nothing was. Whether whoever said it still watches, only the lease tells. */
  read(source: string): Promise<WatchingVerdict | undefined> {
    return this.#database.read(async (db) => {
      const row = await db
        .selectFrom('sources')
        .select('sources.verdict')
        .where('sources.key', '=', source)
        .executeTakeFirst();
      return row?.verdict ? JSON.parse(row.verdict) : undefined;
    });
  }
}
