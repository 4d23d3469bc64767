import { describe, expect, test } from 'vitest';
import { compileRule } from '../compile-rule.ts';
import { createKernel } from '../wasm/create-kernel.ts';
import { Census } from './census.ts';
import type { Clue } from './clue.ts';
import { makePlan, type Plan } from './plan.ts';
import { type Window, WindowChooser } from './window.ts';

const { costs } = createKernel('wasm');

function clues(pattern: string): { clues: readonly Clue[] } {
  const result = compileRule({ pattern });
  return { clues: result.ok ? result.rule.clues : [] };
}

function chooserFor(text: string): WindowChooser {
  const census = new Census();
  census.add(Buffer.from(text));
  return new WindowChooser(census);
}

const planFor = (patterns: readonly string[], text: string): Plan =>
  makePlan(patterns.map(clues), chooserFor(text), costs);

/** The grams that are looked up. */
const spelled = ({ row, probes }: Window): string[] => {
  const text = row.map((set) => (set.length === 1 ? String.fromCharCode(set[0] ?? 0) : '?')).join('');
  return probes.map((at) => text.slice(at, at + 4));
};

const CALM = 'GET /index.html HTTP/1.1 200 connection kept alive\n'.repeat(400);

describe('a plan', () => {
  test('probes every eighth position when all rules have long text', () => {
    const plan = planFor(['connection refused by peer', 'Out of memory: Killed'], CALM);
    expect([plan.stride, plan.strided.length, plan.short.length, plan.always]).toEqual([8, 2, 0, []]);
  });

  test('looks for the rarest part of a text, in the text at hand', () => {
    const [rule] = planFor(['connection refused'], CALM).strided;
    for (const gram of rule?.windows.flatMap(spelled) ?? ['']) expect(CALM).not.toContain(gram);
    const [other] = planFor(['connection refused'], 'request refused\n'.repeat(400)).strided;
    for (const gram of other?.windows.flatMap(spelled) ?? ['']) expect(' refused').not.toContain(gram);
  });

  test('gives the few short texts among many long ones a pass of their own', () => {
    const long = Array.from({ length: 40 }, (_, i) => `worker process ${i}${i}${i} exited on signal`);
    const plan = planFor([...long, 'EOF$', 'nmap'], CALM);
    expect([plan.strided.length, plan.short.map(({ rule }) => rule)]).toEqual([40, [40, 41]]);
    expect(plan.stride).toBeGreaterThan(2);
  });

  test('needs no pass for the long texts when they are few and one is made for a short text anyway', () => {
    const long = ['connection refused by peer', 'Out of memory: Killed', 'worker process \\d+ exited on signal'];
    const plan = planFor([...long, 'EOF$'], CALM);
    expect([plan.strided.length, plan.short.length, plan.always]).toEqual([0, 4, []]);
  });

  test('leaves rules without a usable text, or with one that is everywhere, to the automaton of every line', () => {
    const plan = planFor(['a.*b', '\\d+', 'HTTP/1', 'deadlock detected'], CALM);
    expect(plan.always).toEqual([0, 1, 2]);
  });

  test('has every line read for the rules that need it, and takes no others along because the text is read anyway', () => {
    const long = Array.from({ length: 20 }, (_, i) => `worker process ${i}${i}${i} exited on signal`);
    const short = Array.from({ length: 20 }, (_, i) => `fail${i + 10}x`);
    const plan = planFor([...long, ...short, 'a.*b'], CALM);
    expect(plan.always).toEqual([40]);
    expect(plan.strided.length + plan.short.length).toBe(40);
  });

  test('needs a window of every alternative', () => {
    const plan = planFor(['deadlock detected|x', 'deadlock detected|timed out waiting'], CALM);
    expect(plan.always).toEqual([0]);
    expect(plan.strided[0]?.windows.length).toBe(2);
  });

  test('is made anew for one changed rule in a fraction of the time', () => {
    const chooser = chooserFor(CALM);
    const rules = Array.from({ length: 200 }, (_, i) =>
      clues(`(?i)service-${i} (?:failed|lost) its lease after \\d+ tries`),
    );
    const before = process.cpuUsage();
    makePlan(rules, chooser, costs);
    const first = process.cpuUsage(before).user;
    const again = process.cpuUsage();
    makePlan(rules.with(7, clues('something else entirely')), chooser, costs);
    expect(process.cpuUsage(again).user).toBeLessThan(first / 2);
  });

  test('costs little more for rules that are rich in letters of several spellings than for others', () => {
    const microseconds = (words: readonly string[]): number => {
      const rules = Array.from({ length: 100 }, (_, i) => {
        const word = (k: number): string => words[(i * 7 + k * 3) % words.length] ?? '';
        return clues(`(?i)${word(1)} ${word(2)} ${word(3)} (?:${word(4)}|${word(5)}|${word(6)})${i} ${word(7)}`);
      });
      const tries = [1, 2, 3].map(() => {
        const chooser = chooserFor(CALM);
        const before = process.cpuUsage();
        makePlan(rules, chooser, costs);
        return process.cpuUsage(before).user;
      });
      return Math.min(...tries);
    };
    const rich = microseconds(['kiss', 'sketch', 'risks', 'task', 'disks', 'mask', 'desks', 'kicks', 'socks', 'skunk']);
    const plain = microseconds([
      'moon',
      'bottle',
      'river',
      'door',
      'window',
      'lamp',
      'table',
      'paper',
      'cloud',
      'tiger',
    ]);
    expect(rich).toBeLessThan(8 * plain);
  });
});
