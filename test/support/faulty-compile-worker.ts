// The thread that compiles rules, with the faults that a test asks for by the pattern: it hangs, ends, throws or eats memory; other patterns it compiles.
import { parentPort } from 'node:worker_threads';
import { compileRule, type RulePatterns } from '../../src/match/compile-rule.ts';

const FAULTS: Readonly<Record<string, () => void>> = {
  hang: () => {
    for (;;);
  },
  end: () => process.exit(3),
  throw: () => {
    throw new Error('a fault in the thread');
  },
  'eat memory': () => {
    for (const kept: string[][] = []; ; ) kept.push(new Array(1_000_000).fill('x'));
  },
};

parentPort?.on('message', (patterns: RulePatterns) => {
  FAULTS[patterns.pattern]?.();
  parentPort?.postMessage(compileRule(patterns));
});
