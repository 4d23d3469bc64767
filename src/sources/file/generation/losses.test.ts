import { describe, expect, test } from 'vitest';
import { Cursor } from './cursor.ts';
import { Lives } from './lives.ts';
import { type Behind, LossFinder } from './losses.ts';
import { Turnover } from './turnover.ts';

const CAME = { isTarget: false, isReplaced: false, isWritten: false } as const;
const SECOND = 1_000_000_000n;

function given({ hears = true, destroys = false } = {}) {
  const turnover = new Turnover(() => hears);
  const lives = new Lives('/log', turnover);
  const cursor = Cursor.begin({ file: '1:2:3', cuts: 0, first: Buffer.from('x'), changed: 0n });
  lives.begins(cursor, turnover.now);
  const finder = new LossFinder(lives, destroys);
  const behind = async (is: Partial<Behind> = {}): Promise<readonly number[]> => {
    const usual = {
      stands: [],
      until: turnover.now,
      next: `1:9:${10n * SECOND}`,
      isWhole: false,
      left: async () => undefined,
    };
    return [...(await finder.behind(cursor, { ...usual, ...is })).before];
  };
  return { turnover, finder, behind };
}

/** One goes, and another comes that is written to; `unseen`: it was gone when one looked. */
function turn(turnover: Turnover, moves = false, comes: 'written' | 'empty' | 'unseen' = 'written'): void {
  turnover.turned(CAME);
  if (moves) turnover.moved();
  turnover.turned({ ...CAME, isWritten: comes === 'unseen' });
  if (comes === 'written') turnover.written();
}

describe('what was destroyed behind a generation', () => {
  test('is nothing where one came behind it', async () => {
    const { turnover, behind } = given();
    turn(turnover);
    expect(await behind()).toEqual([]);
  });

  test('is missing where it was, among those that are left', async () => {
    const { turnover, behind } = given();
    turn(turnover, true);
    turn(turnover, true);
    turn(turnover);
    turn(turnover, true);
    expect(await behind({ stands: [true, true], isWhole: true })).toEqual([1]);
  });

  test('is nothing where all that came behind it were renamed, and stand beside it', async () => {
    const { turnover, behind } = given();
    for (let n = 0; n < 3; n++) turn(turnover, true);
    expect(await behind({ stands: [true, true], isWhole: true })).toEqual([]);
    expect(await behind({ stands: [true, true, true], isWhole: true })).toEqual([]);
  });

  test('may be missing anywhere where fewer stand beside it than were renamed', async () => {
    const { turnover, behind } = given();
    for (let n = 0; n < 3; n++) turn(turnover, true);
    expect(await behind({ stands: [true], isWhole: true })).toEqual([0, 1]);
  });

  test('is nothing of an empty one that was renamed, whether it stands beside it or not, or that was destroyed', async () => {
    for (const isMoved of [true, false]) {
      const { turnover, behind } = given();
      turn(turnover, true, 'empty');
      turn(turnover, isMoved);
      turn(turnover, true);
      expect(await behind({ stands: [true], isWhole: true })).toEqual([]);
      if (isMoved) expect(await behind({ stands: [false, true], isWhole: true })).toEqual([]);
    }
  });

  test('is nothing where one that was gone when it was told of stands there empty', async () => {
    const { turnover, behind } = given();
    turn(turnover, true, 'unseen');
    turn(turnover, true);
    turn(turnover, true);
    expect(await behind({ stands: [false, true], isWhole: true })).toEqual([]);
    expect(await behind({ stands: [true], isWhole: true })).toEqual([0, 1]);
  });

  test('is missing where it was among those that are left and empty ones', async () => {
    const { turnover, behind } = given();
    turn(turnover, true, 'empty');
    turn(turnover, true);
    turn(turnover, true);
    turn(turnover);
    turn(turnover, true);
    expect(await behind({ stands: [false, true, true], isWhole: true })).toEqual([1]);
  });

  test('may be missing anywhere where there are copies as well', async () => {
    const { turnover, behind } = given();
    turn(turnover);
    turn(turnover);
    expect(await behind({ stands: [true] })).toEqual([0, 1]);
  });

  test('may be so where nobody listened, unless the next one was made at once', async () => {
    const { behind } = given({ hears: false });
    const left = (ctimeNs: bigint, nlink = 0n) => ({ left: async () => ({ nlink, ctimeNs }) });
    expect(await behind(left(10n * SECOND - 1_000n))).toEqual([]);
    expect(await behind(left(8n * SECOND))).toEqual([0]);
    expect(await behind({ ...left(10n * SECOND), next: '1:9:0' })).toEqual([0]);
    expect(await behind(left(8n * SECOND, 1n))).toEqual([]);
    // What was unpacked of it is open, and has no name anywhere.
    expect(await behind({ ...left(8n * SECOND), isWhole: true })).toEqual([]);
  });

  test('may be so between any two where nobody listened and it was done before', async () => {
    const { behind } = given({ hears: false, destroys: true });
    expect(await behind({ stands: [true, true], isWhole: true })).toEqual([0, 1, 2]);
  });

  test('is remembered as something that is done', async () => {
    const { turnover, finder, behind } = given();
    turn(turnover, true);
    await behind({ isWhole: true });
    expect(finder.destroys).toBe(false);
    turn(turnover);
    await behind();
    expect(finder.destroys).toBe(true);
  });
});
