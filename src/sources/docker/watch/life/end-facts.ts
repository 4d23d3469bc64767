// What an engine says of how a container ended, when it is asked about it.
import type { Stamp } from '../../../../core/lines/stamp.ts';
import { readMoment } from '../../../../core/lines/stamps/rfc3339.ts';
import { isRecord, textIn } from '../containers/json-value.ts';

/** Of its last run. */
export interface EndFacts {
  readonly exitCode: number;
  readonly finishedAt: Stamp;
  /** Undefined when the engine does not say it. */
  readonly startedAt: Stamp | undefined;
  /** Memory was short in that run. */
  readonly isOom: boolean;
}

/** The answer to `/containers/{id}/json`; undefined when it runs, has never run, or the answer is none. */
export function parseEnd(body: unknown): EndFacts | undefined {
  const state = isRecord(body) && isRecord(body.State) ? body.State : undefined;
  if (state === undefined || typeof state.ExitCode !== 'number') return undefined;
  // Between two runs of a restart policy it counts as running, and has ended all the same.
  if (state.Running === true && state.Restarting !== true) return undefined;
  const finishedAt = momentOf(textIn(state, 'FinishedAt'));
  if (finishedAt === undefined) return undefined;
  const startedAt = momentOf(textIn(state, 'StartedAt'));
  return { exitCode: state.ExitCode, finishedAt, startedAt, isOom: state.OOMKilled === true };
}

/** An engine writes the year 1 for never. */
function momentOf(text = ''): Stamp | undefined {
  const moment = readMoment(Buffer.from(text), 0, text.length);
  return moment && moment.seconds > 0 ? { seconds: moment.seconds, nanos: moment.nanos } : undefined;
}
