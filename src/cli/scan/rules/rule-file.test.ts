import { describe, expect, test } from 'vitest';
import { fileWriter, ruleFileOf } from '../../../../test/support/scan-in-process.ts';
import { temporaryDirectory } from '../../../../test/support/temporary-directory.ts';
import { readRuleFile } from './rule-file.ts';

async function read(content: string | Uint8Array): Promise<{
  names?: string[];
  notes?: readonly string[];
  faults?: readonly string[];
}> {
  const directory = temporaryDirectory();
  const result = await readRuleFile(fileWriter(directory)('r.yaml', content));
  const bare = (texts: readonly string[]) => texts.map((text) => text.replace(`${directory}/`, ''));
  return result.ok
    ? { names: result.rules.map(({ name }) => name), notes: bare(result.notes) }
    : { faults: bare(result.faults) };
}

const rule = (fields: string): string => `rules:\n  - name: a\n    pattern: x\n    ${fields}\n`;

describe('a rule file', () => {
  test.each([
    ['rules:\n  - name: a\n    pattern: "x("\n', 'r.yaml:3:5: rule "a": pattern, at its character 2: '],
    [
      'rules:\n  - name: a\n    pattern: x\n    exclude_pattern: "["\n',
      'r.yaml:4:5: rule "a": exclude_pattern, at its character 1: ',
    ],
    ['rules:\n  - name: a\n', 'r.yaml:2:5: rule "a" needs a "pattern"'],
    ['rules:\n  - pattern: x\n', 'r.yaml:2:5: a rule needs a "name"'],
    ['rules:\n  - just text\n', 'r.yaml:2:5: a rule is a record with "name" and "pattern"'],
    ['rules: [', 'r.yaml:1:'],
    ['', 'r.yaml:1:1: a list "rules" is missing'],
    ['rules: {a: b}\n', 'r.yaml:1:1: a list "rules" is missing'],
    ['x: 1\nrule:\n  - name: a\n', 'r.yaml:2:1: a list "rules" is missing; is "rule" meant?'],
    ['rules: []\n', 'r.yaml:1:1: there is no rule to look for'],
    ['---\nrules: []\n---\nrules: []\n', 'only one document may stand in the file'],
    [rule('exclude: y'), 'r.yaml:4:5: rule "a": a rule has no "exclude"; did you mean "exclude_pattern"?'],
    [rule('patern: y'), 'r.yaml:4:5: rule "a": a rule has no "patern"; did you mean "pattern"?'],
    [rule('frobnicate: y'), 'r.yaml:4:5: rule "a": a rule has no "frobnicate"'],
    [rule('__proto__: y'), 'r.yaml:4:5: rule "a": a rule has no "__proto__"'],
    [rule('enabled: "false"'), 'r.yaml:4:5: rule "a": "enabled" is true or false, without quotes'],
    [rule('enabled: no'), 'r.yaml:4:5: rule "a": "enabled" is true or false'],
    [rule('severity: bad'), 'r.yaml:4:5: rule "a": "severity" is one of info, warn, error, critical'],
    [rule('severity: warning'), 'did you mean "warn"?'],
    [rule('kind: absent'), '"kind" is one of match, absence; did you mean "absence"?'],
    [rule('cooldown_seconds: "5"'), '"cooldown_seconds" is a whole number from 0 to 2592000, without quotes'],
    [rule('cooldown_seconds: .nan'), '"cooldown_seconds" is a whole number'],
    [rule('streams: [stderr]'), '"streams" is one of both, stdout, stderr'],
    [rule('exclude_pattern: 500'), 'rule "a": "exclude_pattern" is a text; put it in quotes'],
    ['rules:\n  - name: a\n    pattern: 500\n', 'r.yaml:3:5: rule "a": "pattern" is a text; put it in quotes'],
    ['rules:\n  - name: a\n    pattern:\n', 'r.yaml:3:5: rule "a": "pattern" is a text'],
    ['rules:\n  - name: "a\\e[2J"\n    pattern: x\n', 'r.yaml:2:5: rule "a\\u001b[2J": "name" is one line of text'],
    ['rules:\n  - name: 7\n    pattern: x\n', 'r.yaml:2:5: "name" is a text'],
    [`${rule('enabled: true')}  - {name: a, pattern: y}\n`, 'r.yaml:5:6: there is another rule "a"'],
    [Buffer.from([0x72, 0xff]), 'r.yaml is not text in UTF-8'],
  ])('names file, line and column of what is wrong: %j', async (content, fault) => {
    expect(await read(content)).toEqual({ faults: [expect.stringContaining(fault)] });
  });

  test('takes the files of a configuration without rules for no slip of the pen', async () => {
    expect(await read('files: [/a]\n')).toEqual({ faults: ['r.yaml:1:1: a list "rules" is missing'] });
  });

  test('tells all its faults at once, but no more than twenty', async () => {
    expect((await read(rule('exclude: y\n    enabled: 1\n    severity: 2'))).faults?.length).toBe(3);
    const many = (await read(ruleFileOf(...Array.from({ length: 50 }, () => '(')))).faults;
    expect([many?.length, many?.at(-1)]).toEqual([21, 'r.yaml: and 30 more']);
  });

  test('tells them in a time that grows no faster than the file', async () => {
    const before = process.cpuUsage();
    const fields = Array.from({ length: 12_000 }, (_, i) => `k${i}: 1`);
    expect((await read(rule(fields.join('\n    ')))).faults?.at(-1)).toBe('r.yaml: and 11980 more');
    // One second or two; to look each of them up among the others takes ten times as long.
    expect(process.cpuUsage(before).user).toBeLessThan(5_000_000);
  });

  test('leaves out a rule that is not enabled, even one whose pattern is broken', async () => {
    expect(
      await read(
        `${rule('enabled: false')}  - {name: b, pattern: y, enabled: true}\n  - {name: c, pattern: "(", enabled: false}\n`,
      ),
    ).toEqual({
      names: ['b'],
      notes: [],
    });
    expect((await read(rule('enabled: false'))).faults).toEqual(['r.yaml:1:1: there is no rule to look for']);
  });

  test('takes every field that a rule of the server may have, and says what is not applied', async () => {
    const full =
      'kind: match\n    exclude_pattern: null\n    field: null\n    severity: error\n    streams: stderr\n    cooldown_seconds: 300\n    threshold_count: 3\n    threshold_window_seconds: 60\n    absence_seconds: null\n    workload_id: w\n    overrides_rule_id: o\n    enabled: true\n    id: 1\n    origin: api\n    compile_error: null\n    hits_24h: 4\n    last_hit_at: null\n    created_at: x\n    updated_at: x';
    expect(await read(rule(full))).toEqual({
      names: ['a'],
      notes: [
        'r.yaml: a scan shows every line to every rule and tells every hit; it does not apply cooldown_seconds, overrides_rule_id, streams, threshold_count, threshold_window_seconds and 1 more',
      ],
    });
    expect(await read(rule('streams: both\n    cooldown_seconds: 0\n    workload_id: null'))).toEqual({
      names: ['a'],
      notes: [],
    });
  });

  test('leaves out rules that ask what a scan cannot tell, and says which', async () => {
    const { names, notes } = await read(
      `${rule('severity: info')}  - {name: b, pattern: y, kind: absence, absence_seconds: 60}\n`,
    );
    expect(names).toEqual(['a']);
    expect(notes).toEqual(['r.yaml: left out, because a scan does not tell what is absent: "b"']);
  });

  test('looks at no more than sixteen different fields', async () => {
    const text = (count: number): string =>
      `rules:\n${Array.from({ length: count }, (_, at) => `  - {name: r${at}, pattern: x, field: f${at}}\n`).join('')}`;
    expect((await read(text(16))).names).toHaveLength(16);
    expect((await read(text(17))).faults).toEqual([
      expect.stringContaining('the rules look at 17 different fields, at most 16 are allowed'),
    ]);
  });

  test('may be the configuration of the server, with more than rules in it', async () => {
    expect(await read(`port: 80\ntriggers: []\n${rule('severity: info')}`)).toEqual({
      names: ['a'],
      notes: ['r.yaml: only "rules" is read, not port, triggers'],
    });
  });

  test('may begin with a byte order mark, end its lines with CRLF, and be JSON', async () => {
    expect((await read(`\ufeff${rule('severity: info').replaceAll('\n', '\r\n')}`)).names).toEqual(['a']);
    expect((await read(JSON.stringify({ rules: [{ name: 'a', pattern: '\\d' }] }))).names).toEqual(['a']);
  });

  test('may use one anchor in a thousand rules, and may not grow by them', async () => {
    const shared = Array.from(
      { length: 1_000 },
      (_, i) => `  - {name: r${i}, pattern: x${i}, exclude_pattern: *noise}\n`,
    );
    const first = 'rules:\n  - {name: a, pattern: x, exclude_pattern: &noise "GET /health"}\n';
    expect((await read(first + shared.join(''))).names?.length).toBe(1_001);
    const laughs = ['a: &a [x,x,x,x,x,x,x,x,x]'];
    for (const [from, to] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg', 'gh'])
      laughs.push(`${to}: &${to} [${Array(9).fill(`*${from}`).join(',')}]`);
    expect((await read(`${laughs.join('\n')}\n${rule('severity: info')}`)).faults).toEqual([
      'r.yaml:6:8: its aliases repeat more than 100000 values',
    ]);
  });

  test('may hold 8,192 rules, patterns of 2 KiB, and no more', async () => {
    const names = Array.from({ length: 8_193 }, (_, i) => `  - {name: r${i}, pattern: x${i}}\n`);
    expect(await read(`rules:\n${names.join('')}`)).toEqual({
      faults: ['r.yaml:8194:5: there are 8193 rules, at most 8192 are allowed'],
    });
    const asleep = Array.from(
      { length: 1_000 },
      (_, i) => `  - {name: r${i}, enabled: false, pattern: ${'x'.repeat(2_048)}}\n`,
    );
    expect((await read(`${rule('severity: info')}${asleep.join('')}`)).names).toEqual(['a']);
    const large = Array.from(
      { length: 50 },
      (_, i) => `  - {name: r${i}, pattern: "${'(?:x{1000}){1}'.repeat(90)}"}\n`,
    );
    expect((await read(`rules:\n${large.join('')}`)).faults).toEqual([
      expect.stringContaining('r.yaml:1:1: up to rule "r44" the patterns have more than 4000000 parts together'),
    ]);
    expect((await read(ruleFileOf('x'.repeat(2_049)))).faults).toEqual([
      expect.stringContaining('r.yaml:3:5: rule "r1": pattern'),
    ]);
  });
});
