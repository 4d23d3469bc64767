import { describe, expect, test } from 'vitest';
import { LONGEST_EVENT_ID } from '../../../../http/request-facts.ts';
import { MOST_FOLLOWED } from '../../../../http/resources/watching/live-logs.ts';
import { lineIdText } from '../../../../sources/docker/live/line-id.ts';
import { Positions } from './positions.ts';

const containerId = (n: number): string => n.toString(16).padStart(12, 'a').padEnd(64, '0');

describe('how far the containers of a stream were shown', () => {
  test('is one id, by which each goes on', () => {
    const positions = new Positions(undefined);
    expect(positions.isEmpty).toBe(true);
    positions.moveTo(containerId(1), '1700000000.000000001-1-a-b');
    positions.moveTo(containerId(2), '1700000000.000000002-2-c-d-7');
    positions.moveTo(containerId(1), '1700000000.000000003-1-e-f');
    const next = new Positions(positions.text);
    expect([1, 2, 3].map((n) => next.of(containerId(n)))).toEqual([
      '1700000000.000000003-1-e-f',
      '1700000000.000000002-2-c-d-7',
      undefined,
    ]);
    expect(next.text).toBe(positions.text);
  });

  test.each(['', ',', '=', 'x', '1700000000.000000001-1-a-b', 'a=b=c', `a=${'x'.repeat(65)}`, '%$&', 'aa\nbb=1'])(
    'is nothing for %j, which no stream says',
    (text) => expect(new Positions(text).isEmpty).toBe(true),
  );

  test('is known of those alone that are still followed', () => {
    const positions = new Positions(undefined);
    for (const n of [1, 2]) positions.moveTo(containerId(n), `${n}`);
    positions.keep([containerId(2), containerId(3)]);
    expect([positions.of(containerId(1)), positions.of(containerId(2))]).toEqual([undefined, '2']);
    expect(positions.text).not.toContain(containerId(1).slice(0, 12));
  });

  test('is no longer than a request may say it again, however many are followed', () => {
    const positions = new Positions(undefined);
    const hash = { hash1: 0xffffffff, hash2: 0xffffffff };
    const line = { seconds: 99_999_999_999, nanos: 999_999_999, stream: 2, ...hash } as Parameters<
      typeof lineIdText
    >[0];
    for (let n = 0; n < MOST_FOLLOWED; n++) positions.moveTo(containerId(n), lineIdText(line, 999_999_999));
    expect(positions.text.length).toBeLessThanOrEqual(LONGEST_EVENT_ID);
  });
});
