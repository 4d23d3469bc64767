// A log line as a document in the Elastic Common Schema, in a shape that no other line of ours can contradict.
// An index makes a field's type of the first value that it sees, and refuses documents whose value is of another type later. So whatever is told besides
// the fixed fields is a text under `labels`, or one of the texts under `error`, and nothing but `@timestamp` looks like a date. The whole line stands in `message`.
import { type LogLine, readLine } from '../log-line.ts';

export interface DocumentOrigin {
  readonly hostname: string;
  readonly version: string;
  readonly indexPrefix: string;
}

/** An index on its own settings has room for a thousand fields, and a label takes two of them. */
const MOST_LABELS = 100;
const LONGEST_NAME = 60;
/** Whole in `message`; a keyword of more than 32 KiB would be refused. */
const LONGEST_VALUE = 1_000;

/** Two lines of a bulk request, each with its end. */
export function bulkLines(line: LogLine, { hostname, version, indexPrefix }: DocumentOrigin): string {
  const { id, text, at, level, loggerName, event, data } = readLine(line);
  const { error, ...rest } = data;
  const when = new Date(at).toISOString();
  const action = { create: { _index: `${indexPrefix}-${when.slice(0, 10).replaceAll('-', '.')}`, _id: id } };
  const document = {
    '@timestamp': when,
    message: text,
    log: { level, logger: loggerName },
    event: { id, action: event, dataset: 'tocsin.log', module: 'tocsin' },
    host: { name: undated(hostname) },
    service: { name: 'tocsin', version: undated(version) },
    ...(error !== undefined && { error: errorOf(error) }),
    labels: labelsOf(rest),
  };
  return `${JSON.stringify(action)}\n${JSON.stringify(document)}\n`;
}

/** Under the names of the schema; what else an error tells stands in `message`. */
function errorOf(error: unknown): Readonly<Record<string, string>> {
  if (typeof error !== 'object' || error === null) return textsOf([['message', error]]);
  const told = new Map(Object.entries(error));
  return textsOf([
    ['type', told.get('name')],
    ['code', told.get('code')],
    ['message', told.get('message')],
    ['stack_trace', told.get('stack')],
  ]);
}

/** A dot in a name would make an object of it. */
function labelsOf(data: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const named = Object.entries(data).map(
    ([name, value]) => [name.replaceAll(/[^A-Za-z0-9_]+/g, '_').slice(0, LONGEST_NAME), value] as const,
  );
  return textsOf(named.filter(([name]) => name !== '').slice(0, MOST_LABELS));
}

function textsOf(pairs: readonly (readonly [string, unknown])[]): Readonly<Record<string, string>> {
  const told = pairs.filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(told.map(([name, value]) => [name, undated(textOf(value))]));
}

function textOf(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE).toWellFormed()}…`;
}

/** In quotation marks where it begins as a date does: else a field becomes one, and refuses every other text. */
const undated = (text: string): string => (/^\s*(?:\d{4}|[+-]\d{4,})[-/T]/.test(text) ? `"${text}"` : text);
