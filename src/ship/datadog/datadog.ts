// Log lines to Datadog's HTTP intake: a JSON array in gzip.
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Secret } from '../../config/secret.ts';
import type { Clock } from '../../core/clock.ts';
import type { GuardedFetch } from '../../net/guarded-fetch.ts';
import type { Destination } from '../destination.ts';
import { failureOf } from '../http-answer.ts';
import { type LogLine, readLine } from '../log-line.ts';

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

/** It takes 5 MB before compression, and a thousand entries; what stands around each line counts as well. */
const MOST_BYTES = 4_000_000;
/** It cuts what is longer than 1 MB off, and says nothing. */
const LONGEST_MESSAGE = 900_000;
const MOST_ENTRIES = 1_000;

const compressed = promisify(gzip);

export function createDatadog(options: DatadogOptions): Destination {
  const { url, apiKey, batchLines, everyMs, http, clock } = options;
  return {
    name: 'datadog',
    batch: { lines: Math.min(batchLines, MOST_ENTRIES), bytes: MOST_BYTES, everyMs },
    async send(lines, signal) {
      const body = await compressed(JSON.stringify(lines.map((line) => entryOf(line, options))));
      const key = apiKey.reveal();
      const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip', 'dd-api-key': key };
      const answer = await http.send({ url: `${url}/api/v2/logs`, headers, body, signal });
      return failureOf(answer, { provider: 'Datadog', secrets: [key], now: clock.now() }) ?? { outcome: 'sent' };
    },
    async close() {},
  };
}

/** Datadog knows its own words for levels. */
const STATUS = { debug: 'debug', info: 'info', warning: 'warn', error: 'error', critical: 'critical' } as const;

function entryOf(line: LogLine, { hostname, version }: DatadogOptions) {
  const { text, at, level, loggerName, event } = readLine(line);
  return {
    message: text.length <= LONGEST_MESSAGE ? text : `${text.slice(0, LONGEST_MESSAGE).toWellFormed()}…`,
    ddsource: 'tocsin',
    service: 'tocsin',
    hostname,
    ddtags: `version:${version},logger:${loggerName},event:${event}`,
    status: STATUS[level],
    timestamp: at,
  };
}
