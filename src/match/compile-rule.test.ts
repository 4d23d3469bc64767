import { describe, expect, test } from 'vitest';
import { compileRule } from './compile-rule.ts';
import { Matcher } from './matcher.ts';
import { createRuleSet } from './rule-set.ts';

const patterns = Array.from(
  { length: 200 },
  (_, i) => `(?i)service-${i} (?:failed|lost) its (?P<what>\\w+) after \\d{1,3} tries`,
);

function milliseconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

describe('compiling a rule', () => {
  test('says which pattern is at fault, and where', () => {
    expect(compileRule({ pattern: 'a(' })).toMatchObject({ ok: false, field: 'pattern' });
    expect(compileRule({ pattern: 'a', excludePattern: '(?=b)' })).toMatchObject({
      ok: false,
      field: 'excludePattern',
      fault: { code: 'look_around', position: 0 },
    });
    expect(compileRule({ pattern: '(?:\\pL{1000}){1}{1000}' }).ok).toBe(false);
  });

  test('refuses what is too large, whether or not the program is made at once', () => {
    const pattern = '(?:a|b.){999}'.repeat(150);
    const [now, later] = (['now', 'when-needed'] as const).map((automata) => compileRule({ pattern }, { automata }));
    for (const result of [now, later]) expect(result).toMatchObject({ ok: false, fault: { code: 'too_large' } });
  });

  test('gives plain data that matches the same after it was sent to another thread', () => {
    const result = compileRule({ pattern: '(?i)disk (?:full|lost)$', excludePattern: 'test' });
    if (!result.ok) throw new Error(result.fault.message);
    const matcher = new Matcher({ rules: createRuleSet([structuredClone(result.rule)]) });
    const text = Buffer.from('DISK full\ndisk full test\nDis\u212a lost\n');
    matcher.reserve(text.length).set(text);
    expect(matcher.match({ length: text.length }).count).toBe(2);
  });

  test('takes for two hundred rules a fraction of a second, and for one changed one a few milliseconds of the scanning thread', () => {
    const results = patterns.map((pattern) => compileRule({ pattern }));
    // The bounds are several times what is measured on a quiet machine; that is told in bench/README.md.
    expect(milliseconds(() => patterns.map((pattern) => compileRule({ pattern })))).toBeLessThan(600);
    const rules = createRuleSet(results.flatMap((result) => (result.ok ? [result.rule] : [])));
    const matcher = new Matcher({ rules });
    matcher.reserve(1).set([10]);
    matcher.match({ length: 1 });
    const changed = compileRule({ pattern: 'another text' });
    if (!changed.ok) throw new Error(changed.fault.message);
    expect(milliseconds(() => matcher.use(createRuleSet(rules.rules.with(3, changed.rule))))).toBeLessThan(80);
  });
});
