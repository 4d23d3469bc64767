import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { prettyLine } from './pretty-line.ts';

/** Without the colours that the format itself adds. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one
const bare = (line: string): string => line.replace(/\u001b\[\d{1,2}m/g, '');

const line = (data: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({
    timestamp: '2026-01-01T12:34:56.789Z',
    level: 'info',
    logger_name: 'http',
    event: 'served',
    ...data,
  });

describe('a line for a person', () => {
  test('shows time, level, area, event and data in a row', () => {
    expect(bare(prettyLine(line({ port: 80, text: 'two words', list: [1] })))).toBe(
      '12:34:56.789 INFO     http served port=80 text="two words" list=[1]\n',
    );
  });

  test('shows the stack of an error set in below', () => {
    const error = { name: 'Error', message: 'x', stack: 'Error: x\n    at a.ts:1' };
    expect(bare(prettyLine(line({ error })))).toContain('served\n  Error: x\n      at a.ts:1\n');
    expect(bare(prettyLine(line({ error: { name: 'Error', message: 'x' } })))).toContain('\n  {"name":"Error"');
  });

  test('gives back what is no log line', () => {
    expect(prettyLine('hello\n')).toBe('hello\n');
  });

  test('lets no control character of the data reach the terminal', () => {
    const text = fc.string({
      unit: fc.oneof(fc.constantFrom('\u001b', '\u009b', '\r', '\n', '\u202e', '\u007f'), fc.string()),
    });
    fc.assert(
      fc.property(text, text, (name, value) => {
        const shown = bare(prettyLine(line({ [`x${name}`]: value, error: { stack: value } })));
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
        return !/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/.test(shown);
      }),
    );
  });
});
