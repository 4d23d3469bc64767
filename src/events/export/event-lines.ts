// Events as the lines of a file: NDJSON for programs, CSV for spreadsheets.
import type { StoredEvent } from '../../core/events/stored-event.ts';

/** How a file is written. Each text ends with its line's end. */
export interface EventLines {
  readonly type: string;
  readonly head: string;
  line(event: StoredEvent): string;
  /** The last line of a file that does not hold everything: behind which event the rest begins. */
  cut(afterId: string): string;
}

export const EXPORT_FORMATS = ['ndjson', 'csv'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

const shown = (event: StoredEvent) => ({
  id: event.id,
  created_at: new Date(event.createdAt).toISOString(),
  source: event.source,
  severity: event.severity,
  message: event.message,
  workload_id: event.workloadId,
  rule_id: event.ruleId,
  held_back: event.heldBack,
  last_seen: event.lastSeen === null ? null : new Date(event.lastSeen).toISOString(),
  metadata: event.metadata,
});

const COLUMNS = [
  ...(['id', 'created_at', 'source', 'severity', 'message', 'workload_id'] as const),
  ...(['rule_id', 'held_back', 'last_seen', 'metadata'] as const),
];

/** A spreadsheet takes a cell that begins like this for a formula, some also with the wide forms, whoever wrote it: an apostrophe makes it a text. */
const FORMULA = /^\s*[=+\-@\t\r＝＋－＠]/;

const cell = (text: string): string => `"${(FORMULA.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

const row = (cells: readonly string[]): string => `${cells.map(cell).join(',')}\r\n`;

export const EVENT_LINES: Readonly<Record<ExportFormat, EventLines>> = {
  ndjson: {
    type: 'application/x-ndjson',
    head: '',
    line: (event) => `${JSON.stringify(shown(event))}\n`,
    cut: (afterId) => `${JSON.stringify({ cut: true, after_id: afterId })}\n`,
  },
  csv: {
    type: 'text/csv; charset=utf-8',
    head: row(COLUMNS),
    line(event) {
      const fields = { ...shown(event), metadata: JSON.stringify(event.metadata) };
      return row(COLUMNS.map((column) => String(fields[column] ?? '')));
    },
    cut: (afterId) => row([`cut: the rest comes with after_id=${afterId}`, ...COLUMNS.slice(1).map(() => '')]),
  },
};
