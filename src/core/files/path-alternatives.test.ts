import { describe, expect, test } from 'vitest';
import { pathAlternatives } from './path-alternatives.ts';

const list = (length: number): string => Array.from({ length }, (_, n) => n).join(',');

describe('a path', () => {
  test.each([
    ['/a.log', ['/a.log']],
    ['/{a,b}.log', ['/a.log', '/b.log']],
    ['/{a,b}/{c,d}', ['/a/c', '/a/d', '/b/c', '/b/d']],
    ['/{a,{b,c}.x}', ['/a', '/b.x', '/c.x']],
    ['/{a}', ['/a']],
    ['/a{', ['/a{']],
  ])('%s stands for what its braces part', (pattern, all) => {
    expect(pathAlternatives(pattern)).toEqual(all);
  });

  test.each([
    ['beside each other', `/${'{a,b}'.repeat(150)}`],
    ['within each other', `/${'{{a,b}{c,d},e}'.repeat(60)}`],
    ['of a long list', `/{${list(101)}}`],
  ])('with braces %s that stands for more than may be is told so at once', (_, pattern) => {
    expect(pathAlternatives(pattern)).toBeUndefined();
  });

  test('that stands for exactly as many as may be is looked for', () => {
    expect(pathAlternatives(`/{${list(100)}}`)).toHaveLength(100);
  });
});
