import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJsonBody } from './json-body.ts';
import { jsonFault } from './json-fault.ts';

const refusalOf = (text: string): unknown => {
  try {
    return parseJsonBody(text);
  } catch (error) {
    return error;
  }
};

describe('a body', () => {
  test('that is no JSON is refused with the place of its fault', () => {
    expect(refusalOf('{\n  "a": tru}')).toMatchObject({
      code: 'bad_request',
      message: 'The body is not valid JSON: what stands at line 2, column 8 does not belong there.',
      details: [{ path: '', position: 9 }],
    });
    expect(refusalOf('{"a":[1,')).toMatchObject({ message: expect.stringContaining('ends before') });
    for (const [text, position] of [
      ['{a:1}', 1],
      ['{"a" 1}', 5],
      ['[1,]', 3],
      ['{"a":1,}', 7],
      ['[1}', 2],
      ['[1] 2', 4],
      ["{'a':1}", 1],
      ['[01]', 1],
      ['["a\nb"]', 1],
      ['', 0],
      ['}', 0],
      ['{"a":}', 5],
      ['[1 2]', 3],
    ] as const)
      expect(jsonFault(text), text).toBe(position);
  });

  test('with a key that means something else to programs is refused with the path of that key', () => {
    for (const [text, path] of [
      ['{"a":1,"metadata":{"__proto__":{"x":1}}}', 'metadata.__proto__'],
      ['{"metadata":{"a":[{},{"\\u005f_proto__":1}]}}', 'metadata.a.1.__proto__'],
      ['{"metadata":{"constructor":{"prototype":1}}}', 'metadata.constructor.prototype'],
    ] as const)
      expect(refusalOf(text), text).toMatchObject({
        code: 'bad_request',
        message: expect.stringContaining(`"${path}"`),
        details: [{ path }],
      });
    expect(refusalOf('{"constructor":1,"prototype":2,"x":"__proto__"}')).toEqual({
      ...{ constructor: 1, prototype: 2, x: '__proto__' },
    });
  });

  test('that is JSON is read as it is, and what is none has a fault at a place up to which it could be', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.constantFrom(...'{}[]:,"x1 \\'), (json, place, sign) => {
        // These are keys that are refused.
        fc.pre(!/"(?:__proto__|constructor)"/.test(json));
        expect(parseJsonBody(json)).toEqual(JSON.parse(json));
        expect(jsonFault(json)).toBe(json.length);
        const at = place % (json.length + 1);
        const fault = jsonFault(`${json.slice(0, at)}${sign}${json.slice(at)}`);
        expect(jsonFault(`${json.slice(0, at)}${sign}${json.slice(at)}`.slice(0, fault))).toBe(fault);
      }),
    );
    expect(jsonFault(`["${'x\\n'.repeat(300_000)}", x]`)).toBe(900_005);
    expect(jsonFault('['.repeat(200_000))).toBe(200_000);
  });
});
