import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { filterRules } from '../../bench/match/filter-rules.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tocsin-filters-'));
  writeFileSync(path.join(folder, 'common.conf'), '[DEFAULT]\n_prefix = \\w+(?:\\[\\d+\\])?:\n');
});
afterEach(() => rmSync(folder, { recursive: true }));

const filter = (name: string, text: string) => writeFileSync(path.join(folder, name), text);
const HOST = '(?:\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9a-fA-F:]{3,39})';

test('a filter gives its first rule that is long enough, with the settings that it names', () => {
  filter(
    'b.conf',
    '[Definition]\n# failregex = a remark that is long enough\nfailregex = too short\n   ^%(_prefix)s door <what> for <F-USER>\\S+</F-USER> from <HOST>$\n   ^another complaint that is long enough$\n[Init]\nwhat = closed\n',
  );
  filter('a.conf', '[Definition]\nfailregex = ^refused to let <ADDR> in again$\n');
  expect(filterRules(folder)).toEqual([
    `refused to let ${HOST} in again$`,
    `\\w+(?:\\[\\d+\\])?: door closed for \\S+ from ${HOST}$`,
  ]);
});

test('what not all read alike is left out', () => {
  for (const [n, rule] of [
    'a look ahead (?!at this) of some length',
    'a brace {,3} that is no count at all',
    'brackets [^[] within brackets of a rule',
    'what is <known> when it runs and not now',
  ].entries())
    filter(`${n}.conf`, `[Definition]\nfailregex = ^${rule}$\n`);
  expect(filterRules(folder)).toEqual([]);
});
