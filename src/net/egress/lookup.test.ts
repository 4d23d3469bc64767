import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { createLookup } from './lookup.ts';

/** A DNS that answers when the test says so. */
function heldDns({ clock = new ManualClock(), threads = 2 } = {}) {
  const asked: { name: string; answer: (addresses: readonly string[]) => void; fail: (code?: string) => void }[] = [];
  const ask = (name: string): Promise<readonly string[]> =>
    new Promise((answer, reject) => {
      asked.push({ name, answer, fail: (code = 'ENOTFOUND') => reject(Object.assign(new Error('no'), { code })) });
    });
  const lookup = createLookup({ ask, clock, threads });
  return { clock, asked, lookup, names: () => asked.map(({ name }) => name) };
}

describe('names are looked up', () => {
  test('by the system, addresses as they are', async () => {
    expect(await createLookup()('localhost')).toContain('127.0.0.1');
    await expect(createLookup()('does-not-exist.invalid')).rejects.toMatchObject({
      code: expect.stringMatching(/ENOTFOUND|EAI/),
    });
  });

  test('once for all who ask at the same time, and anew for who asks later', async () => {
    const { asked, lookup, names } = heldDns();
    const both = [lookup('a'), lookup('a')];
    asked[0]?.answer(['10.0.0.1']);
    expect(await Promise.all(both)).toEqual([['10.0.0.1'], ['10.0.0.1']]);
    const later = lookup('a');
    expect(names()).toEqual(['a', 'a']);
    asked[1]?.answer([]);
    expect(await later).toEqual([]);
  });

  test('two at a time, and one that fails makes room like any other', async () => {
    const { asked, lookup, names } = heldDns();
    const all = ['a', 'b', 'c', 'd'].map((name) => lookup(name).catch(() => 'failed'));
    await Promise.resolve();
    expect(names()).toEqual(['a', 'b']);
    asked[0]?.fail();
    expect(await all[0]).toBe('failed');
    await new Promise((resolve) => setImmediate(resolve));
    expect(names()).toEqual(['a', 'b', 'c']);
    asked[1]?.answer([]);
    asked[2]?.answer([]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(names()).toEqual(['a', 'b', 'c', 'd']);
    asked[3]?.answer([]);
    await Promise.all(all);
  });

  test('slow ones one at a time, so that others never wait for those alone, until they are quick again', async () => {
    const { clock, asked, lookup, names } = heldDns();
    const settled = () => new Promise((resolve) => setImmediate(resolve));
    const first = ['s1', 's2'].map((name) => lookup(name).catch(() => 'failed'));
    await settled();
    await clock.advance(10_000);
    for (const one of asked) one.fail();
    await Promise.all(first);
    const again = ['s1', 's2', 's3', 'quick'].map((name) => lookup(name));
    await settled();
    expect(names().slice(2)).toEqual(['s1', 's3']);
    asked[3]?.answer([]);
    await settled();
    expect(names().slice(4)).toEqual(['quick']);
    asked[4]?.answer([]);
    await settled();
    expect(names().slice(5)).toEqual([]);
    asked[2]?.answer([]);
    await settled();
    expect(names().slice(5)).toEqual(['s2']);
    asked[5]?.answer([]);
    await Promise.all(again);
    const quickNow = [lookup('s1'), lookup('s2')];
    await settled();
    expect(names().slice(6)).toEqual(['s1', 's2']);
    for (const one of asked.slice(6)) one.answer([]);
    await Promise.all(quickNow);
  });

  test('not at all behind a thousand that wait', async () => {
    const { lookup } = heldDns();
    for (let i = 0; i < 1_002; i++) lookup(`n${i}`).catch(() => {});
    await expect(lookup('one-too-many')).rejects.toMatchObject({ code: 'EAI_AGAIN' });
  });

  test('past those that are silent, half a second after they were asked, as long as the system has threads for both', async () => {
    const { clock, asked, lookup, names } = heldDns({ threads: 4 });
    const silent = ['s1', 's2', 's3', 's4', 's5'].map((name) => lookup(name).catch(() => 'failed'));
    const good = lookup('good');
    await clock.advance(400);
    expect(names()).toEqual(['s1', 's2']);
    await clock.advance(100);
    expect(names()).toEqual(['s1', 's2', 's3', 's4']);
    // Two threads are left to those that are answered: what is silent in them has no place to go to.
    await clock.advance(5_000);
    expect(names()).toHaveLength(4);
    asked[0]?.fail();
    await clock.advance(0);
    expect(names()).toEqual(['s1', 's2', 's3', 's4', 's5']);
    asked[3]?.fail();
    await clock.advance(0);
    asked[5]?.answer(['10.0.0.1']);
    expect(await good).toEqual(['10.0.0.1']);
    for (const one of asked) one.fail();
    await Promise.all(silent);
  });

  test('for half a second at most where it is known where they led, for an hour', async () => {
    const { clock, asked, lookup, names } = heldDns();
    const first = lookup('a');
    asked[0]?.answer(['10.0.0.1']);
    expect(await first).toEqual(['10.0.0.1']);
    const meanwhile = lookup('a');
    await clock.advance(500);
    expect([await meanwhile, names().length]).toEqual([['10.0.0.1'], 2]);
    asked[1]?.answer(['10.0.0.2']);
    await clock.advance(0);
    const passing = lookup('a');
    asked[2]?.fail('EAI_AGAIN');
    expect(await passing).toEqual(['10.0.0.2']);
    const gone = lookup('a');
    asked[3]?.fail();
    await expect(gone).rejects.toMatchObject({ code: 'ENOTFOUND' });
    const unknown = lookup('a');
    await clock.advance(1_000);
    asked[4]?.answer(['10.0.0.3']);
    expect(await unknown).toEqual(['10.0.0.3']);
    await clock.advance(3_601_000);
    const old = lookup('a');
    await clock.advance(1_000);
    asked[5]?.fail('EAI_AGAIN');
    await expect(old).rejects.toMatchObject({ code: 'EAI_AGAIN' });
  });
});
