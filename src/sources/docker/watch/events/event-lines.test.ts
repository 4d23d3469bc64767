import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EventLines, LONGEST_EVENT } from './event-lines.ts';

function given() {
  const told: string[] = [];
  const lines = new EventLines({ line: (text) => told.push(text), tooLong: () => told.push('too long') });
  return { told, lines, push: (text: string) => pushAll(lines, Buffer.from(text)) };
}

const pushAll = (lines: EventLines, bytes: Uint8Array) => lines.push(bytes, 0, bytes.length);

describe('the lines of an event stream', () => {
  test('come out the same wherever the bytes are cut, letters of several bytes too', () => {
    const text = '{"a":"é😀"}\n{"b":1}\r\n\n\u001e{"c":2}\n{"d":3}';
    const bytes = Buffer.from(text);
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 10 }), (cuts) => {
        const { told, lines } = given();
        const places = [0, ...cuts.sort((a, b) => a - b), bytes.length];
        const used = Buffer.alloc(bytes.length);
        for (let at = 1; at < places.length; at++) {
          // The array is used again, as by an engine's client.
          used.fill(0xff).set(bytes);
          lines.push(used, places[at - 1] ?? 0, places[at] ?? 0);
          used.fill(0xff);
        }
        lines.finish();
        expect(told).toEqual(['{"a":"é😀"}', '{"b":1}', '{"c":2}', '{"d":3}']);
      }),
    );
  });

  test('a line without an end is none until the stream has ended', () => {
    const { told, lines, push } = given();
    push('{"a"');
    expect(told).toEqual([]);
    push(':1}');
    lines.finish();
    expect(told).toEqual(['{"a":1}']);
  });

  test('one that is too long is passed over, told once, and the next is read', () => {
    const { told, push } = given();
    push('x'.repeat(LONGEST_EVENT));
    push('x'.repeat(LONGEST_EVENT));
    push('y\n{"a":1}\n');
    expect(told).toEqual(['too long', '{"a":1}']);
  });

  test('one that is exactly as long as allowed is read', () => {
    const { told, push } = given();
    push(`${'x'.repeat(LONGEST_EVENT)}\n`);
    expect(told.map((text) => text.length)).toEqual([LONGEST_EVENT]);
  });
});
