import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readTemplate } from './body-template.ts';

const ROOTS = ['event', 'link', 'test'];
const VALUES = {
  event: { message: 'say "hi"\n\\ {{link}}', severity: 'error', metadata: { captures: { $1: '97' }, n: 5, list: [1] } },
  link: 'https://x.example/?a=1&b=2',
  test: false,
};

function rendered(template: string, kind: 'json' | 'text' = 'json', values: object = VALUES): string {
  const read = readTemplate(template, kind, ROOTS);
  if (!read.ok) throw new Error(read.message);
  return read.render(values);
}

describe('a template of JSON', () => {
  test('has each value once, within a string or by itself', () => {
    const template =
      '{"text": "[{{ event.severity }}] {{event.message}}", "raw": {{event.metadata}}, "on": {{test}}, "{{event.severity}}": {{event.metadata.n}}}';
    expect(JSON.parse(rendered(template))).toEqual({
      text: '[error] say "hi"\n\\ {{link}}',
      raw: VALUES.event.metadata,
      on: false,
      error: 5,
    });
  });

  test('has nothing where there is nothing, and reaches no further than the values themselves', () => {
    expect(rendered('["{{event.gone}}", {{event.gone.deeper}}, "{{event.metadata.captures.$1}}"]')).toBe(
      '["", null, "97"]',
    );
    for (const path of [
      'event.constructor',
      'event.__proto__',
      'event.message.length',
      'event.metadata.list.length',
      'test.constructor.name',
    ])
      expect(rendered(`[{{${path}}}]`)).toBe(path.endsWith('list.length') ? '[1]' : '[null]');
  });

  test('puts structures into strings as text', () => {
    expect(JSON.parse(rendered('"{{event.metadata.captures}}"'))).toBe('{"$1":"97"}');
  });

  test('stays JSON, and stays what it was, whatever the values are', () => {
    const template =
      '{"a": "x{{event.message}}y", "b": {{event.message}}, "c": ["\\\\{{event.message}}"], "d": "\\"{{event.message}}\\"", "{{event.message}}k": 1}';
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('"', '\\', '",{"', '{{event.message}}', '\\u0022')),
        (message) => {
          const parsed = JSON.parse(rendered(template, 'json', { event: { message } }));
          expect(parsed).toEqual({
            a: `x${message}y`,
            b: message,
            c: [`\\${message}`],
            d: `"${message}"`,
            [`${message}k`]: 1,
          });
        },
      ),
    );
  });

  test.each([
    ['{"a": {{event.message}}', 'no JSON'],
    ['{{event.message}}{{link}}', 'no JSON'],
    ['"\\{{event.message}}"', 'no JSON'],
    ['"\\u00{{event.message}}"', 'no JSON'],
    ['{ {{event.message}}: 1 }', 'no JSON'],
    ['"{{event.message"', 'no "}}"'],
    ['"{{}}"', 'names nothing'],
    ['"{{evnt.message}}"', 'begins with one of event, link, test'],
    ['"{{event.message | upper}}"', 'names nothing'],
    ['"{{event[0]}}"', 'names nothing'],
    ['"{{this.constructor}}"', 'names nothing'],
    ['"{{event..message}}"', 'names nothing'],
    ['plain', 'no JSON'],
  ])('%s is refused', (template, words) => {
    expect(readTemplate(template, 'json', ROOTS)).toEqual({ ok: false, message: expect.stringContaining(words) });
  });
});

describe('a template of text', () => {
  test('has values as they are, without what steers a terminal, and never twice', () => {
    expect(rendered('{{event.severity}}: {{event.message}} {{event.metadata.n}}', 'text')).toBe(
      'error: say "hi"\n\\ {{link}} 5',
    );
    expect(rendered('{{link}}', 'text', { link: '\u001b[31mred\u202e' })).toBe('red');
  });

  test('takes time that grows no faster than it', () => {
    const started = process.cpuUsage();
    for (const text of ['{'.repeat(16_384), '{{'.repeat(8_192), '{{ '.repeat(5_000), `{{${' '.repeat(16_000)}`])
      readTemplate(text, 'text', ROOTS);
    expect(process.cpuUsage(started).user).toBeLessThan(1_000_000);
  });
});
