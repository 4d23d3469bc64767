// The triggers that people made, and what deliveries have shown of any trigger.
import type { Transaction } from 'kysely';
import type { AuditNote } from '../../core/account.ts';
import { fieldRefusal } from '../../core/changes/field-refusal.ts';
import type { Burial } from '../../core/deliveries/delivery-work.ts';
import {
  MOST_TRIGGERS,
  type Trigger,
  type TriggerDefinition,
  type TriggerStanding,
} from '../../core/deliveries/trigger.ts';
import { TocsinError } from '../../core/errors.ts';
import type { Page, PageRequest } from '../../core/page.ts';
import { insertNote } from '../accounts/audit.ts';
import type { Database } from '../door/database.ts';
import { idBelow, rowsFor, toPage } from '../keyset.ts';
import { NO_ROW, rowId } from '../row-id.ts';
import type { Tables } from '../tables.ts';
import { type BurialListener, type Buried, buryAllDeliveries, buryDeliveries } from './bury-deliveries.ts';
import { raiseTriggerRevision, readTriggerRevision } from './trigger-revision.ts';
import { type TriggerRow, toStanding, toTrigger, toTriggerRow } from './trigger-rows.ts';

/** Standings of triggers in files among them. */
const MOST_STANDINGS = 2_000;

/** Changes run one after the other on both databases, so that "this name is free" is a fact. */
export class Triggers {
  readonly #database: Database;
  #buried: BurialListener = () => {};

  constructor(database: Database) {
    this.#database = database;
  }

  onBuried(listener: BurialListener): void {
    this.#buried = listener;
  }

  revision(): Promise<number> {
    return this.#database.read(readTriggerRevision);
  }

  /** Whatever changes while it is read has raised the revision that was read first. */
  loadTriggers(): Promise<{
    readonly revision: number;
    readonly triggers: readonly Trigger[];
    readonly standings: ReadonlyMap<string, TriggerStanding>;
  }> {
    return this.#database.read(async (db) => {
      const revision = await readTriggerRevision(db);
      const rows = await db
        .selectFrom('event_triggers')
        .selectAll('event_triggers')
        .orderBy('event_triggers.id')
        .limit(MOST_TRIGGERS)
        .execute();
      const standings = await db
        .selectFrom('trigger_standings')
        .selectAll('trigger_standings')
        .limit(MOST_STANDINGS)
        .execute();
      return {
        revision,
        triggers: rows.map(toTrigger),
        standings: new Map(standings.map((row) => [row.trigger_id, toStanding(row)])),
      };
    });
  }

  async findTrigger(id: string): Promise<Trigger | undefined> {
    const row = await this.#database.read((db) => findRow(db, id));
    return row && toTrigger(row);
  }

  async listTriggers({ limit, cursor }: PageRequest): Promise<Page<Trigger>> {
    const below = idBelow('triggers', cursor);
    const rows = await this.#database.read((db) =>
      db
        .selectFrom('event_triggers')
        .selectAll('event_triggers')
        .where('event_triggers.id', '<', below)
        .orderBy('event_triggers.id', 'desc')
        .limit(rowsFor(limit))
        .execute(),
    );
    return toPage(rows, { list: 'triggers', limit, map: toTrigger });
  }

  createTrigger(trigger: TriggerDefinition, at: number, note: AuditNote): Promise<Trigger> {
    return this.#change(async (trx) => {
      await refuseTooMany(trx);
      await refuseTakenName(trx, trigger.name, NO_ROW);
      const row = await trx
        .insertInto('event_triggers')
        .values({ ...toTriggerRow(trigger, at), created_at: at })
        .returningAll()
        .executeTakeFirstOrThrow();
      await insertNote(trx, note);
      return toTrigger(row);
    });
  }

  /** One that is enabled afterwards begins afresh, whatever was shown of it; what waits for one that is not is dead, or will be in a moment where it is very much. */
  changeTrigger(
    id: string,
    change: { readonly at: number; readonly merge: (before: Trigger) => TriggerDefinition },
    note: AuditNote,
  ): Promise<Trigger> {
    return this.#change(async (trx, buried) => {
      const before = await requireRow(trx, id);
      const trigger = change.merge(toTrigger(before));
      await refuseTakenName(trx, trigger.name, before.id);
      const row = await trx
        .updateTable('event_triggers')
        .set(toTriggerRow(trigger, change.at))
        .where('event_triggers.id', '=', before.id)
        .returningAll()
        .executeTakeFirstOrThrow();
      buried.push(
        trigger.enabled
          ? await this.#beginAfresh(trx, id, { wasEnabled: before.enabled === 1, at: change.at })
          : await this.#bury(trx, { triggerId: id, death: 'trigger_disabled', at: change.at }),
      );
      await insertNote(trx, note);
      return toTrigger(row);
    });
  }

  /** What waits for it is dead. */
  deleteTrigger(id: string, at: number, note: AuditNote): Promise<Trigger> {
    return this.#change(async (trx, buried) => {
      const row = await requireRow(trx, id);
      await trx.deleteFrom('event_triggers').where('event_triggers.id', '=', row.id).execute();
      await forgetStanding(trx, id);
      buried.push(await this.#bury(trx, { triggerId: id, death: 'trigger_deleted', at }));
      await insertNote(trx, note);
      return toTrigger(row);
    });
  }

  /** What was shown of it counts no more. */
  resumeTrigger(id: string, note: AuditNote): Promise<void> {
    return this.#change(async (trx, buried) => {
      buried.push(await this.#beginAfresh(trx, id, { wasEnabled: true, at: note.at }));
      await insertNote(trx, note);
    });
  }

  /** The same for triggers that are written elsewhere, where they are others now. */
  resumeChanged(ids: readonly string[], at: number): Promise<void> {
    return this.#change(async (trx, buried) => {
      for (const id of ids) buried.push(await this.#beginAfresh(trx, id, { wasEnabled: true, at }));
    });
  }

  /** The receiver itself told what these fields are now. One that is written elsewhere is left as it is. */
  storeConfig(id: string, fields: Readonly<Record<string, string>>): Promise<void> {
    return this.#change(async (trx) => {
      const row = await findRow(trx, id);
      if (!row) return;
      const config = JSON.stringify({ ...toTrigger(row).config.reveal(), ...fields });
      await trx.updateTable('event_triggers').set({ config }).where('event_triggers.id', '=', row.id).execute();
    });
  }

  /** The first of it: whoever sends ends the rest step by step. */
  async #bury(trx: Transaction<Tables>, burial: Burial): Promise<Buried> {
    return { ...burial, count: await buryDeliveries(trx, this.#database.kind, burial) };
  }

  /** What is left of what waited when it ended would otherwise be sent now. */
  async #beginAfresh(
    trx: Transaction<Tables>,
    id: string,
    { wasEnabled, at }: { readonly wasEnabled: boolean; readonly at: number },
  ): Promise<Buried> {
    const wasSuspended = await forgetStanding(trx, id);
    const burial = { triggerId: id, death: wasEnabled ? 'trigger_suspended' : 'trigger_disabled', at } as const;
    if (wasEnabled && !wasSuspended) return { ...burial, count: 0 };
    return { ...burial, count: await buryAllDeliveries(trx, this.#database.kind, burial) };
  }

  async #change<T>(work: (trx: Transaction<Tables>, buried: Buried[]) => Promise<T>): Promise<T> {
    const buried: Buried[] = [];
    const result = await this.#database.write(async (trx) => {
      await this.#database.alone(trx, 'triggers');
      const done = await work(trx, buried);
      await raiseTriggerRevision(trx);
      return done;
    });
    for (const one of buried) this.#buried(one);
    return result;
  }
}

function findRow(db: Pick<Transaction<Tables>, 'selectFrom'>, id: string): Promise<TriggerRow | undefined> {
  return db
    .selectFrom('event_triggers')
    .selectAll('event_triggers')
    .where('event_triggers.id', '=', rowId(id))
    .executeTakeFirst();
}

async function requireRow(trx: Transaction<Tables>, id: string): Promise<TriggerRow> {
  const row = await findRow(trx, id);
  if (!row) throw new TocsinError('not_found', `There is no trigger with the id ${id}.`);
  return row;
}

/** Gives whether it was suspended. */
async function forgetStanding(trx: Transaction<Tables>, id: string): Promise<boolean> {
  const gone = await trx
    .deleteFrom('trigger_standings')
    .where('trigger_standings.trigger_id', '=', id)
    .returning('trigger_standings.suspended_at')
    .executeTakeFirst();
  return gone !== undefined && gone.suspended_at !== null;
}

async function refuseTakenName(trx: Transaction<Tables>, name: string, self: number): Promise<void> {
  const other = await trx
    .selectFrom('event_triggers')
    .select('event_triggers.id')
    .where('event_triggers.name', '=', name)
    .where('event_triggers.id', '!=', self)
    .executeTakeFirst();
  if (!other) return;
  throw fieldRefusal('conflict', 'name', `A trigger with the name "${name}" exists already.`);
}

async function refuseTooMany(trx: Transaction<Tables>): Promise<void> {
  const { triggers } = await trx
    .selectFrom('event_triggers')
    .select((is) => is.fn.countAll<number>().as('triggers'))
    .executeTakeFirstOrThrow();
  if (Number(triggers) >= MOST_TRIGGERS)
    throw new TocsinError('refused', `There are ${triggers} triggers already, which is as many as can be.`);
}
