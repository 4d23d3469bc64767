import { expect, test } from 'vitest';
import { Sealed } from '../../../core/deliveries/sealed.ts';
import type { ChannelConfig } from '../../../core/deliveries/trigger.ts';
import { channelDoor } from './channel-door.ts';

const door = channelDoor({ tools: () => undefined, linkOf: () => undefined });

test('every destination is asked by four at once, and messages of chats are worth nothing after six hours', () => {
  const manners = door.names.map((name) => [name, door.mannersOf(name)] as const);
  expect(new Set(manners.map(([, { limits }]) => limits.concurrency))).toEqual(new Set([4]));
  const lasting = manners.filter(([, { expiresMs }]) => expiresMs === undefined).map(([name]) => name);
  expect(lasting.toSorted()).toEqual(['email', 'webhook']);
  const hours = manners.flatMap(([, { expiresMs }]) => (expiresMs === undefined ? [] : [expiresMs / 3_600_000]));
  expect(new Set(hours)).toEqual(new Set([6]));
});

/** What each service takes of one sender, in messages a second, and at once, as far as it says so. */
const TAKEN = { slack: [1, 10], discord: [0.5, 5], telegram: [1 / 3, 20], ntfy: [0.2, 60], teams: [4, 4] } as const;

test.each(Object.entries(TAKEN))('%s is asked no more often than it takes', (name, [perSecond, atOnce]) => {
  const { limits } = door.mannersOf(name);
  expect(limits.perSecond).toBeLessThanOrEqual(perSecond);
  expect(limits.burst).toBeLessThanOrEqual(atOnce);
});

test('what a configuration means is found out once, for each channel', () => {
  let reads = 0;
  class Watched extends Sealed<ChannelConfig> {
    override reveal(): ChannelConfig {
      reads += 1;
      return super.reveal();
    }
  }
  const config = new Watched({ url: 'https://hooks.example/' });
  const of = (channel: string) => door.destinationOf({ channel, config });
  expect([of('webhook'), of('webhook'), reads]).toEqual([of('webhook'), of('webhook'), 1]);
  expect([of('email'), of('nothing')]).toEqual(['email:unusable', 'nothing:unusable']);
});

test('before the server knows where it listens nothing is sent, nor saved, and what is written is looked at all the same', async () => {
  const target = { channel: 'webhook', config: new Sealed({ url: 'https://hooks.example/' }) };
  expect(door.writtenFaultsOf(target)).toEqual([]);
  expect(await door.faultsOf(target)).toMatchObject([{ message: 'The server has not started yet.' }]);
  const bad = { channel: 'webhook', config: new Sealed({ url: 'ftp://x' }) };
  expect(door.writtenFaultsOf(bad)).toMatchObject([{ path: 'url' }]);
  const event = {
    id: '1',
    source: 'ci',
    severity: 'info',
    message: 'x',
    metadata: {},
    workloadId: null,
    ruleId: null,
  } as const;
  const message = { id: 'msg_1', isTest: false, at: 0, trigger: { id: '1', name: 'a' } };
  const stored = { ...event, heldBack: 0, lastSeen: null, createdAt: 0 };
  const sent = await door.send(target, { ...message, event: stored }, new AbortController().signal);
  expect(sent.verdict).toMatchObject({ outcome: 'retry', reason: 'stopped' });
});
