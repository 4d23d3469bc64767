import { describe, expect, test } from 'vitest';
import { capturesIn, othersIn, textIn, whereOf } from './event-facts.ts';

describe('what an event says of itself', () => {
  test('names the workload, else the container, else who sent it', () => {
    const metadata = { workload_name: 'shop/web', container_name: 'shop-web-1' };
    expect(whereOf({ source: 'logscan', metadata })).toBe('shop/web');
    expect(whereOf({ source: 'logscan', metadata: { ...metadata, workload_name: '' } })).toBe('shop-web-1');
    expect(whereOf({ source: 'backup', metadata: { workload_name: 7 } })).toBe('backup');
  });

  test('has captures as texts, whatever came in their place', () => {
    expect(capturesIn({ captures: { ip: '10.0.0.1', code: 7 } })).toEqual([
      ['ip', '10.0.0.1'],
      ['code', '7'],
    ]);
    for (const captures of [undefined, null, 'x', 5]) expect(capturesIn({ captures })).toEqual([]);
  });

  test('has what else was sent along, as it was written', () => {
    expect(othersIn({ rule_name: 'known', host: 'nas', attempt: 3, note: 'late', deep: { a: [1] } })).toEqual([
      ['attempt', '3'],
      ['note', 'late'],
      ['deep', '{"a":[1]}'],
    ]);
    expect(textIn({ note: 3 }, 'note')).toBeUndefined();
  });
});
