// How rules look in the API.
import { z } from 'zod';
import { rawRuleOf } from '../../../core/rules/raw-rule.ts';
import { RULE_KINDS, RULE_ORIGINS, RULE_STREAMS, type Rule } from '../../../core/rules/rule.ts';
import { RULE_ID_FORM } from '../../../core/rules/rule-id.ts';
import {
  MOST_COOLDOWN_SECONDS,
  MOST_FIELD_CHARACTERS,
  MOST_NAME_CHARACTERS,
  MOST_THRESHOLD_COUNT,
  MOST_THRESHOLD_WINDOW_SECONDS,
} from '../../../core/rules/rule-limits.ts';
import type { RuleFault } from '../../../rules/book/rule-fault.ts';
import { givenName, isoOrNull, severity, time, workloadId } from '../shapes.ts';
import type { HitFigures, RuleResources } from './rule-resources.ts';

export const ruleId = z
  .string()
  .regex(RULE_ID_FORM, 'an id of a rule is a whole number, or yaml- or label- with 16 digits')
  .meta({ description: 'A number; `yaml-…` and `label-…` for rules that are written elsewhere.' });

/** A pattern that is longer than a rule may have is told so by its compiler, with the place. */
const pattern = z.string().max(65_536);
const seconds = (most: number, least = 0) => z.int().min(least).max(most);

/** Every field that can be left out may be null as well, which is its default. */
const optional = {
  kind: z.enum(RULE_KINDS).nullish().meta({ description: '`absence` is refused: such rules come later.' }),
  exclude_pattern: pattern.nullish().meta({ description: 'A line that this matches as well is no hit.' }),
  field: z.string().max(MOST_FIELD_CHARACTERS).nullish().meta({
    description:
      'The patterns are matched against the value of this field of a line of JSON or logfmt; `err.message` is one in an object. Null: against whole lines.',
  }),
  severity: severity.nullish().meta({ description: 'warn unless said.' }),
  streams: z.enum(RULE_STREAMS).nullish().meta({ description: 'both unless said.' }),
  cooldown_seconds: seconds(MOST_COOLDOWN_SECONDS).nullish().meta({ description: '300 unless said.' }),
  threshold_count: seconds(MOST_THRESHOLD_COUNT, 1).nullish().meta({
    description: 'So many hits within `threshold_window_seconds` make one that counts.',
  }),
  threshold_window_seconds: seconds(MOST_THRESHOLD_WINDOW_SECONDS, 1).nullish(),
  absence_seconds: seconds(MOST_COOLDOWN_SECONDS, 1).nullish(),
  workload_id: workloadId
    .nullish()
    .meta({ description: 'The workload to which the rule belongs; null: it is global.' }),
  overrides_rule_id: ruleId.nullish().meta({
    description:
      'The global rule in whose place it stands in its workload; a disabled override switches that rule off there.',
  }),
  enabled: z.boolean().nullish().meta({ description: 'true unless said.' }),
};

const name = givenName(MOST_NAME_CHARACTERS, 'a rule needs a name');

export const newRule = z.strictObject({ name, pattern, ...optional }).meta({ id: 'NewRule' });

export const rulePatch = z
  .strictObject({ name: name.optional(), pattern: pattern.optional(), ...optional })
  .refine((change) => Object.keys(change).length > 0, 'name what is to change')
  .meta({ id: 'RulePatch' });

const compileError = z
  .object({
    field: z.enum(['pattern', 'exclude_pattern', 'name', 'field']).nullable().meta({
      description:
        '`name`: another rule has it. `field`: rules look at too many different ones. Null where no field is at fault.',
    }),
    message: z.string(),
    position: z.number().nullable().meta({ description: 'In UTF-16 code units of that pattern.' }),
  })
  .meta({ id: 'CompileError' });

export const ruleShape = z
  .object({
    id: ruleId,
    name: z.string(),
    kind: z.enum(RULE_KINDS),
    pattern: z.string(),
    exclude_pattern: z.string().nullable(),
    field: z.string().nullable(),
    severity,
    streams: z.enum(RULE_STREAMS),
    cooldown_seconds: z.number(),
    threshold_count: z.number().nullable(),
    threshold_window_seconds: z.number().nullable(),
    absence_seconds: z.number().nullable(),
    workload_id: z.string().nullable(),
    overrides_rule_id: z.string().nullable(),
    enabled: z.boolean(),
    origin: z.enum(RULE_ORIGINS).meta({ description: 'Only rules of the API can be changed here.' }),
    compile_error: compileError.nullable().meta({ description: 'Why the rule is not in force as it is written.' }),
    hits_24h: z.number().meta({ description: 'Within a day; hours count as whole ones.' }),
    last_hit_at: time.nullable(),
    created_at: time.nullable().meta({ description: 'Null for rules that are written elsewhere.' }),
    updated_at: time.nullable(),
  })
  .meta({ id: 'Rule' });
export type ShownRule = z.input<typeof ruleShape>;

/** Rules with what is known of them now. */
export async function shownRules(
  rules: readonly Rule[],
  { book, hits }: Pick<RuleResources, 'book' | 'hits'>,
): Promise<ShownRule[]> {
  const known = await hits.hitsOf(rules.map(({ id }) => id));
  return rules.map((rule) => shownRule(rule, faultOf(rule, book.faults), known.get(rule.id)));
}

function shownRule(rule: Rule, fault: RuleFault | undefined, hits: HitFigures | undefined): ShownRule {
  // All of its fields are there: whatever is not said has its default.
  const written = rawRuleOf(rule) as Pick<ShownRule, keyof ReturnType<typeof rawRuleOf>>;
  return {
    ...written,
    id: rule.id,
    origin: rule.origin,
    compile_error: fault ? shownFault(fault) : null,
    hits_24h: hits?.hits24h ?? 0,
    last_hit_at: isoOrNull(hits?.lastHitAt ?? null),
    created_at: isoOrNull(rule.createdAt),
    updated_at: isoOrNull(rule.updatedAt),
  };
}

const faultOf = ({ id }: Rule, faults: readonly RuleFault[]): RuleFault | undefined =>
  faults.find(({ ruleId: of }) => of === id);

const shownFault = ({ field, message, position }: RuleFault): z.input<typeof compileError> => ({
  field: field ?? null,
  message,
  position: position ?? null,
});
