// What each way of looking for rules costs, which src/match/wasm/costs.ts tells the planner: `npm run bench:match -- --passes`.
import { type CompiledRule, compileRule } from '../../src/match/compile-rule.ts';
import { Matcher } from '../../src/match/matcher.ts';
import { createRuleSet } from '../../src/match/rule-set.ts';
import { TextFeed } from '../../src/match/text-feed.ts';
import type { KernelForm } from '../../src/match/wasm/create-kernel.ts';
import { makeCorpus } from './corpus.ts';
import { ruleSet } from './rule-sets.ts';

const ROUNDS = 7;
const FORMS: readonly KernelForm[] = ['wasm', 'twin'];

/** No text has these; their lengths make the plan look at every eighth, fourth, … position. */
const STRIDED = ['qzxjvkwpqzxj', 'qzxjvkw', 'qzxjv'];

/** A word of two letters that is in many lines, as no window can tell it. */
const FREQUENT = '\\bin\\b';

interface Way {
  readonly name: string;
  readonly rules: readonly CompiledRule[];
}

/** Each way in turn, several times over, so that what else the machine does meets all alike; the quickest round counts. */
export function measurePasses(seed: number): void {
  const text = makeCorpus('typical', 8e6, seed);
  for (const form of FORMS) {
    const ways = waysToMeasure().map((way) => ({ ...way, matcher: matcherFor(way.rules, form), best: Infinity }));
    for (let round = 0; round < ROUNDS; round++)
      for (const way of ways) way.best = Math.min(way.best, nanoseconds(way.matcher, text));
    for (const { name, best } of ways) row(form, name, best);
    row(form, 'a candidate, its line of some 120 bytes read', candidate(form, seed));
  }
}

function waysToMeasure(): Way[] {
  const everyLine = (count: number): Way => ({
    name: `every line read for ${count} rules`,
    rules: ruleSet(count).map((pattern) => ({ ...compiled(pattern), clues: [] })),
  });
  return [
    ...STRIDED.map((pattern) => ({ name: `${pattern.length} letters looked for`, rules: [compiled(pattern)] })),
    ...[1, 10, 50, 200].map(everyLine),
    { name: '200 rules', rules: ruleSet(200).map(compiled) },
    { name: '200 rules and a frequent word of two letters', rules: [...ruleSet(200), FREQUENT].map(compiled) },
  ];
}

function compiled(pattern: string): CompiledRule {
  const result = compileRule({ pattern });
  if (!result.ok) throw new Error(`${pattern}: ${result.fault.message}`);
  return result.rule;
}

const matcherFor = (rules: readonly CompiledRule[], kernel: KernelForm): Matcher =>
  new Matcher({ rules: createRuleSet(rules), kernel });

/** Of CPU, a byte. */
function nanoseconds(matcher: Matcher, text: Uint8Array): number {
  const feed = new TextFeed(matcher);
  const before = process.cpuUsage();
  for (let at = 0; at < text.length; ) {
    const room = feed.room();
    const part = text.subarray(at, at + room.length);
    room.set(part);
    found(feed.take(part.length)?.hits);
    at += part.length;
  }
  found(feed.end()?.hits);
  const { user, system } = process.cpuUsage(before);
  return ((user + system) * 1000) / text.length;
}

/** Hits are found as they are asked for. */
function found(hits: Iterable<unknown> = []): void {
  for (const _ of hits);
}

/** Every line is shown to a rule that does not match it. A text so short that the plan is not changed for it, many times. */
function candidate(kernel: KernelForm, seed: number): number {
  const lines = makeCorpus('typical', 200_000, seed).toString('latin1').split('\n').slice(0, -1);
  const text = Buffer.from(lines.map((line) => `${line} probe_of_all\n`).join(''), 'latin1');
  const rule = { ...compiled('probe_of_all.*qzx'), clues: compiled('probe_of_all').clues };
  const matcher = matcherFor([rule], kernel);
  matcher.learn(makeCorpus('rare', 1_000_000, seed));
  let best = Infinity;
  for (let round = 0; round < 4 * ROUNDS; round++) {
    // Anew each time: what was counted before would change the plan.
    matcher.use(createRuleSet([rule]));
    matcher.reserve(text.length).set(text);
    const before = process.cpuUsage();
    found(matcher.match({ length: text.length }));
    best = Math.min(best, process.cpuUsage(before).user);
  }
  return (best * 1000) / lines.length;
}

function row(form: KernelForm, name: string, value: number): void {
  console.log(`${form.padEnd(6)}${name.padEnd(48)}${value.toFixed(2).padStart(10)} ns`);
}
