// One line of Tocsin's own log on its way out: as it was written, and what it says.
import type { LogLevel } from '../telemetry/logger.ts';

export interface LogLine {
  /** The same however often it is sent, so that a receiver can tell that it has it. */
  readonly id: string;
  /** Which line of this process it is, from 1 on. */
  readonly sequence: number;
  /** One JSON object, in which secrets are masked already; without the end of the line. */
  readonly text: string;
}

/** A line taken apart, for those who send it in parts. */
export interface ReadLine extends LogLine {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly level: LogLevel;
  readonly event: string;
  readonly loggerName: string;
  /** What else is told, the correlation id included. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** The logger wrote it, so everything that has a place of its own is there. */
export function readLine({ id, sequence, text }: LogLine): ReadLine {
  const { timestamp, level, event, logger_name: loggerName, ...data } = JSON.parse(text);
  return { id, sequence, text, at: Date.parse(timestamp), level, event, loggerName, data };
}
