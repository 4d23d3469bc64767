import { renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { codeIn } from '../../../test/support/code-files.ts';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { recordRules } from '../../../test/support/recorded-occurrences.ts';
import { temporaryDirectory } from '../../../test/support/temporary-directory.ts';
import { RuleFile } from './rule-file.ts';

const rule = (pattern: string): string => `rules:\n  - {name: a, pattern: ${pattern}}\n`;

/** A file that is looked at, beginning with this text; with nothing, it is not there. */
function scene(text?: string) {
  const folder = temporaryDirectory();
  const file = path.join(folder, 'tocsin.yaml');
  const write = (next: string) => writeFileSync(file, next);
  if (text !== undefined) write(text);
  const clock = new ManualClock();
  const { occurrences, names } = recordRules();
  const { ruleFile: start } = codeIn(folder);
  const rules = new RuleFile({ start, clock, occurrences });
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  let changes = 0;
  void rules.run(() => changes++, stop.signal);
  const patterns = () => rules.rules.map(({ pattern }) => pattern);
  return { file, write, clock, names, rules, patterns, changes: () => changes };
}

describe('the rules of the configuration file', () => {
  test('are there from the start, and others half a second after the file has changed', async () => {
    const { write, clock, patterns, changes, names, rules } = scene(rule('first'));
    await clock.advance(10_000);
    expect([patterns(), changes(), names()]).toEqual([['first'], 0, []]);
    const id = rules.rules[0]?.id;
    write(rule('second'));
    await clock.advance(500);
    expect([patterns(), changes(), names()]).toEqual([['second'], 1, ['fileRead']]);
    expect(rules.rules[0]?.id).toBe(id);
  });

  test('are not read while somebody is still writing', async () => {
    const { write, clock, patterns } = scene(rule('first'));
    const whole = `${rule('second')}  - {name: b, pattern: third}\n`;
    write(whole.slice(0, rule('second').length));
    await clock.advance(250);
    write(whole);
    await clock.advance(250);
    expect(patterns()).toEqual(['first']);
    await clock.advance(250);
    expect(patterns()).toEqual(['second', 'third']);
  });

  test('stay as they were while the file is broken or gone, and the faults say where', async () => {
    const { file, write, clock, patterns, rules, names } = scene(rule('first'));
    write('rules:\n  - {name: a, patern: x}\n');
    await clock.advance(500);
    expect(patterns()).toEqual(['first']);
    expect(rules.faults.map(({ path: place, message }) => `${place}: ${message}`)).toEqual([
      'tocsin.yaml:2 rule "a": a rule has no "patern"; did you mean "pattern"?',
      'tocsin.yaml:2 rule "a": a rule needs a "pattern"',
    ]);
    rmSync(file);
    await clock.advance(500);
    expect([patterns(), rules.faults.map(({ message }) => message)]).toEqual([['first'], ['tocsin.yaml is not there']]);
    write('rules: [');
    await clock.advance(500);
    expect([patterns(), rules.faults[0]?.path]).toEqual([['first'], 'tocsin.yaml:1']);
    write(rule('first'));
    await clock.advance(500);
    expect([patterns(), rules.faults]).toEqual([['first'], []]);
    expect(names()).toEqual(['fileRefused', 'fileRefused', 'fileRefused']);
  });

  test('are taken from a file that comes later, and from one that is put in the place of another', async () => {
    const { file, write, clock, patterns } = scene();
    expect(patterns()).toEqual([]);
    write(rule('first'));
    await clock.advance(500);
    expect(patterns()).toEqual(['first']);
    writeFileSync(`${file}.new`, rule('second'));
    renameSync(`${file}.new`, file);
    await clock.advance(500);
    expect(patterns()).toEqual(['second']);
    write('port: 80\n');
    await clock.advance(500);
    expect(patterns()).toEqual([]);
  });

  test('are no others when only a setting has changed', async () => {
    const { write, clock, changes, rules } = scene(rule('first'));
    const before = rules.rules;
    write(`port: 80\n${rule('first')}`);
    await clock.advance(500);
    expect([changes(), rules.rules]).toEqual([0, before]);
    expect(rules.rules).toBe(before);
  });
});
