import { expect, test } from 'vitest';
import { fold, folded, written } from './folded-text.ts';

test('each sign is folded to as many units as it has, whatever stands around it', () => {
  const odd: number[] = [];
  for (let code = 0; code <= 0x1ffff; code++) {
    const sign = String.fromCodePoint(code);
    if (sign.toLowerCase() === sign) continue;
    const alone = fold(sign);
    if (alone.length !== sign.length || fold(`A${sign}B`) !== `a${alone}b` || fold(`A${sign}`) !== `a${alone}`)
      odd.push(code);
  }
  expect(odd).toEqual([]);
});

test('each unit knows its place', () => {
  expect(folded('a-B c')).toEqual({ text: 'abc', at: [0, 2, 4] });
  expect(written(' a-\u200b \n B🔑 ')).toEqual({ text: 'a- b🔑 ', at: [1, 2, 4, 7, 8, 9, 10] });
});
