import { expect, test } from 'vitest';
import { Rerun } from './rerun.ts';

/** Work that lasts until it is let go. */
function heldWork() {
  const running: (() => void)[] = [];
  let [most, now] = [0, 0];
  const rerun = new Rerun(async () => {
    most = Math.max(most, ++now);
    await new Promise<void>((resolve) => running.push(resolve));
    now--;
  });
  return { rerun, running, most: () => most };
}

const turns = () => new Promise((resolve) => setImmediate(resolve));

test('whoever asks while the work runs is served by a run that begins later, and all of them by the same', async () => {
  const { rerun, running, most } = heldWork();
  const done: string[] = [];
  void rerun.ask().then(() => done.push('first'));
  await turns();
  void rerun.ask().then(() => done.push('second'));
  void rerun.ask().then(() => done.push('third'));
  await turns();
  expect(running.length).toBe(1);
  running[0]?.();
  await turns();
  expect([done, running.length]).toEqual([['first'], 2]);
  running[1]?.();
  await turns();
  expect([done, running.length, most()]).toEqual([['first', 'second', 'third'], 2, 1]);
});

test('asking again after the end runs again, also from whatever the end has woken', async () => {
  const { rerun, running, most } = heldWork();
  const again = rerun.ask().then(() => rerun.ask());
  await turns();
  running[0]?.();
  await turns();
  expect(running.length).toBe(2);
  running[1]?.();
  await again;
  expect(most()).toBe(1);
});
