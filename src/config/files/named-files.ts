// Which files of the machine are to be watched: a path or a pattern of paths, what its lines are part of, and how they stand in it.
import { FORMATS, type FormatName, isMessageName, MESSAGE_UNLESS_SAID } from '../../core/files/file-format.ts';
import { pathAlternatives } from '../../core/files/path-alternatives.ts';
import { isRecord } from '../input/is-record.ts';
import { suggest } from '../suggestion.ts';

export interface NamedFiles {
  /** A path from the root on, or a pattern of such. */
  readonly pattern: string;
  /** Each file is its own unless said. */
  readonly workload: string | undefined;
  readonly format: FormatName;
  /** Of `ndjson`: the member that holds the message. */
  readonly message: string;
  /** Lines that belong together are joined to one. */
  readonly joinsLines: boolean;
  /** The pattern of the line with which one begins; undefined where they are known by their look. Whether it is one, whoever compiles it says. */
  readonly joinStart: string | undefined;
}

export type ReadFiles =
  | { readonly ok: true; readonly files: readonly NamedFiles[] }
  /** The end of the sentence "it …". */
  | { readonly ok: false; readonly fault: string };

const MOST_ENTRIES = 100;
const KEYS = ['path', 'workload', 'format', 'message', 'join_lines'] as const;
/** Behind a format, or instead of one. */
const JOINED = 'joined';
const WORKLOAD = /^[^\p{Cc}]{1,200}$/u;
const START = /^.{1,1000}$/s;
/** `shop=ndjson:/srv/shop/*.log`, `cri+joined:/var/log/pods/**`: what stands before the first slash says what the file is. */
const ENTRY = /^(?:(?<workload>[^/=]+)=)?(?:(?<format>[^/=:]+):)?(?<path>\/.*)$/s;

/** A list in YAML, or its entries in one text with commas between them. */
export function readFiles(value: unknown): ReadFiles {
  const entries = typeof value === 'string' ? entriesOf(value) : value;
  if (!Array.isArray(entries)) return refused('must be a list of paths such as /var/log/*.log');
  if (entries.length > MOST_ENTRIES) return refused(`must have no more than ${MOST_ENTRIES} entries`);
  const read = entries.map((entry, at) => placed(readEntry(entry), at));
  const wrong = read.find((one) => 'fault' in one);
  if (wrong && 'fault' in wrong) return refused(wrong.fault);
  const files = read.flatMap((one) => ('fault' in one ? [] : [one]));
  const twice = files.find(({ pattern }, at) => files.findIndex((one) => one.pattern === pattern) !== at);
  return twice ? refused(`names ${twice.pattern} twice`) : { ok: true, files };
}

/** As it could be written in the environment, and behind it in brackets what can be said in YAML alone. */
export function shownFiles({ pattern, workload, format, message, joinsLines, joinStart }: NamedFiles): string {
  const words = [...(format === 'plain' ? [] : [format]), ...(joinsLines ? [JOINED] : [])];
  const entry = `${workload === undefined ? '' : `${workload}=`}${words.length === 0 ? '' : `${words.join('+')}:`}${pattern}`;
  const more = [
    ...(message === MESSAGE_UNLESS_SAID ? [] : [`message: ${message}`]),
    ...(joinStart === undefined ? [] : [`join_lines: ${joinStart}`]),
  ];
  return more.length === 0 ? entry : `${entry} (${more.join(', ')})`;
}

/** A comma between braces parts alternatives of one path. */
const entriesOf = (text: string): readonly string[] =>
  text
    .split(/,(?![^{]*\})/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');

type Entry = NamedFiles | { readonly fault: string };

const refused = (fault: string): ReadFiles => ({ ok: false, fault });
const placed = (entry: Entry, at: number): Entry =>
  'fault' in entry ? { fault: `has at its place ${at + 1} ${entry.fault}` } : entry;

function readEntry(entry: unknown): Entry {
  if (typeof entry === 'string') {
    const parts = ENTRY.exec(entry)?.groups;
    return parts ? checked(ofWords(parts)) : { fault: `${quoted(entry)}, which is no path from the root on` };
  }
  if (!isRecord(entry)) return { fault: 'what is neither a path nor an object with one' };
  const unknown = Object.keys(entry).find((key) => !KEYS.some((known) => known === key));
  if (unknown !== undefined) {
    const near = suggest(unknown, KEYS);
    return { fault: `the unknown name ${quoted(unknown)}${near === undefined ? '' : `; did you mean ${near}?`}` };
  }
  return checked(entry);
}

/** `cri+joined` is a format and how its lines are read. */
function ofWords({ format, ...parts }: Readonly<Record<string, string | undefined>>) {
  const words = format?.split('+') ?? [];
  const isJoined = words.at(-1) === JOINED;
  const named = isJoined ? words.slice(0, -1) : words;
  return { ...parts, ...(named.length > 0 && { format: named.join('+') }), ...(isJoined && { join_lines: true }) };
}

function checked(entry: Readonly<Record<string, unknown>>): Entry {
  const { path, workload, format = 'plain', message, join_lines: joinsLines = false } = entry;
  const known = FORMATS.find((one) => one === format);
  const fault = pathFault(path);
  if (typeof path !== 'string' || fault !== undefined) return { fault: fault ?? 'no path' };
  if (known === undefined) return { fault: `the format ${quoted(format)}, which is none of ${FORMATS.join(', ')}` };
  if (workload !== undefined && !fits(WORKLOAD, workload)) return { fault: 'a workload that is no name' };
  if (message !== undefined && (known !== 'ndjson' || !isMessageName(message)))
    return { fault: 'a message, which names a member of the objects of ndjson, and of nothing else' };
  const how = { pattern: path, workload, format: known, message: message ?? MESSAGE_UNLESS_SAID };
  if (typeof joinsLines === 'boolean') return { ...how, joinsLines, joinStart: undefined };
  if (fits(START, joinsLines)) return { ...how, joinsLines: true, joinStart: joinsLines };
  return { fault: 'a join_lines that is neither true nor false, nor the pattern of a first line' };
}

const fits = (form: RegExp, value: unknown): value is string => typeof value === 'string' && form.test(value);
const quoted = (value: unknown): string => JSON.stringify(value)?.slice(0, 100) ?? 'nothing';

function pathFault(path: unknown): string | undefined {
  if (typeof path !== 'string') return 'no path';
  if (!path.startsWith('/')) return `${quoted(path)}, which does not begin at the root`;
  if (path.endsWith('/'))
    return `${quoted(path)}, which is a folder: name its files, such as ${quoted(`${path}*.log`)}`;
  if (path.includes('\0') || pathAlternatives(path) === undefined)
    return `the path ${quoted(path)}, which is longer or stands for more than may be`;
  return undefined;
}
