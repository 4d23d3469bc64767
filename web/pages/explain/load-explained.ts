import type { OfSeveral } from '../../api/rule-calls.ts';
import type { EffectiveRules, Explanation, Question, RuleTrial } from '../../api/shapes.ts';
import type { Api } from '../../api/tocsin-api.ts';
import { asKnown } from '../../live/as-known.ts';
import { inOrder, type Step } from './step-words.ts';

export interface ExplainedStep {
  readonly step: Step;
  /** Undefined where the rule was changed just now. */
  readonly rule: EffectiveRules['rules'][number] | undefined;
  /** What its patterns saw and found; undefined where that was not asked for, or cannot be told. */
  readonly trial: RuleTrial | undefined;
}

export interface Explained {
  readonly line: string;
  /** How many lines it would be in the log of the workload; null where nothing of it is there. */
  readonly lines: number | null;
  /** Whether it was given as the object that its message stands in; null where lines stand in none. */
  readonly hasObject: boolean | null;
  readonly steps: readonly ExplainedStep[];
  /** Those that are not asked there. */
  readonly leftOut: EffectiveRules['left_out'];
}

/** Each is a call of its own, one after the other; of more rules only what became of the line is told. */
const MOST_TRIALS = 20;

export async function loadExplained(api: Api, question: Question): Promise<Explained> {
  const [answer, effective] = await Promise.all([
    api.explain(question),
    api.effectiveRules(question.workload_id ?? ''),
  ]);
  let line = question.line.replace(/\r?\n$/, '');
  const given = { line, workload: question.workload_id };
  const rules = new Map(effective.rules.map((rule) => [rule.id, rule]));
  const steps: ExplainedStep[] = [];
  let trials = 0;
  for (const step of inOrder(answer.steps)) {
    const rule = rules.get(step.rule_id);
    const isWorthIt = rule !== undefined && isTold(step, rule.field) && trials < MOST_TRIALS;
    if (isWorthIt) trials++;
    const tried = isWorthIt ? await trialOf(api, rule, given) : undefined;
    line = tried?.lines?.[0] ?? line;
    steps.push({ step, rule, trial: tried?.results[0] });
  }
  return { line, lines: answer.lines, hasObject: answer.has_object, steps, leftOut: effective.left_out };
}

/** What matched, and of a field also what did not. */
const isTold = ({ matched, outcome }: Explanation['steps'][number], field: string | null): boolean =>
  matched || (outcome === 'no_match' && field !== null);

async function trialOf(
  api: Api,
  { pattern, exclude_pattern, field }: EffectiveRules['rules'][number],
  { line, workload }: { readonly line: string; readonly workload: string | undefined },
): Promise<OfSeveral | undefined> {
  const how = { join_lines: false, ...(workload !== undefined && { workload_id: workload }) };
  const tried = await asKnown(api.tryPatterns({ pattern, exclude_pattern, field, sample_lines: [line], ...how }));
  return 'value' in tried ? tried.value : undefined;
}
