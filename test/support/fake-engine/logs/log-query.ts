// What is asked of a log, and which of its records that admits.
import { compareStamps, type Stamp } from '../../../../src/core/lines/stamp.ts';
import type { EngineProfile } from '../engine-profile.ts';
import type { LogRecord } from './log-record.ts';

export interface LogQuery {
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly follow: boolean;
  readonly timestamps: boolean;
  readonly since: Stamp | undefined;
  readonly until: Stamp | undefined;
  /** Infinity for all. */
  readonly tail: number;
  readonly json: boolean;
}

/** The query, or the status and sentence with which it is refused. */
export function parseLogQuery(
  query: URLSearchParams,
  profile: EngineProfile,
): LogQuery | { status: number; message: string } {
  const [stdout, stderr] = [flag(query, 'stdout'), flag(query, 'stderr')];
  if (!stdout && !stderr) return { status: 400, message: 'Bad parameters: you must choose at least one stream' };
  const [since, until] = [moment(query.get('since')), moment(query.get('until'))];
  if (since === 'bad' || until === 'bad')
    return { status: profile.badSinceStatus, message: 'strconv.ParseInt: parsing time: invalid syntax' };
  const tail = /^\d+$/.test(query.get('tail') ?? '') ? Number(query.get('tail')) : Infinity;
  const [follow, timestamps] = [flag(query, 'follow'), flag(query, 'timestamps')];
  return { stdout, stderr, follow, timestamps, since, until, tail, json: query.get('format') === 'json' };
}

const flag = (query: URLSearchParams, name: string): boolean => ['1', 'true'].includes(query.get(name) ?? '');

/** Seconds since 1970 with or without a fraction; 0 and nothing are no limit. */
function moment(text: string | null): Stamp | undefined | 'bad' {
  if (text === null || text === '' || text === '0') return undefined;
  const { seconds, fraction = '' } = /^(?<seconds>\d{1,12})(?:\.(?<fraction>\d{1,9}))?$/.exec(text)?.groups ?? {};
  return seconds === undefined ? 'bad' : { seconds: Number(seconds), nanos: Number(fraction.padEnd(9, '0')) };
}

export type Admission = 'sent' | 'kept_back' | 'ends_the_answer';

/** Judges the records of one answer in their order. */
export function admissionOf(query: LogQuery, profile: EngineProfile): (record: LogRecord) => Admission {
  let since = query.since;
  return ({ stream, stamp }) => {
    if (since !== undefined && compareStamps(stamp, since) < 0) return 'kept_back';
    if (profile.since === 'ends_with_first_match') since = undefined;
    if (query.until !== undefined && compareStamps(stamp, query.until) > 0) return 'ends_the_answer';
    return query[stream] ? 'sent' : 'kept_back';
  };
}
