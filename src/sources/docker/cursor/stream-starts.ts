// From which moment on each stream of a container is judged.
import { STDERR, STDOUT, type StreamNumber, type WantedStreams } from '../../../core/lines/line-batch.ts';
import { compareStamps, laterStamp, type Stamp } from '../../../core/lines/stamp.ts';

/** Undefined when nobody wants the stream. */
export interface StreamStarts {
  readonly stdout: Stamp | undefined;
  readonly stderr: Stamp | undefined;
}

export const EVER: Stamp = { seconds: 0, nanos: 0 };

export const startsAt = (start: Stamp, { stdout, stderr }: WantedStreams): StreamStarts => ({
  stdout: stdout ? start : undefined,
  stderr: stderr ? start : undefined,
});

/** Those that were not wanted before are judged from `now` on, those that were go on. */
export const changedStarts = ({ stdout, stderr }: StreamStarts, wanted: WantedStreams, now: Stamp): StreamStarts => ({
  stdout: wanted.stdout ? (stdout ?? now) : undefined,
  stderr: wanted.stderr ? (stderr ?? now) : undefined,
});

/** None is judged later than from this moment on. */
export const startsBy = ({ stdout, stderr }: StreamStarts, moment: Stamp): StreamStarts => ({
  stdout: stdout && earlierOf(stdout, moment),
  stderr: stderr && earlierOf(stderr, moment),
});

export const startOf = ({ stdout, stderr }: StreamStarts, stream: StreamNumber): Stamp | undefined =>
  stream === STDERR ? stderr : stdout;

/** Of the streams that anybody wants a bit each. */
export const wantedBits = ({ stdout, stderr }: StreamStarts): number => (stdout ? STDOUT : 0) | (stderr ? STDERR : 0);

/** The latest moment from which on a stream is judged. */
export const latestStart = ({ stdout, stderr }: StreamStarts): Stamp | undefined =>
  stdout && stderr ? laterStamp(stdout, stderr) : (stdout ?? stderr);

/** The earliest one; undefined also where that is the beginning of the log. */
export function earliestStart({ stdout, stderr }: StreamStarts): Stamp | undefined {
  const first = earliestOf(stdout, stderr);
  return first === undefined || compareStamps(first, EVER) === 0 ? undefined : first;
}

/** Of those that there are. */
export function earliestOf(...moments: readonly (Stamp | undefined)[]): Stamp | undefined {
  return moments.reduce((a, b) => (a && b ? earlierOf(a, b) : (a ?? b)), undefined);
}

const earlierOf = (a: Stamp, b: Stamp): Stamp => (compareStamps(a, b) < 0 ? a : b);
