import { expect, test } from 'vitest';
import { programOf } from '../../../test/support/programs.ts';
import { combinePrograms } from '../program/program.ts';
import { DEAD, FIRST_REPORT, GIVE_UP, reportEntry, Transitions, UNKNOWN } from './transitions.ts';

const column = (transitions: Transitions, character: string) => transitions.columns[character.charCodeAt(0)] ?? 0;

test('a transition is unknown until it is followed, and then stands in the table', () => {
  const transitions = new Transitions(programOf('ab'));
  const at = transitions.startRow + column(transitions, 'a');
  expect(transitions.table[at]).toBe(UNKNOWN);
  const next = transitions.follow(transitions.startRow, column(transitions, 'a'), 0);
  expect(next).toBeGreaterThanOrEqual(0);
  expect(transitions.table[at]).toBe(next);
});

test('a match is coded as a reporting entry that names its patterns', () => {
  const transitions = new Transitions(programOf('a'));
  const entry = transitions.follow(transitions.startRow, column(transitions, 'a'), 0);
  expect(entry).toBeLessThanOrEqual(FIRST_REPORT);
  expect([...transitions.matchedOn(reportEntry(entry))]).toEqual([0]);
  expect(reportEntry(reportEntry(48))).toBe(48);
});

test('where nothing can match any more the line is dead', () => {
  const transitions = new Transitions(programOf('^a'));
  expect(transitions.follow(transitions.startRow, column(transitions, 'b'), 0)).toBe(DEAD);
  expect(transitions.follow(transitions.startRow, transitions.endColumn, 0)).toBe(DEAD);
});

test('a full cache that served well is emptied, one that did not is given up', () => {
  const fill = (bytesBetween: number): number => {
    const transitions = new Transitions(programOf('a.{40}b'), 4000);
    let row = transitions.startRow;
    for (let steps = 0; steps < 200; steps++) {
      const next = transitions.follow(row, column(transitions, steps % 3 === 0 ? 'a' : 'x'), steps * bytesBetween);
      if (next < 0) return next;
      row = next;
    }
    return row;
  };
  expect(fill(1)).toBe(GIVE_UP);
  expect(fill(100)).toBeGreaterThanOrEqual(0);
});

test('what a cache has served counts from where it was begun, not from the first byte of all', () => {
  const transitions = new Transitions(programOf('a.{40}b'), 4000);
  let row = transitions.startRow;
  const results = Array.from({ length: 400 }, (_, step) => {
    const next = transitions.follow(row, column(transitions, (step * step) % 7 < 3 ? 'a' : 'x'), 1_000_000 + step);
    row = next < 0 ? transitions.startRow : next;
    return next;
  });
  expect(transitions.begunAt).toBeGreaterThan(1_000_000);
  expect(results).toContain(GIVE_UP);
});

test('sets of matched patterns are counted as memory of the cache', () => {
  const transitions = new Transitions(combinePrograms(Array.from({ length: 500 }, () => programOf('a'))));
  const before = transitions.cacheBytes;
  transitions.follow(transitions.startRow, column(transitions, 'a'), 0);
  expect(transitions.cacheBytes - before).toBeGreaterThan(3 * 4 * 500);
});

test('a word character before a place makes no other state where no assertion asks for it', () => {
  const transitions = new Transitions(programOf('x\\b'));
  const [word, other] = ['a', '-'].map((text) =>
    transitions.follow(transitions.startRow, column(transitions, text), 0),
  );
  expect(word).toBe(other);
});

test('in the middle of a character the threads are those before it', () => {
  const transitions = new Transitions(programOf('語'));
  const first = transitions.follow(transitions.startRow, transitions.columns[0xe8] ?? 0, 0);
  expect(transitions.threadsAt(first).unfinished).toBe(1);
  const second = transitions.follow(first, transitions.columns[0xaa] ?? 0, 1);
  expect(transitions.threadsAt(second).unfinished).toBe(2);
});
