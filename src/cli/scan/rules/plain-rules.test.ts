import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseYaml } from '../../../config/file/yaml-document.ts';
import { readPlainRules } from './plain-rules.ts';

/** What the library makes of it; undefined where it finds a fault. */
function byLibrary(text: string): unknown {
  const parsed = parseYaml(text);
  return parsed.ok ? parsed.document.data : undefined;
}

const SCRAPS =
  "rules: |rules:\n|  - name: |- name: |  |    pattern: |severity: |enabled: |'|''|\"|\\|\n|\n  |#| #|: |:|true|False|null|~|-1|x|a b|é|^\\d+$|[a]|{|*a|&b|!t|>|%|@|`|---|?|,|\t|…".split(
    '|',
  );

/** Some scraps on the way to a rule file, mostly well formed. */
const arbitraryFile = fc
  .tuple(
    fc.boolean(),
    fc.array(
      fc.record({
        dash: fc.constantFrom('  - ', '    ', '- ', '  '),
        name: fc.constantFrom('name', 'pattern', 'severity', 'enabled', 'other'),
        quote: fc.constantFrom("'", '"', '', ''),
        value: fc.array(fc.constantFrom(...SCRAPS), { maxLength: 4 }).map((parts) => parts.join('')),
      }),
      { maxLength: 6 },
    ),
  )
  .map(([begun, fields]) =>
    [begun ? 'rules:' : '# rules\nrules:']
      .concat(fields.map(({ dash, name, quote, value }) => `${dash}${name}: ${quote}${value}${quote}`))
      .join('\n'),
  );

describe('a rule file that is read without the library', () => {
  test('is read as the library reads it, or left to it', () => {
    let plain = 0;
    const property = fc.property(
      fc.oneof(
        arbitraryFile,
        fc.array(fc.constantFrom(...SCRAPS), { maxLength: 20 }).map((parts) => parts.join('')),
      ),
      (text) => {
        const rules = readPlainRules(text);
        if (rules === undefined) return;
        plain++;
        expect({ rules }).toEqual(byLibrary(text));
      },
    );
    fc.assert(property, { numRuns: 20_000, seed: 7 });
    expect(plain).toBeGreaterThan(200);
  });

  test('may quote, comment and leave lines empty', () => {
    const text = `# ours
rules:
  # the first
  - name: Out of memory
    pattern: '(?i)out of memory: it''s #1'
    severity: critical

  - name: "No space"
    pattern: \\bENOSPC\\b
    enabled: false
`;
    expect(readPlainRules(text)).toEqual([
      { name: 'Out of memory', pattern: "(?i)out of memory: it's #1", severity: 'critical' },
      { name: 'No space', pattern: '\\bENOSPC\\b', enabled: false },
    ]);
    expect({ rules: readPlainRules(text) }).toEqual(byLibrary(text));
  });

  test.each([
    ['a list in another place', 'more:\n  rules:\n    - name: a\n      pattern: b\n'],
    ['an anchor', 'rules:\n  - name: &a b\n    pattern: c\n'],
    ['a text over several lines', 'rules:\n  - name: a\n    pattern: b\n      c\n'],
    ['a name that stands twice', 'rules:\n  - name: a\n    name: b\n'],
    ['a number', 'rules:\n  - name: 1\n    pattern: b\n'],
    ['an escape', 'rules:\n  - name: "a\\tb"\n    pattern: b\n'],
    ['JSON', '{"rules":[{"name":"a","pattern":"b"}]}'],
  ])('is not one with %s', (_, text) => {
    expect(readPlainRules(text)).toBeUndefined();
  });
});
