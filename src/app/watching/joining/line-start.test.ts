import { expect, test } from 'vitest';
import { defaultConfig } from '../../../config/load.ts';
import { joinedTexts } from '../../../core/joining/joined-texts.ts';
import { AS_TRACES } from '../../../core/joining/joining.ts';
import { checkStarts } from './check-starts.ts';
import { joiningBy } from './line-start.ts';

const LINES = [
  'junk',
  '2026-01-01 one',
  'plain',
  ' in',
  '2026-01-02 two',
  '\u001b[31m2026-01-03\u001b[0m three',
  'end',
];

test('lines begin where the pattern is found, colours or not, and go on everywhere else', () => {
  expect(joinedTexts(LINES, joiningBy({ start: '^\\d{4}-' }))).toEqual([
    ...['junk', '2026-01-01 one\nplain\n in', '2026-01-02 two', '\u001b[31m2026-01-03\u001b[0m three\nend'],
  ]);
});

test('without a pattern, or with what is none, they begin where traces do', () => {
  expect(joiningBy({ start: undefined })).toBe(AS_TRACES);
  expect(joiningBy({ start: '(' })).toBe(AS_TRACES);
  expect(joiningBy(undefined)).toBeUndefined();
});

test('a configuration with what is no pattern is refused with its place', () => {
  const config = defaultConfig();
  const file = { pattern: '/a.log', workload: undefined, format: 'plain', message: 'message' } as const;
  expect(() => checkStarts({ ...config, dockerJoinStart: '^a(' })).toThrow(
    /^TOCSIN_DOCKER_JOIN_START is no pattern: at its character 3: /,
  );
  const files = [{ ...file, joinsLines: true, joinStart: '[' }];
  expect(() => checkStarts({ ...config, files })).toThrow(
    /^join_lines of \/a\.log is no pattern: at its character 1: /,
  );
  expect(() => checkStarts({ ...config, filesJoinStart: '(' })).toThrow(/^TOCSIN_FILES_JOIN_START is no pattern: /);
  expect(() => checkStarts({ ...config, dockerJoinStart: '^a', files: [] })).not.toThrow();
});
