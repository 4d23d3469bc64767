// Runs the tasks of one tenure beside each other, and starts again those that end too early.
import type { Clock } from '../core/clock.ts';
import { isTocsinError } from '../core/errors.ts';
import type { LeaseOccurrences } from '../telemetry/occurrences/lease.ts';
import type { BackgroundTask, Tenure } from './background-task.ts';

interface Options {
  readonly tasks: readonly BackgroundTask[];
  readonly clock: Clock;
  readonly occurrences: LeaseOccurrences;
  /** Before a task that ended begins again. */
  readonly pauseMs: number;
}

/** Resolves when all have ended after its signal; never rejects. */
export async function runTasks(options: Options, tenure: Tenure): Promise<void> {
  await Promise.all(options.tasks.map((task) => runAgainAndAgain(task, options, tenure)));
}

async function runAgainAndAgain(
  task: BackgroundTask,
  { clock, occurrences, pauseMs }: Options,
  tenure: Tenure,
): Promise<void> {
  while (!tenure.signal.aborted) {
    try {
      await task.run(tenure);
    } catch (error) {
      // The lease and the store say themselves what happened to them.
      const told = isTocsinError(error, 'lease_lost') || isTocsinError(error, 'store_unavailable');
      if (!told) occurrences.taskFailed({ task: task.name, error });
    }
    await clock.sleep(pauseMs, tenure.signal);
  }
}
