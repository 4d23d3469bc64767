// A reader as one would write it in an afternoon: it remembers the stamp of the last line, and believes the end of a stream. It is here to be caught.
import { get, type IncomingMessage } from 'node:http';
import { STDERR, STDOUT } from '../../../src/core/lines/line-batch.ts';
import { LineCheck, type Verdict, type WrittenLines } from '../../support/reading/line-check.ts';

export interface NaiveReading {
  readonly socket: string;
  readonly container: string;
  readonly written: WrittenLines;
  /** Where it goes on after it was cut: at the stamp of its last line, or with what comes from now on. */
  readonly resumesAt: 'last' | 'now';
  /** It is cut each time when it has read so many lines. */
  readonly cutEvery: number;
}

const HEADER_BYTES = 8;
/** As long as a restart would take. */
const RESTART_MS = 50;

/** Reads until a stream ends by itself; the verdict over all it took for new lines. */
export async function readNaively(reading: NaiveReading): Promise<Verdict> {
  const check = new LineCheck(reading.written);
  let since = '0';
  for (let ended = false; !ended; ) {
    let lines = 0;
    ended = await follow(reading, since, (stream, line) => {
      const stampEnd = line.indexOf(' ');
      check.add({ stream, text: line.slice(stampEnd + 1).trimEnd() });
      if (reading.resumesAt === 'last') since = unixTime(line.slice(0, stampEnd));
      lines += 1;
      return lines < reading.cutEvery;
    });
    if (reading.resumesAt === 'now') since = String((Date.now() + RESTART_MS) / 1000);
  }
  return check.verdict();
}

/** Resolves with true when the engine ended the stream, with false when `take` did not want more. */
async function follow(
  { socket, container }: NaiveReading,
  since: string,
  take: (stream: typeof STDOUT | typeof STDERR, line: string) => boolean,
): Promise<boolean> {
  const path = `/containers/${container}/logs?follow=1&stdout=1&stderr=1&timestamps=1&since=${since}`;
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    get({ socketPath: socket, path, agent: false }, resolve).on('error', reject);
  });
  let left = Buffer.alloc(0);
  for await (const chunk of answer) {
    left = Buffer.concat([left, chunk]);
    while (left.length >= HEADER_BYTES && left.length >= HEADER_BYTES + left.readUInt32BE(4)) {
      const end = HEADER_BYTES + left.readUInt32BE(4);
      // Leaving the loop destroys the answer.
      if (!take(left[0] === STDERR ? STDERR : STDOUT, left.toString('utf8', HEADER_BYTES, end))) return false;
      left = left.subarray(end);
    }
  }
  return true;
}

/** `sec.nanos` of a stamp such as `2026-11-21T03:29:01.381447848Z`. */
function unixTime(stamp: string): string {
  const [seconds = '', nanos = ''] = stamp.replace('Z', '').split('.');
  return `${Date.parse(`${seconds}Z`) / 1000}.${nanos}`;
}
