// Which rule is looked for in which way: the decision that makes the scanner fast, taken anew when the text changes its nature.
import type { PassCosts, Stride } from '../wasm/costs.ts';
import { BUCKET_NS, BUCKET_WINDOW_NS, CANDIDATE_NS, LARGEST_STRIDE, STOP_NS } from '../wasm/costs.ts';
import { BUCKETS } from '../wasm/nibbles.ts';
import type { Census } from './census.ts';
import type { Clue } from './clue.ts';
import { inBuckets, nibbleMasks, stopRate } from './fingerprints.ts';
import { stridedStopRate } from './strided-stops.ts';
import type { Choice, PlannedRule, WindowChooser } from './window.ts';

export interface Plan {
  readonly stride: Stride;
  readonly strided: readonly PlannedRule[];
  /** Rules whose windows are too short for the stride: a pass of its own looks for their fingerprints at every position. */
  readonly short: readonly PlannedRule[];
  /** Rules without a rare window: an automaton reads every line for them. */
  readonly always: readonly number[];
  /** Candidates expected a byte of text, over all rules. */
  readonly rate: number;
}

/** What a rule must save by it to be looked for by a short window although it has a longer one. */
const SHORT_RULE_NS = 0.02;

/** More than these are never worth a fingerprint; it bounds the time of planning, too. */
const MAX_SHORT_WINDOWS = 96;

/**
 * So few windows may be left to the short pass alone, which then serves all rules, where one of them needs it anyway. The nibbles of more mix so much that it
 * would stop all the time in text of another kind than the sample.
 */
const FEW_WINDOWS = 24;

/** A rule that would be a candidate at more than every 250th byte is cheaper read by the automaton that reads every line. */
const MAX_RATE = 1 / 250;

export interface RuleToPlan {
  readonly clues: readonly Clue[];
  /** It is not looked for at all. */
  readonly isIdle?: boolean;
}

/** Decides for each rule, given its clues, by what the census says of the text. */
export function makePlan(rules: readonly RuleToPlan[], chooser: WindowChooser, costs: PassCosts): Plan {
  const shorts = rules.map(({ clues }) => rareEnough(chooser.choose(clues, 1)));
  const none: readonly undefined[] = rules.map(() => undefined);
  let best: Division | undefined;
  if (windowCount(shorts) <= FEW_WINDOWS)
    best = withStops(divide({ rules, stride: LARGEST_STRIDE, strided: none, shorts, costs }), chooser.census);
  for (const stride of [8, 4, 2, 1] as const) {
    // Smaller strides only cost more: when the pass alone is dearer than what was found, the rest need not be tried.
    if (best && best.cost <= costs.strided[stride]) break;
    const strided = rules.map(({ clues }) => rareEnough(chooser.choose(clues, stride)));
    // The short pass helps every rule a little; whether it pays for itself shows only when it is left out.
    for (const short of [shorts, none]) {
      const division = divide({ rules, stride, strided, shorts: short, costs });
      if (best && division.cost >= best.cost) continue;
      const whole = withStops(division, chooser.census);
      if (best === undefined || whole.cost < best.cost) best = whole;
    }
  }
  return best?.plan ?? EMPTY_PLAN;
}

const EMPTY_PLAN: Plan = { stride: LARGEST_STRIDE, strided: [], short: [], always: [], rate: 0 };

const windowCount = (choices: readonly (Choice | undefined)[]): number =>
  choices.reduce((sum, choice) => sum + (choice?.windows.length ?? 0), 0);

interface Division {
  readonly plan: Plan;
  readonly cost: number;
}

interface Ways {
  readonly rules: readonly RuleToPlan[];
  readonly stride: Stride;
  readonly strided: readonly (Choice | undefined)[];
  readonly shorts: readonly (Choice | undefined)[];
  readonly costs: PassCosts;
}

/** Every rule goes to the strided pass when it can and need not stop it often, else to the short one, else to neither. The stops of the passes are not in the cost yet. */
function divide({ rules, stride, strided, shorts, costs }: Ways): Division {
  const plan = { stride, strided: [] as PlannedRule[], short: [] as PlannedRule[], always: [] as number[], rate: 0 };
  let shortWindows = 0;
  for (const [rule, long] of strided.entries()) {
    if (rules[rule]?.isIdle) continue;
    const short = shorts[rule];
    const hasRoom = short !== undefined && shortWindows + short.windows.length <= MAX_SHORT_WINDOWS;
    const isShort = hasRoom && short.cost + SHORT_RULE_NS < (long?.cost ?? Number.POSITIVE_INFINITY);
    const chosen = isShort ? short : long;
    if (chosen === undefined) {
      plan.always.push(rule);
      continue;
    }
    (isShort ? plan.short : plan.strided).push({ rule, windows: chosen.windows });
    if (isShort) shortWindows += chosen.windows.length;
    plan.rate += chosen.rate;
  }
  return { plan, cost: plan.rate * CANDIDATE_NS + passCost(plan, costs) };
}

/** What its passes cost over text that never stops them. */
function passCost(
  { stride, strided, short, always }: Plan,
  { strided: byStride, short: ofShort, everyLine }: PassCosts,
): number {
  return (
    (strided.length > 0 ? byStride[stride] : 0) +
    (short.length > 0 ? ofShort : 0) +
    (always.length > 0 ? everyLine.first + (always.length - 1) * everyLine.more : 0)
  );
}

const withStops = ({ plan, cost }: Division, census: Census): Division => ({
  plan,
  cost: cost + stopCost(plan, census),
});

/** What both passes lose by stopping. */
function stopCost({ stride, strided, short }: Plan, census: Census): number {
  const fingerprints = inBuckets(short);
  const bucketNs = BUCKET_NS + (BUCKET_WINDOW_NS * fingerprints.length) / BUCKETS;
  return (
    (strided.length > 0 ? stridedStopRate(strided, stride, census) * STOP_NS : 0) +
    (short.length > 0 ? stopRate(nibbleMasks(fingerprints), census.excerpts) * bucketNs : 0)
  );
}

const rareEnough = (choice: Choice | undefined): Choice | undefined =>
  choice !== undefined && choice.rate <= MAX_RATE ? choice : undefined;
