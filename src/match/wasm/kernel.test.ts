import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryText } from '../../../test/support/arbitrary-pattern.ts';
import { compileRule } from '../compile-rule.ts';
import { Census } from '../prefilter/census.ts';
import { makePlan, type Plan } from '../prefilter/plan.ts';
import { TableWriter } from '../prefilter/tables.ts';
import { WindowChooser } from '../prefilter/window.ts';
import { WASM_COSTS } from './costs.ts';
import { createKernel } from './create-kernel.ts';
import { type Kernel, type Pass, runPass } from './kernel.ts';
import { LAST_LINES, PADDING, STATE_LINE_START, TEXT } from './layout.ts';

const PASSES: readonly Pass[] = [8, 4, 2, 1, 'short'];
const WORDS = ['a', 'b', 'ab', 'sk1', 'k', ' ', '-', '1', 'A', '_', 'é', '\n'];

/** A text, and patterns cut out of it. */
const textAndPatterns = fc
  .tuple(
    fc.array(fc.constantFrom(...WORDS), { minLength: 20, maxLength: 200 }),
    fc.array(fc.tuple(fc.nat(180), fc.integer({ min: 3, max: 14 })), { minLength: 1, maxLength: 30 }),
  )
  .map(([parts, cuts]) => {
    const text = parts.join('');
    const patterns = cuts.map(([at, length]) => text.slice(at, at + length).replaceAll('\n', ''));
    return { text: Buffer.from(text), patterns };
  });

function planOf(patterns: readonly string[], text: Uint8Array): Plan {
  const census = new Census();
  census.add(text);
  const rules = patterns.map((pattern) => {
    const result = compileRule({ pattern });
    return result.ok ? result.rule : { clues: [] };
  });
  const chooser = new WindowChooser(census);
  const short = rules.flatMap(({ clues }, rule) => {
    const choice = chooser.choose(clues, 1);
    return choice ? [{ rule, windows: choice.windows }] : [];
  });
  // Both passes are given every rule that they can look for, more than any plan would.
  return { ...makePlan(rules, chooser, WASM_COSTS), short };
}

/** All candidates that every pass finds by the tables of one plan, whether or not the plan means that pass. */
function candidates(kernel: Kernel, plan: Plan, text: Uint8Array): number[][] {
  kernel.ensureText(text.length);
  kernel.bytes.fill(10, TEXT - PADDING, TEXT);
  kernel.bytes.set(text, TEXT);
  kernel.bytes.fill(10, TEXT + text.length, TEXT + text.length + PADDING);
  new TableWriter(kernel.bytes).write(plan);
  // Once, and not before each pass: the next one begins where the line that was looked up last lies far behind.
  kernel.bytes.fill(0, STATE_LINE_START, STATE_LINE_START + 8);
  return PASSES.map((pass) => {
    kernel.bytes.fill(0, LAST_LINES, LAST_LINES + 400);
    const found: number[] = [];
    const take = (list: Uint32Array): boolean => {
      for (const value of list) found.push(value);
      return true;
    };
    runPass(kernel, pass, { from: TEXT, end: TEXT + text.length, take });
    return found;
  });
}

describe('the kernel and its twin', () => {
  const wasm = createKernel('wasm');
  const twin = createKernel('twin');

  test('find the same candidates in the same order, pass by pass', () => {
    const found = PASSES.map(() => 0);
    const property = fc.property(textAndPatterns, ({ text, patterns }) => {
      const plan = planOf(patterns, Buffer.from('unlike text'));
      const lists = candidates(wasm, plan, text);
      expect(candidates(twin, plan, text)).toEqual(lists);
      for (const [pass, list] of lists.entries()) found[pass] = (found[pass] ?? 0) + list.length;
    });
    fc.assert(property, { numRuns: 120, seed: 3 });
    expect(Math.min(...found)).toBeGreaterThan(100);
  });

  test.each(['wasm', 'twin'] as const)('lose no line when their list fills, pass by pass, in %s', (form) => {
    const [kernel, lines] = [createKernel(form), 20_000];
    // Lines so short that a stride hardly ever leaves one out: to go on one stop too far, or too early, tells.
    for (const length of [11, 12, 13, 15]) {
      const line = 'abcdefghijklmno'.slice(0, length);
      const text = Buffer.from(`${line}\n`.repeat(lines));
      const plan = planOf([line.slice(0, 11)], Buffer.from('unlike'));
      const short = { ...plan, strided: [], short: plan.strided };
      for (const [pass, found] of candidates(kernel, plan, text).entries()) {
        if (PASSES[pass] === 'short') continue;
        expect(found.length / 3, `${PASSES[pass]}`).toBe(lines);
      }
      expect(candidates(kernel, short, text)[PASSES.indexOf('short')]?.length).toBe(3 * lines);
    }
  });

  test.each(['wasm', 'twin'] as const)(
    'look for the ends of a line once, however many candidates it has, in %s',
    (form) => {
      const plan = planOf(['abcdefghijk'], Buffer.from('unlike'));
      const kernel = createKernel(form);
      const microseconds = (length: number): number => {
        const text = Buffer.from(`${'abcdefghijk '.repeat(length / 12)}\n`.repeat(2));
        const tries = [1, 2, 3].map(() => {
          const before = process.cpuUsage();
          expect(candidates(kernel, plan, text).map((found) => found.length)).toEqual([6, 6, 6, 6, 6]);
          return process.cpuUsage(before).user;
        });
        return Math.min(...tries);
      };
      expect(microseconds(240_000)).toBeLessThan(9 * Math.max(microseconds(60_000), 3000));
    },
  );

  test('agree about where lines begin and end, and how many there are', () => {
    const property = fc.property(arbitraryText, fc.nat(200), (text, offset) => {
      for (const kernel of [wasm, twin]) {
        kernel.bytes.fill(10, TEXT - PADDING, TEXT);
        kernel.bytes.set(text, TEXT);
        kernel.bytes.fill(10, TEXT + text.length, TEXT + text.length + 300);
      }
      const at = TEXT + offset;
      for (const name of ['lineStartOf', 'lineEndOf'] as const) expect(twin[name](at)).toBe(wasm[name](at));
      expect(twin.countNewlines(TEXT, at)).toBe(wasm.countNewlines(TEXT, at));
    });
    fc.assert(property, { numRuns: 300, seed: 4 });
  });

  test('keep their memory when it grows', () => {
    for (const kernel of [createKernel('wasm'), createKernel('twin')]) {
      kernel.bytes[TEXT + 5] = 42;
      kernel.ensureText(3_000_000);
      expect([kernel.bytes[TEXT + 5], kernel.bytes.length >= TEXT + 3_000_000 + PADDING]).toEqual([42, true]);
    }
  });
});
