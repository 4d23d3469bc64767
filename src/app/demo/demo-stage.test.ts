import { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { DemoStage } from './demo-stage.ts';

const MINUTE_MS = 60_000;

function given() {
  const clock = new ManualClock();
  const told: string[] = [];
  const stage = new DemoStage({
    clock,
    async start() {
      told.push('begun');
      return { handle: () => told.push('asked'), stop: async (reason) => void told.push(reason) };
    },
  });
  /** A request; gives what ends it. */
  const ask = (): (() => void) => {
    // Nothing but its end is looked at.
    const response = new EventEmitter() as unknown as ServerResponse;
    stage.handler?.({} as IncomingMessage, response);
    return () => void response.emit('close');
  };
  return { clock, told, stage, ask };
}

test('a demo is begun once however many ask for it, and ended once', async () => {
  const { stage, told } = given();
  expect([stage.isShown, stage.handler]).toEqual([false, undefined]);
  await Promise.all([stage.begin(), stage.begin()]);
  expect([stage.isShown, told]).toEqual([true, ['begun']]);
  await Promise.all([stage.end(), stage.end()]);
  expect([stage.isShown, stage.handler, told]).toEqual([false, undefined, ['begun', 'somebody has ended it']]);
  await stage.begin();
  expect(told.at(-1)).toBe('begun');
});

test('a demo ends when nobody has looked at it for a quarter of an hour, and not while somebody does', async () => {
  const { stage, told, ask, clock } = given();
  await stage.begin();
  await clock.advance(10 * MINUTE_MS);
  const leave = ask();
  await clock.advance(60 * MINUTE_MS);
  expect(told).toEqual(['begun', 'asked']);
  leave();
  await clock.advance(14 * MINUTE_MS);
  expect(stage.isShown).toBe(true);
  await clock.advance(2 * MINUTE_MS);
  expect([stage.isShown, told.at(-1)]).toEqual([false, 'nobody looks at it']);
});

test('one that cannot be begun is not shown, and can be tried again', async () => {
  const clock = new ManualClock();
  let tries = 0;
  const start = async () => {
    tries += 1;
    if (tries === 1) throw new Error('no memory');
    return { handle: () => {}, stop: async () => {} };
  };
  const stage = new DemoStage({ clock, start });
  await expect(stage.begin()).rejects.toThrow('no memory');
  expect(stage.isShown).toBe(false);
  await stage.begin();
  expect(stage.isShown).toBe(true);
});
