// What the matcher finds in a text: the hits of all rules, and in how many lines.
import { compileRule } from '../../src/match/compile-rule.ts';
import { Matcher } from '../../src/match/matcher.ts';
import { createRuleSet } from '../../src/match/rule-set.ts';
import { TextFeed } from '../../src/match/text-feed.ts';
import type { KernelForm } from '../../src/match/wasm/create-kernel.ts';

export function matcherOf(patterns: readonly string[], kernel?: KernelForm): Matcher {
  const rules = patterns.map((pattern) => {
    const result = compileRule({ pattern });
    if (!result.ok) throw new Error(`${pattern}: ${result.fault.message}`);
    return result.rule;
  });
  return new Matcher({ rules: createRuleSet(rules), ...(kernel && { kernel }) });
}

export const hitsIn = (patterns: readonly string[], text: Buffer) => readAll(matcherOf(patterns), text);

export function readAll(matcher: Matcher, text: Buffer): { hits: number; lines: number } {
  const feed = new TextFeed(matcher);
  let [hits, lines] = [0, 0];
  const count = (fed: ReturnType<TextFeed['end']>): void => {
    for (const found of fed?.hits ?? []) {
      let last = -1;
      for (let i = 0; i < found.count; i++) {
        if (found.starts[i] !== last) lines++;
        last = found.starts[i] ?? -1;
        hits++;
      }
    }
  };
  for (let at = 0; at < text.length; ) {
    const copied = text.copy(feed.room(), 0, at);
    at += copied;
    count(feed.take(copied));
  }
  count(feed.end());
  return { hits, lines };
}
