import { expect, test } from 'vitest';
import { Downloads } from './downloads.ts';

test('so many downloads of each caller run and so many together, and one that ends makes room for another', () => {
  const downloads = new Downloads({ mostOfACaller: 2, mostTogether: 3 });
  const ends = [downloads.begin('ada'), downloads.begin('ada')];
  const refused = { code: 'too_many_requests', retryAfterSeconds: 10 };
  expect(() => downloads.begin('ada')).toThrow(expect.objectContaining(refused));
  const endOfBob = downloads.begin('bob');
  expect(() => downloads.begin('eve')).toThrow(expect.objectContaining(refused));
  ends[0]?.();
  downloads.begin('eve')();
  downloads.begin('ada')();
  ends[1]?.();
  endOfBob();
  for (let n = 0; n < 2; n++) downloads.begin('ada');
  expect(() => downloads.begin('ada')).toThrow('You have 2 downloads running already');
  downloads.begin('bob');
  expect(() => downloads.begin('bob')).toThrow('3 downloads are running already');
});
