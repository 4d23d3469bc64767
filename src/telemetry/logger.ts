// Makes one line of each thing that happened, without secrets, as JSON or for a person at a terminal.
import { pino } from 'pino';
import { type Clock, systemClock } from '../core/clock.ts';
import type { LogSampling } from './log-sampling.ts';
import type { LogSink } from './log-sink.ts';
import { prettyLine } from './pretty-line.ts';
import { redact } from './redaction.ts';
import { currentContext } from './request-context.ts';

export const LOG_LEVELS = ['debug', 'info', 'warning', 'error', 'critical'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export type LogFormat = 'json' | 'pretty';

/** What is told of an occurrence, under snake_case names. An error goes under `error`. Secrets are masked by name and by look. */
export type LogData = Readonly<Record<string, unknown>>;

/** Says what happened: an event in snake_case, component first, and its data. Logging never throws and never waits. */
export interface Logger {
  debug(event: string, data?: LogData): void;
  info(event: string, data?: LogData): void;
  warning(event: string, data?: LogData): void;
  /** A person must act. */
  error(event: string, data?: LogData): void;
  /** The process cannot go on. */
  critical(event: string, data?: LogData): void;
  /** The same log under another area's name. */
  child(loggerName: string): Logger;
}

export interface LoggerOptions {
  readonly sink: LogSink;
  readonly level?: LogLevel;
  readonly format?: LogFormat;
  readonly name?: string;
  readonly clock?: Pick<Clock, 'now'>;
  /** Each line says that what it tells of is invented. */
  readonly isDemo?: boolean;
  /** Of which events only a share is written; all of every event unless given. */
  readonly sampling?: Pick<LogSampling, 'draw'>;
  /** Is given each line as well, as JSON whatever the format, without its end. It must neither throw nor wait. */
  readonly copy?: (line: string) => void;
}

/**
 * The names that a line has of its own; data that uses one of them is moved aside, so that no name stands twice in a line.
 * `socket` is among them because pino takes an object with method, headers and socket for a request and rebuilds it.
 */
const OWN_NAMES: ReadonlySet<string> = new Set([
  'timestamp',
  'level',
  'logger_name',
  'event',
  'correlation_id',
  'sampled',
  'demo',
  'socket',
]);

/** Levels at which an error's stack helps; at the others it is noise. */
const LEVELS_WITH_STACK: ReadonlySet<LogLevel> = new Set(['debug', 'error', 'critical']);

/** Of these levels a share may be enough; what is worse is always written. */
const SAMPLED_LEVELS: ReadonlySet<LogLevel> = new Set(['debug', 'info']);

export function createLogger(options: LoggerOptions): Logger {
  const { level = 'info', name = 'tocsin', clock = systemClock, isDemo = false } = options;
  const root = pino(
    {
      base: isDemo ? { demo: true } : null,
      level,
      customLevels: { debug: 20, info: 30, warning: 40, error: 50, critical: 60 },
      useOnlyCustomLevels: true,
      formatters: { level: (label) => ({ level: label }) },
      timestamp: () => `,"timestamp":"${new Date(clock.now()).toISOString()}"`,
    },
    { write: (line: string) => writeTo(options, line) },
  );
  return loggerFor(root, name, options.sampling);
}

function writeTo({ sink, format = 'json', copy }: LoggerOptions, line: string): void {
  sink.write(format === 'json' ? line : prettyLine(line));
  copy?.(line.trimEnd());
}

type PinoLogger = pino.Logger<LogLevel, true>;

function loggerFor(root: PinoLogger, name: string, sampling: LoggerOptions['sampling']): Logger {
  const area = root.child({ logger_name: name });
  const at =
    (level: LogLevel) =>
    (event: string, data: LogData = {}): void => {
      if (!area.isLevelEnabled(level)) return;
      const share = SAMPLED_LEVELS.has(level) && sampling ? sampling.draw(event) : 1;
      if (share === undefined) return;
      const line = entry(event, data, LEVELS_WITH_STACK.has(level));
      area[level](share === 1 ? line : { ...line, sampled: share });
    };
  return {
    debug: at('debug'),
    info: at('info'),
    warning: at('warning'),
    error: at('error'),
    critical: at('critical'),
    child: (loggerName) => loggerFor(root, loggerName, sampling),
  };
}

function entry(event: string, data: LogData, stacks: boolean): object {
  const context = currentContext();
  const told = Object.entries(redact(data, { stacks })).map(
    ([name, value]) => [OWN_NAMES.has(name) ? `data_${name}` : name, value] as const,
  );
  return {
    event,
    ...(context && { correlation_id: context.correlationId }),
    ...(context?.userId !== undefined && { user_id: context.userId }),
    ...Object.fromEntries(told),
  };
}
