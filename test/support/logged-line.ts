// Lines as the logger writes them, on their way out.
import type { LogLine } from '../../src/ship/log-line.ts';
import { createLogger, type LogData, type LogLevel } from '../../src/telemetry/logger.ts';

export interface LineWish {
  readonly id?: string;
  readonly event?: string;
  readonly level?: LogLevel;
  /** Milliseconds since 1970. */
  readonly at?: number;
  readonly data?: LogData;
}

export const LOGGED_AT = Date.parse('2026-01-31T23:59:59.999Z');

export function loggedLine({
  id,
  event = 'rule_saved',
  level = 'info',
  at = LOGGED_AT,
  data = {},
}: LineWish = {}): LogLine {
  let text = '';
  const sink = { lost: 0, write: () => {}, flush: () => Promise.resolve() };
  const copy = (line: string): void => {
    text = line;
  };
  createLogger({ sink, level: 'debug', name: 'tocsin.rules', clock: { now: () => at }, copy })[level](event, data);
  return { id: id ?? `run-${text.length}`, sequence: 1, text };
}

/** So many, each with its own id. */
export const loggedLines = (count: number, wish: Omit<LineWish, 'id'> = {}): readonly LogLine[] =>
  Array.from({ length: count }, (_, n) => loggedLine({ ...wish, id: `run-${n}` }));
