import { expect, test } from 'vitest';
import { COMMANDS } from '../commands.ts';
import { commandUsage, programUsage } from './usage.ts';

test('every help fits a terminal of 80 columns', () => {
  for (const text of [programUsage(COMMANDS, '10.20.30'), ...COMMANDS.map(commandUsage)]) {
    for (const line of text.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
  }
});

test('the help of a command shows its arguments and options', () => {
  const command = {
    name: 'try',
    takes: ['FILE', 'MORE?'],
    summary: 'Try something.',
    details: ['It is tried.'],
    options: {
      loud: { type: 'boolean', short: 'l', text: 'With noise.' },
      times: { type: 'string', value: 'N', text: 'How often.' },
    },
    load: () => Promise.reject(new Error('not here')),
  } as const;
  expect(commandUsage(command)).toBe(`Try something.

Usage
  tocsin try FILE [MORE] [options]

It is tried.

Options
  -l, --loud     With noise.
      --times N  How often.
  -h, --help     Show this help.
`);
});
