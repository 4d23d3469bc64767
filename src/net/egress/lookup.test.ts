import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { createLookup } from './lookup.ts';

/** A DNS that answers when the test says so. */
function heldDns(clock = new ManualClock()) {
  const asked: { name: string; answer: (addresses: readonly string[]) => void; fail: () => void }[] = [];
  const lookup = createLookup(
    (name) => new Promise((answer, reject) => asked.push({ name, answer, fail: () => reject(new Error('no')) })),
    clock,
  );
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
});
