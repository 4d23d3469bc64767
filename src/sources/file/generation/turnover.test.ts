import { describe, expect, test } from 'vitest';
import { Turnover } from './turnover.ts';

const CAME = { isTarget: false, isReplaced: false, isWritten: false } as const;

/** What has become of those that came behind the first: `moved`, `gone`. */
const behindFirst = (turnover: Turnover): string[] =>
  turnover
    .between({ serial: 0, missed: 0, isHeard: true, isThere: true })
    .lives.filter(({ isEmpty }) => !isEmpty)
    .map(({ isMoved }) => (isMoved ? 'moved' : 'gone'));

/** One that was there went, and another came. */
function turn(turnover: Turnover, { writes = true, moves = false } = {}): void {
  turnover.turned(CAME);
  if (moves) turnover.moved();
  turnover.turned(CAME);
  if (writes) turnover.written();
}

describe('what is told of a path', () => {
  test('makes one that was deleted and made anew once no loss of what came behind it', () => {
    const turnover = new Turnover(() => true);
    turn(turnover);
    expect([behindFirst(turnover), turnover.now.serial]).toEqual([[], 1]);
  });

  test('shows each in the middle that was written to, and what has become of it', () => {
    const turnover = new Turnover(() => true);
    turn(turnover);
    turn(turnover, { writes: false });
    turn(turnover);
    turn(turnover, { moves: true });
    expect(behindFirst(turnover)).toEqual(['gone', 'moved']);
  });

  test('knows of one that is put in the place of another in one step', () => {
    const turnover = new Turnover(() => true);
    turnover.turned({ ...CAME, isReplaced: true });
    turnover.turned({ ...CAME, isReplaced: true });
    expect(behindFirst(turnover)).toEqual(['gone']);
  });

  test('counts a link that is led elsewhere once, also where what it led to went before', () => {
    const turnover = new Turnover(() => true);
    turnover.turned({ ...CAME, isTarget: true });
    turnover.turned({ ...CAME, isWritten: true });
    turnover.turned({ ...CAME, isWritten: true });
    expect([behindFirst(turnover), turnover.now.serial]).toEqual([[], 1]);
  });

  test('that was nothing for a file that is there makes it one that has come', () => {
    const turnover = new Turnover(() => true);
    turnover.turned(CAME);
    expect(turnover.isThereAt(turnover.now).serial).toBe(1);
  });

  test('to have gone while one looked at it makes it no other that has come', () => {
    const turnover = new Turnover(() => true);
    const life = turnover.now;
    turnover.turned(CAME);
    expect(turnover.isThereAt(life).serial).toBe(0);
    turnover.turned(CAME);
    expect([behindFirst(turnover), turnover.now]).toMatchObject([[], { serial: 1, isThere: true }]);
  });

  test('is not certain where something was missed, or nobody listens', () => {
    let hears = true;
    const turnover = new Turnover(() => hears);
    const life = turnover.now;
    expect(turnover.between(life).isCertain).toBe(true);
    turnover.missed();
    expect(turnover.between(life).isCertain).toBe(false);
    const next = turnover.now;
    hears = false;
    expect(turnover.between(next).isCertain).toBe(false);
  });

  test('is not certain where a link was led elsewhere, and elsewhere again before that was told', () => {
    const turnover = new Turnover(() => true);
    const leads = (leadsTo: string): void => turnover.turned({ ...CAME, isReplaced: true, leadsTo });
    leads('/one');
    leads('/two');
    const life = turnover.now;
    expect(turnover.between(life).isCertain).toBe(true);
    leads('/two');
    expect(turnover.between(life).isCertain).toBe(false);
  });

  test('is not certain where a link was deleted and made anew before that was told', () => {
    const turnover = new Turnover(() => true);
    const comes = (leadsTo: string): void => {
      turnover.turned({ ...CAME, leadsTo });
      turnover.turned({ ...CAME, leadsTo });
    };
    comes('/one');
    const life = turnover.now;
    comes('/two');
    expect(turnover.between(life).isCertain).toBe(true);
    comes('/two');
    expect(turnover.between(life).isCertain).toBe(false);
  });

  test('is forgotten beyond a bound, and then nothing is certain', () => {
    const turnover = new Turnover(() => true);
    const life = turnover.now;
    for (let n = 0; n < 1_100; n++) turn(turnover);
    expect(turnover.between(life)).toMatchObject({ isCertain: false, lives: { length: 1_000 } });
  });
});
