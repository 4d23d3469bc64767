// Keeps an instance from writing what comes of sources whose lease it has lost: one statement for all of a commit.
import { type Kysely, type SelectQueryBuilder, sql, type Transaction } from 'kysely';
import { TocsinError } from '../../core/errors.ts';
import { builtForRows } from '../backend/built-once.ts';
import { leaseLost } from '../backend/self-refusal.ts';
import { UNHEARD } from '../backend/unheard.ts';
import { endWithTheLease } from '../background/fence.ts';
import { isStale, SCHEDULER_LOCK } from '../background/scheduler-lock.ts';
import type { Database } from '../door/database.ts';
import type { Tables } from '../tables.ts';

export interface SourceFence {
  readonly key: string;
  readonly fencing: number;
}

/**
 * Throws `lease_lost` unless each lease is the one that its number was given for; as `checkFence` does for one lock that is known. On PostgreSQL nobody waits for
 * it: what comes after it in its transaction is not done, and the next statement that is heard rejects.
 */
export type CheckSources = (trx: Transaction<Tables>, fences: readonly SourceFence[]) => Promise<void>;

export function sourceFences({ kind, now }: Pick<Database, 'kind' | 'now'>): CheckSources {
  const held = (db: Kysely<Tables>, fences: readonly SourceFence[]) =>
    db
      .selectFrom('sources')
      .innerJoin('scheduler_lock', (join) =>
        join.on('scheduler_lock.id', '=', sql<number>`sources.id + ${sql.lit(SCHEDULER_LOCK)}`),
      )
      .select('sources.key')
      .where((is) =>
        is.or(
          fences.map(({ key, fencing }) =>
            is.and([is('sources.key', '=', key), is('scheduler_lock.fencing', '=', fencing)]),
          ),
        ),
      )
      .where('scheduler_lock.name', 'is not', null)
      .where(({ not }) => not(isStale(now)));
  if (kind === 'postgres') {
    const refuse = builtForRows((db, fences: readonly SourceFence[]) =>
      refusingUnless(held(db, fences), fences.length).compile(db),
    );
    return async (trx, fences) => {
      if (fences.length > 0) await refuse(trx, fences);
    };
  }
  const selected = builtForRows((db, fences: readonly SourceFence[]) => held(db, fences).compile());
  return async (trx, fences) => {
    if (fences.length === 0) return;
    const keys = new Set((await selected(trx, fences)).rows.map(({ key }) => key));
    const lost = fences.find(({ key }) => !keys.has(key));
    if (lost !== undefined) throw new TocsinError('lease_lost', `The lease of ${lost.key} has ended.`);
  };
}

/** They are locked, as for `checkFence`, before they are counted. */
const refusingUnless = (held: SelectQueryBuilder<Tables, 'sources' | 'scheduler_lock', object>, count: number) =>
  sql`with held as materialized (${held.select(endWithTheLease).forShare('scheduler_lock')})
    select ${leaseLost(sql.ref('counted.held'))} from (select count(*) as held from held) as counted
    where counted.held < ${sql.lit(count)} ${UNHEARD}`;
