// Why a rule cannot be saved beside those that are there. Asked within a transaction that is alone with the rules, so that the answer holds.
import type { Transaction } from 'kysely';
import { fieldRefusal } from '../../core/changes/field-refusal.ts';
import { TocsinError } from '../../core/errors.ts';
import { ID_FORM } from '../../core/id.ts';
import type { RuleDefinition } from '../../core/rules/rule.ts';
import { MOST_STORED_RULES } from '../../core/rules/rule-limits.ts';
import { nameSpaceOf } from '../../core/rules/rule-scope.ts';
import { NO_ROW, rowId } from '../row-id.ts';
import type { Tables } from '../tables.ts';

type Reader = Pick<Transaction<Tables>, 'selectFrom'>;

/** @param self the row that the rule has already; `NO_ROW` for a new one. */
export async function refuseTakenPlace(trx: Reader, rule: RuleDefinition, self: number): Promise<void> {
  const { name, scope } = rule;
  const neighbours = trx
    .selectFrom('log_scan_rules')
    .select('log_scan_rules.id')
    .where('log_scan_rules.workload_id', '=', nameSpaceOf(scope))
    .where('log_scan_rules.id', '!=', self);
  const where = scope.kind === 'global' ? 'among the global rules' : 'in this workload';
  if (await neighbours.where('log_scan_rules.name', '=', name).executeTakeFirst())
    throw fieldRefusal('conflict', 'name', `A rule with the name "${name}" exists already ${where}.`);
  if (scope.kind !== 'override') return;
  if (await neighbours.where('log_scan_rules.overrides_rule_id', '=', scope.overriddenId).executeTakeFirst())
    throw fieldRefusal(
      'conflict',
      'overrides_rule_id',
      'This workload overrides that rule already: change the override that is there.',
    );
  await refuseWrongTarget(trx, scope.overriddenId, self);
}

/** One that is written elsewhere is whoever's business knows it. */
async function refuseWrongTarget(trx: Reader, overriddenId: string, self: number): Promise<void> {
  if (!ID_FORM.test(overriddenId)) return;
  const target = await trx
    .selectFrom('log_scan_rules')
    .select('log_scan_rules.workload_id')
    .where('log_scan_rules.id', '=', rowId(overriddenId))
    .where('log_scan_rules.id', '!=', self)
    .executeTakeFirst();
  if (target === undefined || target.workload_id !== '')
    throw fieldRefusal(
      'refused',
      'overrides_rule_id',
      'Only a global rule can be overridden, and there is none with this id.',
    );
}

/** A global rule that becomes another one would leave its overrides without anything to override. */
export async function refuseLosingOverrides(trx: Reader, rule: RuleDefinition, self: number): Promise<void> {
  if (rule.scope.kind === 'global' || self === NO_ROW) return;
  const override = await trx
    .selectFrom('log_scan_rules')
    .select('log_scan_rules.id')
    .where('log_scan_rules.overrides_rule_id', '=', String(self))
    .executeTakeFirst();
  if (override)
    throw fieldRefusal(
      'refused',
      'workload_id',
      'This rule is overridden in some workload: delete its overrides first.',
    );
}

export async function refuseTooMany(trx: Reader): Promise<void> {
  const { rules } = await trx
    .selectFrom('log_scan_rules')
    .select((is) => is.fn.countAll<number>().as('rules'))
    .executeTakeFirstOrThrow();
  if (rules >= MOST_STORED_RULES)
    throw new TocsinError(
      'refused',
      `There are ${rules} rules already, which is as many as can be: delete some first.`,
    );
}
