import { expect, test } from 'vitest';
import { foundHits } from '../../../test/support/found-hits.ts';
import { type CompiledRule, compileRule } from '../compile-rule.ts';
import { Matcher } from '../matcher.ts';
import { createRuleSet } from '../rule-set.ts';

function rule(pattern: string): CompiledRule {
  const result = compileRule({ pattern });
  if (!result.ok) throw new Error(result.fault.message);
  return result.rule;
}

// Lines as short as their windows lie side by side in what the kernel looks at in one step.
test.each([
  ['abcdefghijk', 'wasm'],
  ['abcdefghijk', 'twin'],
  ['abcdefg', 'wasm'],
  ['abcdefg', 'twin'],
] as const)(
  'thousands of rules that all hit every line %s fill the list of candidates and lose none, in %s',
  (line, kernel) => {
    const [rules, lines] = [8000, 25];
    const matcher = new Matcher({ rules: createRuleSet(new Array<CompiledRule>(rules).fill(rule(line))), kernel });
    matcher.learn(Buffer.from('THE QUICK BROWN FOX 1 2 3 4 5 6 7 8 9 0\n'.repeat(4000)));
    const text = Buffer.from(`${line}\n`.repeat(lines));
    matcher.reserve(text.length).set(text);
    expect(foundHits(matcher, { length: text.length }).length).toBe(rules * lines);
    expect(matcher.plan?.strided.length).toBe(rules);
  },
);
