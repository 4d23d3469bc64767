import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../test/support/manual-clock.ts';
import { recordLease } from '../../test/support/recorded-occurrences.ts';
import { TocsinError } from '../core/errors.ts';
import type { BackgroundTask } from './background-task.ts';
import { runTasks } from './run-tasks.ts';

/** Runs a task whose every run ends as `outcome` says, for a minute; how often it began, and what was told. */
async function runs(outcome: () => Promise<void>) {
  const [clock, recorder, over] = [new ManualClock(), recordLease(), new AbortController()];
  let begun = 0;
  const task: BackgroundTask = {
    name: 'task',
    run: () => {
      begun += 1;
      return outcome();
    },
  };
  const options = { tasks: [task], clock, occurrences: recorder.occurrences, pauseMs: 10_000 };
  const running = runTasks(options, { fencing: 1, signal: over.signal });
  await clock.advance(59_999);
  over.abort();
  await running;
  return { begun, recorded: recorder.recorded };
}

describe('background tasks', () => {
  test('a task that ends begins again after a pause', async () => {
    expect(await runs(async () => {})).toEqual({ begun: 6, recorded: [] });
  });

  test('a task that fails is told every time, and begins again after a pause', async () => {
    const error = new Error('bug');
    const { begun, recorded } = await runs(() => Promise.reject(error));
    expect(begun).toBe(6);
    expect(recorded).toEqual(Array(6).fill({ what: 'taskFailed', details: { task: 'task', error } }));
  });

  test.each(['lease_lost', 'store_unavailable'] as const)('that it met %s is told elsewhere', async (code) => {
    const { begun, recorded } = await runs(() => Promise.reject(new TocsinError(code, 'words')));
    expect({ begun, recorded }).toEqual({ begun: 6, recorded: [] });
  });
});
