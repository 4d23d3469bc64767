import { describe, expect, test } from 'vitest';
import { PlainBody } from './plain-body.ts';

describe('a plain body', () => {
  test('is complete after as many bytes as were promised, and takes no more', () => {
    const { body, text } = collecting(5);
    expect(body.push(Buffer.from('--hel'), 2, 5)).toBe('more');
    expect(body.atClose()).toBe('cut');
    expect(body.push(Buffer.from('lo and more'), 0, 11)).toBe('complete');
    expect(text()).toBe('hello');
    expect(body.atClose()).toBe('complete');
  });

  test('of no bytes is complete at once', () => {
    const { body, text } = collecting(0);
    expect(body.push(Buffer.from('abc'), 3, 3)).toBe('complete');
    expect(text()).toBe('');
  });

  test('without a length goes on until its connection ends, and is complete then', () => {
    const { body, text } = collecting(Infinity);
    expect(body.push(Buffer.from('ab'), 0, 2)).toBe('more');
    expect(body.push(Buffer.from('cd'), 0, 2)).toBe('more');
    expect([text(), body.atClose(), body.pieces]).toEqual(['abcd', 'complete', 2]);
  });

  test('hands nothing over once it was stopped', () => {
    const { body, text } = collecting(10);
    body.stop();
    expect(body.push(Buffer.from('ab'), 0, 2)).toBe('over');
    expect(text()).toBe('');
  });
});

function collecting(length: number): { body: PlainBody; text: () => string } {
  let text = '';
  const body = new PlainBody(
    {
      data: (bytes, from, end) => {
        text += Buffer.from(bytes.subarray(from, end)).toString();
      },
      rested: () => {},
    },
    length,
  );
  return { body, text: () => text };
}
