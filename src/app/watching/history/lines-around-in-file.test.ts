import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../../../test/support/temporary-directory.ts';
import { eventText } from '../../../core/events/event-text.ts';
import type { MachineFiles } from '../files/machine-files.ts';
import { linesAroundInFile } from './lines-around-in-file.ts';

const LONG = `fatal ${'long '.repeat(200)}end`;

function given(text: string, format: 'plain' | 'ndjson' = 'plain') {
  const log = path.join(temporaryDirectory(), 'app.log');
  writeFileSync(log, text);
  const files: MachineFiles = {
    machine: 'nas',
    watched: [{ pattern: log, format, message: 'message' }],
    dialectOf: () => undefined,
  };
  const { signal } = new AbortController();
  return async (message: string, metadata: Readonly<Record<string, string | number>>) => {
    const event = { message, metadata: { path: log, host: 'nas', line_at: new Date().toISOString(), ...metadata } };
    const context = await linesAroundInFile({ files, event, count: 1, signal });
    return context && { ...context, lines: context.lines.map(({ text: line }) => line.slice(0, 10)) };
  };
}

test('the line of an event is known by what the event has of it: a beginning, or the first of lines that were joined', async () => {
  const around = given(`before\n${LONG}\n  at a place\n`);
  const found = { state: 'found', why: null, lines: ['before', 'fatal long', '  at a pla'] };
  for (const message of [eventText(Buffer.from(LONG)), `${LONG}\n  at a place`])
    expect(await around(message, { offset: 7 })).toEqual(found);
  expect((await around('fatal', { offset: 7 }))?.state).toBe('not_there');
});

test('the line of an event whose message has several lines is known by the first of them', async () => {
  const lines = ['before', 'fatal\n\tat a', 'behind'].map((message) => `${JSON.stringify({ message })}\n`);
  const around = given(lines.join(''), 'ndjson');
  const offset = lines[0]?.length ?? 0;
  const found = { state: 'found', why: null, lines: ['before', 'fatal\n\tat ', 'behind'] };
  expect(await around('fatal\n\tat a', { offset })).toEqual(found);
  expect((await around('fata', { offset }))?.state).toBe('not_there');
});

test('lines of a file of another machine, or of one that is wanted no more, are not looked for, and that is said', async () => {
  const around = given('fatal\n');
  expect(await around('fatal', { offset: 0, host: 'other' })).toMatchObject({
    ...{ state: 'unread', why: expect.stringContaining('machine other'), lines: [] },
  });
  expect(await around('fatal', { offset: 0, path: '/etc/passwd' })).toMatchObject({
    ...{ state: 'unread', why: expect.stringContaining('No pattern'), lines: [] },
  });
  expect(await around('fatal', {})).toBeUndefined();
});
