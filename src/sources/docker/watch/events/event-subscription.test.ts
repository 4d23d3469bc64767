import { describe, expect, test } from 'vitest';
import { parseStampText, stampText } from '../../../../core/lines/stamp.ts';
import type { BodySink, EngineClient } from '../../engine/engine-client.ts';
import { EventSubscription } from './event-subscription.ts';

const stamp = (text = '') => parseStampText(text);
const NOW = { seconds: 1_790_000_000, nanos: 500_000_000 };
const id = 'a1'.repeat(32);

/** An engine of which only the stream of events is there. */
function given(last?: string, until?: string) {
  const told: string[] = [];
  const asked: { path: string; sink: BodySink | undefined; closed: boolean } = {
    path: '',
    sink: undefined,
    closed: false,
  };
  const client: Pick<EngineClient, 'stream'> = {
    stream: (path, sink) => {
      Object.assign(asked, { path, sink });
      const close = (): void => {
        asked.closed = true;
      };
      return { pause: () => {}, resume: () => {}, close };
    },
  };
  const subscription = new EventSubscription(
    client,
    { last: stamp(last), watchedUntil: stamp(until), now: NOW },
    {
      event: ({ action, at }) => told.push(`${action} ${stampText(at)}`),
      unreadable: () => told.push('unreadable'),
      changed: () => told.push(subscription.state.is),
    },
  );
  const say = (text: string) => asked.sink?.data(Buffer.from(text), 0, Buffer.byteLength(text));
  return { told, asked, subscription, say };
}

const event = (timeNano: string, action = 'start'): string =>
  `{"Type":"container","Action":"${action}","Actor":{"ID":"${id}"},"timeNano":${timeNano}}\n`;

describe('a stream of events', () => {
  test('is asked for from now on, about containers alone', () => {
    const { asked } = given();
    const query = new URLSearchParams(asked.path.replace(/^\/events\?/, ''));
    expect(Object.fromEntries(query)).toEqual({ since: '1790000000.500000000', filters: '{"type":["container"]}' });
  });

  test('is asked for again from a second before the last event', () => {
    expect(given('1790000123.000000001', '1790000125.000000001').asked.path).toContain('since=1790000122.000000001&');
  });

  test('is asked for from a second before the time last watched when no event was ever heard', () => {
    expect(given(undefined, '1790000125.000000001').asked.path).toContain('since=1790000124.000000001&');
  });

  test('tells the events, the latest time, and what cannot be read', () => {
    const { told, asked, subscription, say } = given();
    asked.sink?.opened({});
    say(event('1790000001000000002', 'create') + event('1790000001000000001'));
    say('{"Type":"network"}\n');
    say('x\n');
    expect(told).toEqual(['open', 'created 1790000001.000000002', 'started 1790000001.000000001', 'unreadable']);
    expect(subscription.last).toEqual(stamp('1790000001.000000002'));
  });

  test('has no gap when the last event comes again', () => {
    const { subscription, say } = given('1790000001.000000002');
    say(event('1790000001000000001'));
    expect(subscription.isGapless).toBe(false);
    say(event('1790000001000000002'));
    expect(subscription.isGapless).toBe(true);
    say(event('1790000001000000003'));
    expect(subscription.isGapless).toBe(true);
  });

  test('is over when it ends or breaks, with the half of an event that only a proper end makes whole', () => {
    const cut = { kind: 'cut', words: 'cut' } as const;
    const [ended, broken] = [given(), given()];
    for (const { say } of [ended, broken]) say(event('1790000001000000001').trimEnd());
    ended.asked.sink?.ended({ complete: true });
    broken.asked.sink?.ended({ complete: false, fault: cut });
    expect(ended.told).toEqual(['started 1790000001.000000001', 'over']);
    expect(broken.told).toEqual(['over']);
    expect([ended, broken].map(({ subscription }) => subscription.state)).toEqual([
      { is: 'over', fault: undefined },
      { is: 'over', fault: cut },
    ]);
  });

  test.each([403, 404, 501, 500])('is refused when the answer is %i', (status) => {
    const { asked, subscription } = given();
    const fault = { kind: 'refused', status, words: 'no' } as const;
    asked.sink?.ended({ complete: false, fault });
    expect(subscription.state).toEqual({ is: 'refused', fault });
  });

  test('is left with the engine when it is closed', () => {
    const { asked, subscription } = given();
    subscription.close();
    expect(asked.closed).toBe(true);
  });
});
