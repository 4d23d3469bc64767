import { expect, test } from 'vitest';
import { ManualClock } from '../../../../test/support/manual-clock.ts';
import type { JsonAnswer } from '../engine/engine-client.ts';
import { fault } from '../engine/faults/engine-fault.ts';
import { Silence } from './silence.ts';

const { signal } = new AbortController();
const LOST: JsonAnswer = { ok: false, fault: fault('timeout', 'It gave no answer.') };

/** An engine that was heard just now and answers this from now on. */
function heard(answer: JsonAnswer) {
  const clock = new ManualClock();
  const asked: string[] = [];
  const getJson = async (path: string): Promise<JsonAnswer> => {
    asked.push(path);
    return answer;
  };
  const silence = new Silence({ client: { getJson }, clock });
  silence.broken();
  return { clock, asked, silence };
}

test('an engine that was heard within twenty seconds is asked nothing', async () => {
  const { clock, asked, silence } = heard(LOST);
  await clock.advance(19_999);
  expect([silence.leftMs, await silence.faultOf(signal), asked]).toEqual([1, undefined, []]);
});

test('an engine that was silent for twenty seconds is asked, and one that does not answer is at fault', async () => {
  const { clock, asked, silence } = heard(LOST);
  await clock.advance(20_000);
  expect(await silence.faultOf(signal)).toMatchObject({ kind: 'timeout' });
  expect([silence.leftMs, asked]).toEqual([20_000, ['/_ping']]);
});

test.each([
  { what: 'what was asked for', answer: { ok: true, body: 'OK' } },
  { what: 'that nobody may ask it that', answer: { ok: false, fault: { ...fault('refused', 'No.'), status: 403 } } },
  { what: 'something that is no JSON', answer: { ok: false, fault: fault('protocol', 'OK') } },
] as const)('an engine that answers $what is there, and is left alone for as long again', async ({ answer }) => {
  const { clock, silence } = heard(answer);
  await clock.advance(25_000);
  expect(await silence.faultOf(signal)).toBeUndefined();
  expect(silence.leftMs).toBe(20_000);
});
