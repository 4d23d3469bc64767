// Which rule is looked for in which way: the decision that makes the scanner fast, taken anew when the text changes its nature.
import type { Census } from './census.ts';
import type { Clue } from './clue.ts';
import { type Choice, SHORT, STRIDE_4, STRIDE_8, type Window, WindowChooser } from './window.ts';

export interface PlannedRule {
  readonly rule: number;
  readonly windows: readonly Window[];
}

export interface Plan {
  /** Distance of the positions that the strided pass probes, 4 or 8. */
  readonly stride: 4 | 8;
  readonly strided: readonly PlannedRule[];
  /** Rules whose windows are too short to be met by every fourth position. */
  readonly short: readonly PlannedRule[];
  /** Rules without a rare window: an automaton reads every line for them. */
  readonly always: readonly number[];
  /** Candidates expected a byte of text, over all rules. */
  readonly rate: number;
}

/** Measured, ns a byte of text: what a pass costs when nothing stops it. */
const STRIDE_8_NS = 0.1;
const STRIDE_4_NS = 0.2;
const SHORT_NS = 0.22;

/** Each window of the short pass makes it stop more often; beyond this many it stops all the time. */
const SHORT_WINDOW_NS = 0.004;
const MAX_SHORT_WINDOWS = 64;

/** A rule that would be a candidate at more than every 250th byte is cheaper read by the automaton that reads every line. */
const MAX_RATE = 1 / 250;

/** Decides for each rule, given its clues, by what the census says of the text. */
export function makePlan(rules: readonly { readonly clues: readonly Clue[] }[], census: Census): Plan {
  const chooser = new WindowChooser(census);
  const choices = rules.map(({ clues }) => ({
    8: chooser.choose(clues, STRIDE_8),
    4: chooser.choose(clues, STRIDE_4),
    short: chooser.choose(clues, SHORT),
  }));
  const by8 = divide(
    choices.map((choice) => ({ strided: choice[8], short: choice.short })),
    8,
  );
  const by4 = divide(
    choices.map((choice) => ({ strided: choice[4], short: choice.short })),
    4,
  );
  return by8.cost < by4.cost ? by8.plan : by4.plan;
}

interface WaysToFind {
  readonly strided: Choice | undefined;
  readonly short: Choice | undefined;
}

/** Every rule goes to the strided pass when it can, else to the short one, else to neither. */
function divide(rules: readonly WaysToFind[], stride: 4 | 8): { readonly plan: Plan; readonly cost: number } {
  const strided: PlannedRule[] = [];
  const short: PlannedRule[] = [];
  const always: number[] = [];
  let [cost, rate, shortWindows] = [stride === 8 ? STRIDE_8_NS : STRIDE_4_NS, 0, 0];
  for (const [rule, ways] of rules.entries()) {
    const choice = rareEnough(ways.strided) ?? rareEnough(ways.short);
    const fits = choice && (choice === ways.strided || shortWindows + choice.windows.length <= MAX_SHORT_WINDOWS);
    if (!fits) {
      always.push(rule);
      continue;
    }
    (choice === ways.strided ? strided : short).push({ rule, windows: choice.windows });
    if (choice === ways.short) shortWindows += choice.windows.length;
    cost += choice.cost;
    rate += choice.rate;
  }
  if (short.length > 0) cost += SHORT_NS + shortWindows * SHORT_WINDOW_NS;
  cost += always.length > 0 ? ALWAYS_NS : 0;
  return { plan: { stride, strided, short, always, rate }, cost };
}

const ALWAYS_NS = 2;

const rareEnough = (choice: Choice | undefined): Choice | undefined =>
  choice !== undefined && choice.rate <= MAX_RATE ? choice : undefined;
