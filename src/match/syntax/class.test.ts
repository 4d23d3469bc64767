import { describe, expect, test } from 'vitest';
import { readBracketClass, readNamedClass } from './class.ts';
import { includes } from './ranges.ts';
import { Reader } from './reader.ts';

const bracket = (text: string, ignoreCase = false) => readBracketClass(new Reader(text), ignoreCase);
const named = (text: string, ignoreCase = false) => readNamedClass(new Reader(text), ignoreCase) ?? [];
const codes = (text: string): number[] => [...text].map((character) => character.codePointAt(0) ?? 0);

describe('a bracket class', () => {
  test('holds characters and ranges, joined and sorted', () => {
    expect(bracket('[ca-b0-9d]')).toEqual(codes('09ad'));
    expect(bracket('[é-жa]')).toEqual(codes('aaéж'));
  });

  test('takes a bracket that comes first, a hyphen at either end, and a caret elsewhere as members', () => {
    expect(bracket('[]a]')).toEqual(codes(']]aa'));
    expect(bracket('[^]a]')).toEqual([0, 0x5c, 0x5e, 0x60, 0x62, 0x10ffff]);
    expect(bracket('[a-]')).toEqual(codes('--aa'));
    expect(bracket('[-a]')).toEqual(codes('--aa'));
    expect(bracket('[$^]')).toEqual(codes('$$^^'));
  });

  test('holds the line feed when it is negated', () => {
    expect(includes(bracket('[^a]'), 10)).toBe(true);
  });

  test('reads escapes, octal and hexadecimal ones too', () => {
    expect(bracket('[\\x41-\\103\\]\\x{1F600}]')).toEqual([...codes('AC]]'), 0x1f600, 0x1f600]);
  });

  test('takes named classes and their negations', () => {
    expect(bracket('[[:digit:]_]')).toEqual(codes('09__'));
    expect(bracket('[[:^ascii:]]')).toEqual([0x80, 0x10ffff]);
    expect(bracket('[\\D]')).toEqual(named('\\D'));
    expect(bracket('[^\\W]')).toEqual(named('\\w'));
    expect(bracket('[[:word]')).toEqual(codes('::[[ddoorrww'));
  });
});

describe('ignoring case', () => {
  test('adds the whole orbit: k has the Kelvin sign, s the long s', () => {
    expect(bracket('[k]', true)).toEqual([...codes('KKkk'), 0x212a, 0x212a]);
    expect(bracket('[s]', true)).toEqual([...codes('SSss'), 0x17f, 0x17f]);
    expect(includes(named('\\w', true), 0x212a)).toBe(true);
  });

  test('comes before negation', () => {
    expect(includes(bracket('[^k]', true), 0x212a)).toBe(false);
    expect(includes(named('\\W', true), 0x17f)).toBe(false);
  });
});

describe('a named class', () => {
  test('is ASCII for \\d, \\s and \\w; \\s has no vertical tab, [:space:] has it', () => {
    expect(named('\\d')).toEqual(codes('09'));
    expect(named('\\w')).toEqual(codes('09AZ__az'));
    expect(named('\\s')).toEqual([9, 10, 12, 13, 32, 32]);
    expect(bracket('[[:space:]]')).toEqual([9, 13, 32, 32]);
  });

  test('is negated by the capital letter, by a caret, and not by both', () => {
    expect(named('\\P{^Greek}')).toEqual(named('\\p{Greek}'));
    expect(named('\\PL')).toEqual(named('\\p{^L}'));
    expect(named('\\p{Any}')).toEqual([0, 0x10ffff]);
    expect(named('\\P{Any}')).toEqual([]);
  });
});
