import { describe, expect, test } from 'vitest';
import { type LoudReader, ReadTurns } from './read-turns.ts';

describe('sockets that bring much', () => {
  test('are read at most eight in a turn, and each comes to its turn before any comes to a second', () => {
    const { readers, turn } = loud(20);
    const order = [turn(), turn(), turn(), turn(), turn()].flat();
    expect(order.slice(0, 20).toSorted((a, b) => a - b)).toEqual(readers.map((_, n) => n));
    expect(order.slice(20, 40).toSorted((a, b) => a - b)).toEqual(readers.map((_, n) => n));
    expect(loud(20).turn()).toHaveLength(8);
  });

  test('are read no more in a turn whose five milliseconds are over, and those for whom it was too short come first in the next', () => {
    const { turn } = loud(6);
    expect([turn(2), turn(2), turn(2)]).toEqual([
      [0, 1, 2],
      [3, 4, 5],
      [0, 1, 2],
    ]);
    expect([turn(7), turn(7)]).toEqual([[3], [4]]);
  });

  test('keep nobody waiting when they fall silent', () => {
    const { turn, silent, isFree } = loud(20);
    for (let n = 0; n < 8; n++) silent.add(n);
    expect(turn()).toEqual([]);
    expect(turn()).toEqual([8, 9, 10, 11, 12, 13, 14, 15]);
    expect(turn()).toEqual([16, 17, 18, 19, 8, 9, 10, 11]);
    expect([0, 7].map(isFree)).toEqual([true, true]);
  });

  test('are forgotten when they leave', () => {
    const { turn, turns, readers } = loud(3);
    const [first] = readers;
    if (first) turns.leave(first);
    expect(turn()).toEqual([1, 2]);
  });

  test('cost nothing when there are none', () => {
    const { turns, scheduled } = row();
    expect(scheduled).toEqual([]);
    turns.hadMuch({ go() {}, hold() {} }, 1);
    expect(scheduled).toHaveLength(1);
    scheduled.shift()?.();
    scheduled.shift()?.();
    expect(scheduled).toEqual([]);
  });
});

function row() {
  const scheduled: (() => void)[] = [];
  return { turns: new ReadTurns((then) => void scheduled.push(then)), scheduled };
}

/** So many readers, all of whom have just had much. `turn` reads whoever may read, each for so many milliseconds, and says who it was. */
function loud(count: number) {
  const { turns, scheduled } = row();
  const reading = new Set<number>();
  const silent = new Set<number>();
  const readers = Array.from(
    { length: count },
    (_, n): LoudReader => ({ go: () => void reading.add(n), hold: () => void reading.delete(n) }),
  );
  for (const reader of readers) turns.hadMuch(reader, 0);
  const turn = (ms = 0): number[] => {
    for (const then of scheduled.splice(0)) then();
    const read: number[] = [];
    for (let n = next(); n !== undefined; n = next()) {
      reading.delete(n);
      read.push(n);
      const reader = readers[n];
      if (reader) turns.hadMuch(reader, ms);
    }
    return read;
  };
  const next = (): number | undefined => [...reading].find((n) => !silent.has(n));
  return { turns, readers, turn, silent, isFree: (n: number) => reading.has(n) };
}
