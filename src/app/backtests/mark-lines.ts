// Where in the kept lines of a back-test each rule matched, found in the thread that tries rules.
import type { Clock } from '../../core/clock.ts';
import { within } from '../../core/within.ts';
import type { KeptLine } from '../../rules/backtest/kept-lines.ts';
import type { TriedRule } from '../../rules/backtest/tried-rules.ts';
import type { RuleTrials } from '../../rules/trial/rule-trials.ts';
import type { LineTrial } from '../../rules/trial/try-rule.ts';

/** Somebody waits for the result, and has waited long already. */
const MOST_MS = 5_000;

export interface MarkingParts {
  readonly trials: Pick<RuleTrials, 'runCompiled'>;
  readonly clock: Pick<Clock, 'monotonic' | 'sleep'>;
  /** Ends it early. */
  readonly signal: AbortSignal;
}

/** Rules whose patterns take too long on these lines mark none; nor do those for which no time is left. */
export async function markLines(
  lines: readonly KeptLine[],
  rules: readonly TriedRule[],
  { trials, clock, signal }: MarkingParts,
): Promise<ReadonlyMap<KeptLine, LineTrial>> {
  const marks = new Map<KeptLine, LineTrial>();
  const endsAt = clock.monotonic() + MOST_MS;
  for (const [rule, own] of Map.groupBy(lines, (line) => line.rule)) {
    const { compiled, definition } = rules[rule] ?? {};
    const ms = endsAt - clock.monotonic();
    // Where the value of a field lies in its line nobody is told.
    if (compiled === undefined || definition?.field != null || ms <= 0 || signal.aborted) continue;
    const trial = trials
      .runCompiled(
        { rule: compiled },
        own.map(({ text }) => text),
      )
      .catch(() => []);
    const tried = (await within(trial, { clock, ms, signal })) ?? [];
    for (const [at, line] of own.entries()) {
      const mark = tried[at];
      if (mark) marks.set(line, mark);
    }
  }
  return marks;
}
