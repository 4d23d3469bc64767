import { expect, test } from 'vitest';
import { z } from 'zod';
import { issueWords } from './issue-words.ts';

const schema = z.strictObject({
  name: z.string().min(1).max(5),
  count: z.number().int().min(1).max(9).optional(),
  severity: z.enum(['info', 'warn']),
  at: z.iso.datetime().optional(),
  list: z.union([z.array(z.enum(['a', 'b'])).max(2), z.string().max(3)]).nullish(),
  own: z.string().regex(/^x/, 'begins with x').optional(),
});

function told(input: Readonly<Record<string, unknown>>): readonly string[] {
  const read = schema.safeParse({ name: 'ada', severity: 'info', ...input }, { error: issueWords });
  return read.success ? [] : read.error.issues.map(({ path, message }) => [...path, message].join(': '));
}

test('says what is missing, and what would be right', () => {
  expect(told({ name: undefined, severity: undefined })).toEqual([
    'name: missing',
    'severity: missing; it is one of info, warn',
  ]);
  expect(told({ name: 7, severity: 'loud', at: 'tomorrow' })).toEqual([
    'name: must be text',
    'severity: must be one of info, warn',
    'at: must be a time such as 2027-01-31T06:00:00Z',
  ]);
});

test('says how much is too much or too little', () => {
  expect([told({ name: '' }), told({ name: 'abcdef' }), told({ count: 0 }), told({ count: 10 })]).toEqual([
    ['name: must not be empty'],
    ['name: must have at most 5 characters'],
    ['count: must be at least 1'],
    ['count: must be at most 9'],
  ]);
});

test('names what was meant by a name that is not there, or else what there is', () => {
  expect(told({ sevrity: 1 })).toEqual(['there is no "sevrity" (did you mean "severity"?)']);
  expect(told({ sevrity: 1, colour: 1 })).toEqual(['there is no "sevrity" (did you mean "severity"?), "colour"']);
  expect(told({ colour: 1 })).toEqual(['there is no "colour"; there is name, count, severity, at, list, own']);
});

test('of several forms tells of the one that was meant', () => {
  expect([told({ list: ['a', 'c'] }), told({ list: 'abcd' }), told({ list: 7 })]).toEqual([
    ['list: must be one of a, b'],
    ['list: must have at most 3 characters'],
    ['list: must be a list or text'],
  ]);
});

test('leaves the word to a schema that has words of its own', () => {
  expect(told({ own: 'y' })).toEqual(['own: begins with x']);
});

test('repeats no value, for it may be secret', () => {
  const all = [told({ name: 'open-sesame' }), told({ severity: 'open-sesame' }), told({ list: 'open-sesame' })];
  expect(JSON.stringify(all)).not.toContain('sesame');
});
