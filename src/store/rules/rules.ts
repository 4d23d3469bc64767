// The rules that people made.
import type { Transaction } from 'kysely';
import type { AuditNote } from '../../core/account.ts';
import type { Clock } from '../../core/clock.ts';
import { TocsinError } from '../../core/errors.ts';
import type { Page, PageRequest } from '../../core/page.ts';
import type { Mute } from '../../core/rules/mute.ts';
import type { Rule, RuleDefinition } from '../../core/rules/rule.ts';
import { MOST_STORED_RULES } from '../../core/rules/rule-limits.ts';
import { insertNote } from '../accounts/audit.ts';
import type { Database } from '../door/database.ts';
import { idBelow, rowsFor, toPage } from '../keyset.ts';
import { NO_ROW, rowId } from '../row-id.ts';
import type { Tables } from '../tables.ts';
import { lastMutes } from './mutes.ts';
import { raiseRevision, readRevision } from './revision.ts';
import { refuseLosingOverrides, refuseTakenPlace, refuseTooMany } from './rule-refusals.ts';
import { type RuleRow, toRule, toRuleRow } from './rule-rows.ts';

export interface RulesWanted extends PageRequest {
  /** Only the overrides of this global rule. */
  readonly overriddenId?: string | undefined;
}

/** Changes run one after the other on both databases, so that "this name is free" is a fact. */
export class Rules {
  readonly #database: Database;
  readonly #clock: Pick<Clock, 'now'>;

  constructor(database: Database, clock: Pick<Clock, 'now'>) {
    this.#database = database;
    this.#clock = clock;
  }

  revision(): Promise<number> {
    return this.#database.read(readRevision);
  }

  /** Whatever changes while it is read has raised the revision that was read first. */
  loadRules(): Promise<{
    readonly revision: number;
    readonly rules: readonly Rule[];
    readonly mutes: readonly Mute[];
  }> {
    return this.#database.read(async (db) => {
      const revision = await readRevision(db);
      const rows = await db
        .selectFrom('log_scan_rules')
        .selectAll('log_scan_rules')
        .orderBy('log_scan_rules.id')
        .limit(MOST_STORED_RULES)
        .execute();
      return { revision, rules: rows.map(toRule), mutes: await lastMutes(db, this.#clock.now()) };
    });
  }

  async findRule(id: string): Promise<Rule | undefined> {
    const row = await this.#database.read((db) => findRow(db, id));
    return row && toRule(row);
  }

  async listRules({ limit, cursor, overriddenId }: RulesWanted): Promise<Page<Rule>> {
    const below = idBelow('rules', cursor);
    const rows = await this.#database.read((db) =>
      db
        .selectFrom('log_scan_rules')
        .selectAll('log_scan_rules')
        .where('log_scan_rules.id', '<', below)
        .$if(overriddenId !== undefined, (is) => is.where('log_scan_rules.overrides_rule_id', '=', overriddenId ?? ''))
        .orderBy('log_scan_rules.id', 'desc')
        .limit(rowsFor(limit))
        .execute(),
    );
    return toPage(rows, { list: 'rules', limit, map: toRule });
  }

  createRule(rule: RuleDefinition, at: number, note: AuditNote): Promise<Rule> {
    return this.#change(async (trx) => {
      await refuseTooMany(trx);
      await refuseTakenPlace(trx, rule, NO_ROW);
      const row = await trx
        .insertInto('log_scan_rules')
        .values({ ...toRuleRow(rule, at), created_at: at })
        .returningAll()
        .executeTakeFirstOrThrow();
      await insertNote(trx, note);
      return toRule(row);
    });
  }

  changeRule(
    id: string,
    change: { readonly at: number; readonly merge: (before: Rule) => RuleDefinition },
    note: AuditNote,
  ): Promise<Rule> {
    return this.#change(async (trx) => {
      const before = await requireRow(trx, id);
      const rule = change.merge(toRule(before));
      await refuseTakenPlace(trx, rule, before.id);
      await refuseLosingOverrides(trx, rule, before.id);
      const row = await trx
        .updateTable('log_scan_rules')
        .set(toRuleRow(rule, change.at))
        .where('log_scan_rules.id', '=', before.id)
        .returningAll()
        .executeTakeFirstOrThrow();
      await insertNote(trx, note);
      return toRule(row);
    });
  }

  deleteRule(id: string, note: AuditNote): Promise<readonly Rule[]> {
    return this.#change(async (trx) => {
      const rule = await requireRow(trx, id);
      const overrides = await trx
        .deleteFrom('log_scan_rules')
        .where('log_scan_rules.overrides_rule_id', '=', String(rule.id))
        .returningAll()
        .execute();
      await trx.deleteFrom('log_scan_rules').where('log_scan_rules.id', '=', rule.id).execute();
      await insertNote(trx, note);
      for (const { name } of overrides) await insertNote(trx, { ...note, subject: name });
      return [rule, ...overrides].map(toRule);
    });
  }

  #change<T>(work: (trx: Transaction<Tables>) => Promise<T>): Promise<T> {
    return this.#database.write(async (trx) => {
      await this.#database.alone(trx, 'rules');
      const result = await work(trx);
      await raiseRevision(trx);
      return result;
    });
  }
}

function findRow(db: Pick<Transaction<Tables>, 'selectFrom'>, id: string): Promise<RuleRow | undefined> {
  return db
    .selectFrom('log_scan_rules')
    .selectAll('log_scan_rules')
    .where('log_scan_rules.id', '=', rowId(id))
    .executeTakeFirst();
}

async function requireRow(trx: Transaction<Tables>, id: string): Promise<RuleRow> {
  const row = await findRow(trx, id);
  if (!row) throw new TocsinError('not_found', `There is no rule with the id ${id}.`);
  return row;
}
