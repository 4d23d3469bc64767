import { expect, test } from 'vitest';
import { KeptStatements } from './kept-statements.ts';

const given = (keeping = { isOn: true }) => new KeptStatements(keeping);

test('a statement is kept under its name for ten seconds, then under another, and the first is let go', () => {
  const kept = given();
  expect(kept.nameOf('a', 0)).toEqual({ name: 'tocsin_1', isKept: false, closes: undefined });
  expect(kept.nameOf('b', 1)).toMatchObject({ name: 'tocsin_2', isKept: false });
  expect(kept.nameOf('a', 9_999)).toEqual({ name: 'tocsin_1', isKept: true, closes: undefined });
  expect(kept.nameOf('a', 10_000)).toEqual({ name: 'tocsin_3', isKept: false, closes: 'tocsin_1' });
  expect(kept.nameOf('a', 19_999)).toMatchObject({ name: 'tocsin_3', isKept: true });
});

test('of more than two hundred the one that was named first is let go', () => {
  const kept = given();
  for (let n = 1; n <= 200; n++) kept.nameOf(`statement ${n}`, 0);
  expect(kept.nameOf('one more', 1)).toEqual({ name: 'tocsin_201', isKept: false, closes: 'tocsin_1' });
  expect(kept.nameOf('another', 1)).toMatchObject({ closes: 'tocsin_2' });
  expect(kept.nameOf('statement 3', 1)).toMatchObject({ name: 'tocsin_3', isKept: true });
});

test('none is kept any more once keeping is off', () => {
  const keeping = { isOn: true };
  const kept = given(keeping);
  kept.nameOf('a', 0);
  keeping.isOn = false;
  expect(kept.nameOf('a', 1)).toEqual({ name: '', isKept: false, closes: undefined });
});
