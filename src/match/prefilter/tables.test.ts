import { describe, expect, test } from 'vitest';
import { compileRule } from '../compile-rule.ts';
import { createKernel } from '../wasm/create-kernel.ts';
import {
  BUCKET_HEADS,
  CHAIN_HEADS,
  ENTRIES,
  ENTRY_NEXT,
  ENTRY_RULE,
  ENTRY_SIZE,
  HASH_BITS,
  MAX_ENTRIES,
  NO_ENTRY,
  PROBE_TABLE,
} from '../wasm/layout.ts';
import { Census } from './census.ts';
import { makePlan, type Plan } from './plan.ts';
import { TableWriter } from './tables.ts';
import { WindowChooser } from './window.ts';

function planOf(patterns: readonly string[]): Plan {
  const census = new Census();
  census.add(Buffer.from('THE QUICK BROWN FOX 1 2 3 4 5 6 7 8 9 0\n'.repeat(2000)));
  const rules = patterns.map((pattern) => {
    const result = compileRule({ pattern });
    if (!result.ok) throw new Error(result.fault.message);
    return result.rule;
  });
  return makePlan(rules, new WindowChooser(census), createKernel('wasm').costs);
}

/** The rules whose entries can be reached from the heads. */
function reachable(memory: Uint8Array): Set<number> {
  const view = new DataView(memory.buffer);
  const rules = new Set<number>();
  const heads = [
    ...Array.from({ length: 1 << HASH_BITS }, (_, hash) =>
      memory[PROBE_TABLE + hash] ? CHAIN_HEADS + 2 * hash : 0,
    ).filter((at) => at > 0),
    ...Array.from({ length: 8 }, (_, bucket) => BUCKET_HEADS + 2 * bucket),
  ];
  for (const head of heads) {
    for (let index = view.getUint16(head, true); index !== NO_ENTRY; ) {
      const entry = ENTRIES + ENTRY_SIZE * index;
      rules.add(view.getUint16(entry + ENTRY_RULE, true));
      index = view.getUint16(entry + ENTRY_NEXT, true);
    }
  }
  return rules;
}

/** Each has some two thousand grams. */
const wide = Array.from({ length: 60 }, (_, i) => `[m-p]{${11 + (i % 3)}}.*x${i}`);

describe('the tables', () => {
  test('hold every rule of a plan that fits', () => {
    const { bytes } = createKernel('twin');
    const plan = planOf([...wide.slice(0, 10), 'connection refused', 'nmap']);
    expect(new TableWriter(bytes).write(plan)).toEqual([]);
    expect(reachable(bytes).size).toBe(12);
  });

  test('leave out the rules with most grams when there are too many, hand them back, and hold all others', () => {
    const { bytes } = createKernel('twin');
    const plan = planOf([...wide, 'connection refused']);
    const leftOut = new TableWriter(bytes).write(plan);
    expect(leftOut.length).toBeGreaterThan(10);
    expect(leftOut).not.toContain(60);
    const held = reachable(bytes);
    expect([...held, ...leftOut].sort((a, b) => a - b)).toEqual(Array.from({ length: 61 }, (_, i) => i));
  });

  test('forget the plan that stood there before', () => {
    const { bytes } = createKernel('twin');
    const writer = new TableWriter(bytes);
    writer.write(planOf([...wide.slice(0, 20), 'nmap']));
    expect(writer.write(planOf(['connection refused']))).toEqual([]);
    expect([...reachable(bytes)]).toEqual([0]);
    expect(
      bytes.subarray(PROBE_TABLE, PROBE_TABLE + (1 << HASH_BITS)).filter((flags) => flags !== 0).length,
    ).toBeLessThan(20);
    expect(MAX_ENTRIES).toBe(NO_ENTRY);
  });
});
