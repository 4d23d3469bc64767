// Where in the kept lines of a back-test each rule matched, found in the thread that tries rules.
import type { KeptLine } from '../../rules/backtest/kept-lines.ts';
import type { TriedRule } from '../../rules/backtest/tried-rules.ts';
import type { RuleTrials } from '../../rules/trial/rule-trials.ts';
import type { LineTrial } from '../../rules/trial/try-rule.ts';

/** Rules whose patterns take too long on these lines mark none. */
export async function markLines(
  lines: readonly KeptLine[],
  rules: readonly TriedRule[],
  trials: Pick<RuleTrials, 'run'>,
): Promise<ReadonlyMap<KeptLine, LineTrial>> {
  const marks = new Map<KeptLine, LineTrial>();
  for (const [rule, own] of Map.groupBy(lines, (line) => line.rule)) {
    const { definition } = rules[rule] ?? {};
    if (definition === undefined) continue;
    const tried = await trials.run({ pattern: definition.pattern }, textsOf(own)).catch(() => []);
    for (const [at, line] of own.entries()) {
      const mark = tried[at];
      if (mark) marks.set(line, mark);
    }
  }
  return marks;
}

/** A `\n` can stand in none of them; a line that could not be told from two others would shift all marks behind it. */
const textsOf = (lines: readonly KeptLine[]): readonly string[] => lines.map(({ text }) => text.replaceAll('\n', ' '));
