import type { LogSink } from '../../src/telemetry/log-sink.ts';
import { createLogger, type Logger, type LogLevel } from '../../src/telemetry/logger.ts';
import { ManualClock } from './manual-clock.ts';

/** A log that a test can read: every line as it would have left the process, and parsed. */
export interface CapturedLog {
  readonly logger: Logger;
  readonly sink: LogSink;
  readonly text: () => string;
  readonly lines: () => readonly Readonly<Record<string, unknown>>[];
}

export function captureLog(level: LogLevel = 'debug'): CapturedLog {
  const written: string[] = [];
  const sink: LogSink = { lost: 0, write: (line) => written.push(line), flush: () => Promise.resolve() };
  return {
    logger: createLogger({ sink, level, clock: new ManualClock() }),
    sink,
    text: () => written.join(''),
    lines: () => written.map((line) => JSON.parse(line)),
  };
}
