import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryPattern, arbitraryText } from '../../test/support/arbitrary-pattern.ts';
import { compileRule } from './compile-rule.ts';
import { Matcher } from './matcher.ts';
import { createRuleSet } from './rule-set.ts';
import { TextFeed } from './text-feed.ts';

function matcherOf(patterns: readonly string[]): Matcher {
  return new Matcher({
    rules: createRuleSet(
      patterns.flatMap((pattern) => {
        const result = compileRule({ pattern });
        return result.ok ? [result.rule] : [];
      }),
    ),
  });
}

/** Every hit as `rule: line`, when the text comes in pieces of these sizes. */
function hitsOf(matcher: Matcher, pieces: readonly Uint8Array[], longestLine?: number): string[] {
  const feed = new TextFeed(matcher, longestLine);
  const found: string[] = [];
  const note = (fed: ReturnType<TextFeed['end']>): void => {
    for (const { count, starts, ends, rules } of fed?.hits ?? []) {
      for (let i = 0; i < count; i++)
        found.push(`${rules[i]}: ${Buffer.from(fed?.text.subarray(starts[i], ends[i]) ?? []).toString('latin1')}`);
    }
  };
  for (const piece of pieces) {
    for (let at = 0; at < piece.length; ) {
      const room = feed.room();
      const part = piece.subarray(at, at + room.length);
      room.set(part);
      at += part.length;
      note(feed.take(part.length));
    }
  }
  note(feed.end());
  return found;
}

describe('a feed', () => {
  test('gives the same hits however the input is cut', () => {
    const cuts = fc.array(fc.nat(300), { maxLength: 12 });
    const property = fc.property(
      fc.array(arbitraryPattern, { minLength: 1, maxLength: 4 }),
      arbitraryText,
      cuts,
      (patterns, text, at) => {
        const matcher = matcherOf(patterns);
        const ends = [...new Set([...at.map((cut) => Math.min(cut, text.length)), text.length])].sort((a, b) => a - b);
        const pieces = ends.map((end, i) => text.subarray(i === 0 ? 0 : ends[i - 1], end));
        expect(hitsOf(matcher, pieces)).toEqual(hitsOf(matcher, [text]));
      },
    );
    fc.assert(property, { numRuns: 200, seed: 5 });
  });

  test('joins a line that comes in hundreds of pieces, longer than its buffer', () => {
    const matcher = matcherOf(['begin.*end$']);
    const pieces = [
      Buffer.from('before\nbegin'),
      ...Array.from({ length: 900 }, () => Buffer.alloc(4096, 'x')),
      Buffer.from('end\nafter\n'),
    ];
    expect(hitsOf(matcher, pieces).map((hit) => hit.length)).toEqual([3 + 5 + 900 * 4096 + 3]);
  });

  test('gives room up to one and the same place, however much of a line is left', () => {
    const feed = new TextFeed(matcherOf(['x']));
    const { byteOffset, length } = feed.room();
    const end = byteOffset + length;
    for (const left of [0, 1, 17, 400, length / 2]) {
      const room = feed.room();
      expect(room.byteOffset + room.length).toBe(end);
      room.fill('y'.charCodeAt(0));
      room[room.length - left - 1] = '\n'.charCodeAt(0);
      feed.take(room.length);
    }
    // Where little would be left, the room is as much larger.
    feed.room();
    feed.take(1);
    const more = feed.room();
    expect([more.byteOffset + more.length, more.length]).toEqual([end + length, 1.5 * length - 1]);
  });

  test('takes a line beyond the longest for several', () => {
    const matcher = matcherOf(['^x', 'y$']);
    const pieces = Array.from({ length: 3 }, () => Buffer.alloc(100, 'x'));
    expect(hitsOf(matcher, [...pieces, Buffer.from('y')], 150).length).toBe(3);
  });

  test('takes the byte that stands for a line feed for none, wherever the input is cut', () => {
    const text = Buffer.from([0x61, 0xff, 0x62, 0x0a]);
    for (const cut of [0, 1, 2, 3]) {
      const pieces = [text.subarray(0, cut), text.subarray(cut)];
      expect(hitsOf(matcherOf(['a.b']), pieces).length).toBe(1);
      expect(hitsOf(matcherOf(['a\\sb', '(?m)a$']), pieces).length).toBe(0);
    }
  });

  test('says nothing at the end of a text that ended with a line feed', () => {
    const feed = new TextFeed(matcherOf(['a']));
    feed.room().set(Buffer.from('a\n'));
    expect([...(feed.take(2)?.hits ?? [])].map(({ count }) => count)).toEqual([1]);
    expect(feed.end()).toBeUndefined();
  });
});
