import { expect, test } from 'vitest';
import { storedTrigger } from '../../../test/support/delivery-samples.ts';
import type { ErrorDetail } from '../../core/errors.ts';
import type { Channels } from '../sending.ts';
import { type ClosedTarget, TargetCheck } from './target-check.ts';

const DENIED: readonly ErrorDetail[] = [{ path: '', message: 'Nothing is ever sent there.' }];

/** A trigger whose channel has its name, by which the question about its target is known. */
const leadingTo = (name: string, enabled = true) => storedTrigger(name, { channel: name, name, enabled });

function given() {
  const asked = new Map<string, PromiseWithResolvers<readonly ErrorDetail[]>>();
  const told: ClosedTarget[] = [];
  const faultsOf: Channels['faultsOf'] = ({ channel }) => {
    const answer = Promise.withResolvers<readonly ErrorDetail[]>();
    asked.set(channel, answer);
    return answer.promise;
  };
  const occurrences = { targetClosed: (closed: ClosedTarget) => void told.push(closed) };
  return { check: new TargetCheck({ channels: { faultsOf }, occurrences }), asked, told };
}

test('of the triggers of a file those are told that lead to where nothing may be sent, but for disabled ones', async () => {
  const { check, asked, told } = given();
  const looked = check.look([leadingTo('a'), leadingTo('b'), leadingTo('c', false), leadingTo('d')]);
  expect([...asked.keys()]).toEqual(['a', 'b', 'd']);
  asked.get('a')?.resolve([]);
  asked.get('b')?.resolve(DENIED);
  asked.get('d')?.reject(new Error('no'));
  await looked;
  const closed = [{ triggerId: 'b', name: 'b', message: 'Nothing is ever sent there.' }];
  expect([check.closed, told]).toEqual([closed, closed]);
});

test('a look at triggers that are others by now tells nothing any more, however late it ends', async () => {
  const { check, asked, told } = given();
  const before = check.look([leadingTo('old')]);
  const now = check.look([leadingTo('new')]);
  asked.get('new')?.resolve(DENIED);
  await now;
  asked.get('old')?.resolve(DENIED);
  await before;
  expect([check.closed, told].map((all) => all.map(({ name }) => name))).toEqual([['new'], ['new']]);
});
