import { expect, test } from 'vitest';
import { Backlog } from './backlog.ts';
import { Uncommitted } from './uncommitted.ts';

const BOUNDS = { mostEffects: 10, mostBytes: 1_000 } as const;

function given() {
  const backlog = new Backlog(BOUNDS);
  const changes: boolean[] = [];
  const end = backlog.onChange(() => changes.push(backlog.isFull));
  return { backlog, changes, end };
}

test('a backlog is full at either bound, until half of both is free', () => {
  const { backlog, changes } = given();
  backlog.add(9, 999);
  expect(backlog.isFull).toBe(false);
  backlog.add(1, 0);
  expect(backlog.isFull).toBe(true);
  backlog.add(-5, -400);
  expect(backlog.isFull).toBe(true);
  backlog.add(-1, -98);
  expect(backlog.isFull).toBe(true);
  backlog.add(0, -2);
  expect(backlog.isFull).toBe(false);
  backlog.add(0, 501);
  expect(changes).toEqual([true, false, true]);
});

test('a listener hears of it until it has enough', () => {
  const { backlog, changes, end } = given();
  backlog.add(10, 0);
  end();
  backlog.add(-10, 0);
  expect(changes).toEqual([true]);
});

test('what is not committed weighs from its arrival until it is committed or dropped, taken or not', () => {
  const { backlog } = given();
  const uncommitted = new Uncommitted<string>({
    backlog,
    bounds: { mostEffects: 3, mostBytes: 500 },
    sizeOf: (effect) => effect.length,
  });
  uncommitted.addEffects(['ab', 'cde']);
  uncommitted.addLines(4, 40, 1);
  expect([backlog.effects, backlog.bytes, uncommitted.isFull]).toEqual([2, 5, false]);
  expect(uncommitted.take()).toEqual({ effects: ['ab', 'cde'], gaps: [], lines: 4, bytes: 40, lateLines: 1 });
  uncommitted.addGap({ reason: 'rotated', from: undefined, to: undefined });
  expect([backlog.effects, backlog.bytes, uncommitted.isFull]).toEqual([3, 105, true]);
  uncommitted.committed();
  expect([backlog.effects, backlog.bytes, uncommitted.isFull]).toEqual([1, 100, false]);
  uncommitted.drop();
  expect([backlog.effects, backlog.bytes]).toEqual([0, 0]);
  expect(uncommitted.take()).toEqual({ effects: [], gaps: [], lines: 0, bytes: 0, lateLines: 0 });
});

test('one origin has too much by bytes alone, and one effect may be more than that', () => {
  const { backlog } = given();
  const bounds = { mostEffects: 3, mostBytes: 4 };
  const uncommitted = new Uncommitted<string>({ backlog, bounds, sizeOf: (effect) => effect.length });
  uncommitted.addEffects(['abcde']);
  expect(uncommitted.isFull).toBe(true);
});
