// Log lines to Datadog's HTTP intake: a JSON array in gzip.
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Secret } from '../../config/secret.ts';
import type { Clock } from '../../core/clock.ts';
import type { GuardedFetch } from '../../net/guarded-fetch.ts';
import type { Destination } from '../destination.ts';
import { failureOf } from '../http-answer.ts';
import { type ReadLine, readLine } from '../log-line.ts';

export interface DatadogOptions {
  /** Of the intake, without the path. */
  readonly url: string;
  readonly apiKey: Secret;
  readonly batchLines: number;
  readonly everyMs: number;
  readonly hostname: string;
  readonly version: string;
  readonly http: Pick<GuardedFetch, 'send'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** It takes 5 MB before compression and a thousand entries. As a text in JSON a line takes at most twice its room, and what stands around it 300 bytes. */
const MOST_BYTES = 2_000_000;
const MOST_ENTRIES = 1_000;
/** It cuts an entry of more than 1 MB off, and says nothing. */
const LONGEST_BYTES = 990_000;
/** However much of it has to be escaped, so much of a line fits. */
const FITTING_BYTES = LONGEST_BYTES / 2;
/** It says that it has taken what is older than 18 hours, and throws it away. A quarter of an hour is left for the way, and for clocks that differ. */
const OLDEST_MS = 17.75 * 3_600_000;
const TOO_OLD = 'Datadog keeps no line of 18 hours ago, so none older than 17.75 hours is sent.';

const compressed = promisify(gzip);

export function createDatadog(options: DatadogOptions): Destination {
  const { url, apiKey, batchLines, everyMs, http, clock } = options;
  return {
    name: 'datadog',
    batch: { lines: Math.min(batchLines, MOST_ENTRIES), bytes: MOST_BYTES, everyMs },
    async send(lines, signal) {
      const now = clock.now();
      const read = lines.map(readLine);
      const fresh = read.filter(({ at }) => now - at <= OLDEST_MS);
      const tooOld = read.flatMap((line, place) => (fresh.includes(line) ? [] : [place]));
      const inPart = { outcome: 'partly', again: [], refused: tooOld, words: TOO_OLD, kind: 'too_old' } as const;
      if (fresh.length === 0) return inPart;
      const body = await compressed(JSON.stringify(fresh.map((line) => entryOf(line, options))));
      const key = apiKey.reveal();
      const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip', 'dd-api-key': key };
      const answer = await http.send({ url: `${url}/api/v2/logs`, headers, body, signal });
      const failure = failureOf(answer, { provider: 'Datadog', secrets: [key], now: clock.now() });
      if (failure !== undefined) return failure;
      return tooOld.length === 0 ? { outcome: 'sent' } : inPart;
    },
    async close() {},
  };
}

/** Datadog knows its own words for levels. */
const STATUS = { debug: 'debug', info: 'info', warning: 'warn', error: 'error', critical: 'critical' } as const;

function entryOf({ text, at, level, loggerName, event }: ReadLine, { hostname, version }: DatadogOptions) {
  return {
    message: messageOf(text),
    ddsource: 'tocsin',
    service: 'tocsin',
    hostname,
    ddtags: `version:${version},logger:${loggerName},event:${event}`,
    status: STATUS[level],
    timestamp: at,
  };
}

function messageOf(text: string): string {
  const fits = text.length < FITTING_BYTES / 3 || Buffer.byteLength(JSON.stringify(text)) <= LONGEST_BYTES;
  if (fits) return text;
  // The character that is cut in two is left out.
  return `${Buffer.from(text)
    .subarray(0, FITTING_BYTES)
    .toString()
    .replace(/\ufffd$/, '')}…`;
}
