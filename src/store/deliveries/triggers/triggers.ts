// The triggers that people made, and what deliveries have shown of any trigger.
import type { Transaction } from 'kysely';
import type { AuditNote } from '../../../core/account.ts';
import type { Burial, Buried } from '../../../core/deliveries/delivery-work.ts';
import { leadsElsewhere } from '../../../core/deliveries/leads-elsewhere.ts';
import type { Trigger, TriggerDefinition } from '../../../core/deliveries/trigger.ts';
import { TocsinError } from '../../../core/errors.ts';
import type { Page, PageRequest } from '../../../core/page.ts';
import { insertNote } from '../../accounts/audit.ts';
import type { Database } from '../../door/database.ts';
import { idBelow, rowsFor, toPage } from '../../keyset.ts';
import { NO_ROW, rowId } from '../../row-id.ts';
import type { Tables } from '../../tables.ts';
import { type BurialListener, buryDeliveries } from '../bury-deliveries.ts';
import { beginAfresh, forgetStanding, type Opened } from './begin-afresh.ts';
import { type AllTriggers, loadTriggers } from './load-triggers.ts';
import { refuseTakenName, refuseTooMany } from './trigger-refusals.ts';
import { raiseTriggerRevision, readTriggerRevision } from './trigger-revision.ts';
import { type TriggerRow, TriggerRows, toTrigger, toTriggerRow } from './trigger-rows.ts';

/** Changes run one after the other on both databases, so that "this name is free" is a fact. */
export class Triggers {
  readonly #database: Database;
  readonly #rows = new TriggerRows();
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

  /** Whatever changes while it is read has raised the revision that was read first. A trigger that is as it was the last time is the same object. */
  loadTriggers(): Promise<AllTriggers> {
    return this.#database.read((db) => loadTriggers(db, this.#rows));
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
      const wasEnabled = before.enabled === 1;
      buried.push(
        trigger.enabled
          ? await this.#open(trx, { triggerId: id, wasEnabled, at: change.at })
          : await this.#close(trx, { triggerId: id, death: 'trigger_disabled', at: change.at }),
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
      buried.push(await this.#close(trx, { triggerId: id, death: 'trigger_deleted', at }));
      await insertNote(trx, note);
      return toTrigger(row);
    });
  }

  /** What was shown of it counts no more. */
  resumeTrigger(id: string, note: AuditNote): Promise<void> {
    return this.#change(async (trx, buried) => {
      buried.push(await this.#open(trx, { triggerId: id, wasEnabled: true, at: note.at }));
      await insertNote(trx, note);
    });
  }

  /** The same for one that is written elsewhere, where it is another now. */
  resumeWritten(id: string, at: number): Promise<void> {
    return this.#change(async (trx, buried) => {
      buried.push(await this.#open(trx, { triggerId: id, wasEnabled: true, at }));
    });
  }

  /** What waits for one that is written elsewhere and was closed there: in steps of some hundreds, between which others write. */
  async buryWritten(burial: Burial): Promise<void> {
    for (;;) {
      const count = await this.#database.write((trx) => buryDeliveries(trx, this.#database.kind, burial));
      if (count === 0) return;
      this.#buried({ ...burial, count });
    }
  }

  /** The receiver itself told what these fields are now. One that is written elsewhere is left as it is, and one that has been sent elsewhere meanwhile. */
  storeConfig(sent: Pick<Trigger, 'id' | 'channel' | 'config'>, fields: Readonly<Record<string, string>>) {
    return this.#change<void>(async (trx) => {
      const row = await findRow(trx, sent.id);
      if (!row || leadsElsewhere(toTrigger(row), sent)) return;
      const config = JSON.stringify({ ...sent.config.reveal(), ...fields });
      await trx.updateTable('event_triggers').set({ config }).where('event_triggers.id', '=', row.id).execute();
    });
  }

  #open(trx: Transaction<Tables>, opened: Opened): Promise<Buried> {
    return beginAfresh(trx, this.#database.kind, opened);
  }

  /** The first of what waits ends now: whoever sends ends the rest step by step. */
  async #close(trx: Transaction<Tables>, burial: Burial): Promise<Buried> {
    return { ...burial, count: await buryDeliveries(trx, this.#database.kind, burial) };
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
