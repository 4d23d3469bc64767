// The log of a file of this machine as it and its rotated files hold it, read beside the tail.
import type { Clock } from '../../../core/clock.ts';
import { stampAfter, stampOfMilliseconds } from '../../../core/lines/stamp.ts';
import { readSpan, type SpanEnd } from '../../../sources/file/history/read-span.ts';
import { fileToLookInto, type MachineFiles } from '../files/machine-files.ts';
import { type HistoryRead, type ReadLog, unread } from './history-read.ts';

/** A program may take the time of a line a little before or after it is written. */
const CLOCK_MS = 2_000;

export interface FileHistoryParts {
  /** Undefined where nobody wants any to be watched. */
  readonly files?: MachineFiles | undefined;
  readonly clock: Clock;
}

export const readFileLog =
  ({ files, clock }: FileHistoryParts): ReadLog =>
  async (container, { since, lead = 0, until, streams, tail }, by) => {
    const file = fileToLookInto(container, files);
    if (typeof file === 'string') return unread(file);
    const now = clock.now();
    const endedAgo = until === undefined ? 0 : clock.monotonic() - until;
    const end = stampAfter(stampOfMilliseconds(now), -endedAgo);
    const from = typeof since === 'number' ? stampAfter(end, -since) : since;
    by.taker.begins(from);
    const question = {
      ...{ ...file, now, streams, tail, until: stampAfter(end, CLOCK_MS) },
      since: stampAfter(from, -lead),
    };
    return readOf(await readSpan(question, by));
  };

function readOf(end: SpanEnd): HistoryRead {
  switch (end.how) {
    case 'complete':
    case 'closed':
      return { how: end.how };
    case 'untimed':
      return unread('Its lines do not say when they were written, so nobody knows which are of that time.');
    case 'changed':
      return unread(`${end.file.seen.path} was cut while it was read.`);
    case 'packed':
      return unread(`${end.file.seen.path} cannot be unpacked.`);
  }
}
