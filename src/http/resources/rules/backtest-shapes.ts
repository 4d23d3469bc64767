// How a back-test looks in the API: what is asked, and what is answered while it goes on and at its end.
import { z } from 'zod';
import { DECISIONS } from '../../../core/flood/decision.ts';
import { pastHours } from '../past-hours.ts';
import { time, workloadId } from '../shapes.ts';
import { newRule, ruleId } from './rule-shapes.ts';

const MOST_RULES = 50;
const MOST_WORKLOADS = 100;

const { name, pattern, kind, exclude_pattern, field, severity, streams } = newRule.shape;
const { cooldown_seconds, threshold_count, threshold_window_seconds, absence_seconds } = newRule.shape;

/** A rule that is saved, by its id, or one that is not. */
const triedRule = z
  .strictObject({
    rule_id: ruleId.optional().meta({ description: 'A rule that is saved, also while it is disabled.' }),
    name: name.optional(),
    pattern: pattern.optional(),
    ...{ kind, exclude_pattern, field, severity, streams },
    ...{ cooldown_seconds, threshold_count, threshold_window_seconds, absence_seconds },
  })
  .refine((rule) => (rule.rule_id === undefined) !== (rule.pattern === undefined), 'give either rule_id or pattern')
  .refine(
    (rule) => rule.rule_id === undefined || Object.keys(rule).length === 1,
    'a rule that is named by its id is tried as it is saved: leave the other fields out',
  )
  .meta({ id: 'TriedRule' });

export const backtestQuestion = z
  .strictObject({
    rules: z
      .array(triedRule)
      .min(1, 'at least one rule')
      .max(MOST_RULES)
      .meta({ description: `Rules that share the limit of events of a container, at most ${MOST_RULES}.` }),
    workload_ids: z
      .array(workloadId)
      .min(1, 'name a workload, or leave it out')
      .max(MOST_WORKLOADS)
      .nullish()
      .meta({ description: 'Whose logs are read; every container unless said.' }),
    hours: pastHours,
  })
  .meta({ id: 'BacktestQuestion' });
export type BacktestQuestion = z.input<typeof backtestQuestion>;

const count = z.number();

const counts = z
  .object({
    hits: count,
    events: count.meta({ description: 'Hits that flood control would have let through.' }),
    suppressed: z.object({ threshold: count, cooldown: count, rate_limit: count }),
    excluded: count,
  })
  .meta({ id: 'BacktestCounts' });

/** The event `progress`. */
export const backtestProgress = z
  .object({
    share: count.meta({ description: 'From 0 to 1, as far as can be told.' }),
    lines: count,
    bytes: count,
    hits: count,
    events: count,
  })
  .meta({ id: 'BacktestProgress' });

export type BacktestProgress = z.input<typeof backtestProgress>;

export const backtestLine = z
  .object({
    rule: count.meta({ description: 'Which of the rules that were asked for, from 0 on.' }),
    container_id: z.string(),
    container_name: z.string(),
    stream: z.enum(['stdout', 'stderr']),
    at: z.string().meta({ format: 'date-time', description: 'RFC 3339, UTC, nanoseconds' }),
    text: z.string().meta({ description: 'As the pattern sees it, without escape sequences.' }),
    truncated: z.boolean(),
    decision: z.enum(DECISIONS),
    match_start: count.nullable().meta({ description: 'In UTF-16 code units; null where it cannot be told quickly.' }),
    match_end: count.nullable(),
  })
  .meta({ id: 'BacktestLine' });
export type ShownBacktestLine = z.input<typeof backtestLine>;

/** The event `result`. */
export const backtestResult = counts
  .extend({
    from: time,
    to: time,
    complete: z.boolean().meta({ description: 'False: not all of it was read, and `containers` says why.' }),
    lines_read: count,
    bytes_read: count,
    rules: z.array(counts).meta({ description: 'In the order in which they were asked for.' }),
    step_minutes: count,
    steps: z.array(z.object({ from: time, hits: count, events: count })),
    lines: z.array(backtestLine).meta({
      description: 'The newest that would have become events, and the newest that would have been held back, by time.',
    }),
    lines_left_out: count,
    containers: z
      .array(
        z.object({
          id: z.string(),
          name: z.string(),
          workload_id: z.string(),
          state: z.enum(['read', 'failed', 'cut_short', 'not_read']),
          why: z.string().nullable(),
          lines: count,
          first_line_at: time.nullable().meta({ description: 'Where what was read of its log begins.' }),
          last_line_at: time.nullable(),
        }),
      )
      .meta({ description: 'Those of which something is missing first.' }),
    containers_left_out: count.meta({ description: 'Of very many containers some are not listed.' }),
  })
  .meta({ id: 'Backtest' });
export type ShownBacktest = z.input<typeof backtestResult>;

/** The event `failed`. */
export const backtestFailed = z.object({ message: z.string() });
export type BacktestFailed = z.input<typeof backtestFailed>;
