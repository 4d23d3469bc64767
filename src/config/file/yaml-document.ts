// Reads a YAML document that a person wrote, and tells every fault with its place.
import { type Document, isCollection, isNode, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import { writeOutAliases } from './yaml-aliases.ts';

export type YamlPath = readonly (string | number)[];

export interface YamlPosition {
  /** Both count from 1. */
  readonly line: number;
  readonly column: number;
}

export interface YamlFault extends YamlPosition {
  readonly message: string;
}

export interface YamlDocument {
  /** Plain values: records, lists, texts, numbers, booleans, null. Undefined for an empty document. */
  readonly data: unknown;
  /** Where this place stands in the text, or the nearest place above it that stands there. */
  positionOf(path: YamlPath): YamlPosition;
}

export type YamlResult =
  | { readonly ok: true; readonly document: YamlDocument }
  | { readonly ok: false; readonly faults: readonly YamlFault[] };

export const LARGEST_YAML_BYTES = 1024 * 1024;

export interface YamlLimits {
  readonly largestBytes?: number;
  /** Values that aliases may repeat. Unless said, enough for a file in which anchors spare repetition, too few for one that grows to gigabytes. */
  readonly mostRepeated?: number;
}

const MOST_REPEATED = 1_000;
const MOST_FAULTS = 20;

/**
 * Reads a YAML document that a person wrote. It must be one document of at most 1 MiB, unless said, with unique, plain keys and no tags beyond YAML's own; every fault is
 * told with its place. It never throws.
 */
export function parseYaml(
  text: string,
  { largestBytes = LARGEST_YAML_BYTES, mostRepeated = MOST_REPEATED }: YamlLimits = {},
): YamlResult {
  if (Buffer.byteLength(text) > largestBytes) return refuse(`the file is larger than ${largestBytes / 2 ** 20} MiB`);
  try {
    const counter = new LineCounter();
    const parsed = parseDocument(text, { ...OPTIONS, lineCounter: counter });
    const found = worthTelling([...parsed.errors, ...parsed.warnings, ...doubledKeys(parsed)]);
    const faults = found.map(({ message, pos }) => ({ message: sentence(message), ...place(counter, pos[0]) }));
    if (faults.length > 0) return { ok: false, faults };
    const fault = writeOutAliases(parsed, mostRepeated);
    if (fault) return { ok: false, faults: [{ message: fault.message, ...place(counter, fault.offset) }] };
    const data: unknown = parsed.contents === null ? undefined : parsed.toJS();
    return { ok: true, document: { data, positionOf: (path) => positionIn(parsed, counter, path) } };
  } catch (error) {
    return refuse(sentence(error instanceof Error ? error.message : String(error)));
  }
}

/** The library's own check for doubled keys takes quadratic time. */
const OPTIONS = {
  version: '1.2',
  prettyErrors: false,
  stringKeys: true,
  uniqueKeys: false,
  resolveKnownTags: false,
} as const;

/** Where the library ran out of stack, what it found on its way out is not the file's. */
const TOO_DEEP = /^Maximum call stack|: Stack overflow$/;

function worthTelling(found: readonly Found[]): readonly Found[] {
  const tooDeep = found.find(({ message }) => TOO_DEEP.test(message));
  return tooDeep ? [tooDeep] : found.slice(0, MOST_FAULTS);
}

interface Found {
  readonly message: string;
  readonly pos: readonly [number, number];
}

function doubledKeys(document: Document.Parsed): readonly Found[] {
  const doubled: Found[] = [];
  visit(document, {
    Map(_, map) {
      const seen = new Set<string>();
      for (const { key } of map.items) {
        const name = isScalar(key) ? String(key.value) : '';
        if (seen.has(name) && isNode(key)) {
          doubled.push({ message: `"${name}" stands here twice`, pos: [key.range?.[0] ?? 0, 0] });
        }
        seen.add(name);
      }
    },
  });
  return doubled;
}

/** What people meet, and whatever quotes the text, where the quoted part may be a secret: in our words. */
const SENTENCES: readonly (readonly [library: RegExp, ours: string])[] = [
  [TOO_DEEP, 'it is nested too deeply'],
  [/^Source contains multiple/, 'only one document may stand in the file'],
  [/\btag\b|^Verbatim tags/i, 'a tag stands here; only plain values are allowed'],
  [/^Block scalar header/, 'nothing but an indentation, + or - may follow | and >'],
  [/^Unknown directive|^Unsupported YAML version/, 'a line that begins with % is not understood'],
  [/^Invalid escape sequence/, 'an escape sequence in double quotes is not valid'],
];

/** The rest in the library's words, without what it quotes at the end. */
function sentence(message: string): string {
  const known = SENTENCES.find(([library]) => library.test(message))?.[1];
  return known ?? (message.charAt(0).toLowerCase() + message.slice(1)).replace(/: ".*$/s, '');
}

function refuse(message: string): YamlResult {
  return { ok: false, faults: [{ line: 1, column: 1, message }] };
}

/** Walks down as far as the path leads; for a field that is its name, not its value. */
function positionIn(document: Document.Parsed, counter: LineCounter, path: YamlPath): YamlPosition {
  let node: unknown = document.contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const step of path) {
    if (!isCollection(node)) break;
    const item: unknown = node.items.find((candidate, at) => stepOf(candidate, at) === step);
    const [named, value] = isPairLike(item) ? [item.key, item.value] : [item, item];
    if (!isNode(named)) break;
    offset = named.range?.[0] ?? offset;
    node = value;
  }
  return place(counter, offset);
}

interface PairLike {
  readonly key: unknown;
  readonly value: unknown;
}

function isPairLike(item: unknown): item is PairLike {
  return typeof item === 'object' && item !== null && 'key' in item && 'value' in item && !isNode(item);
}

function stepOf(item: unknown, at: number): string | number {
  if (!isPairLike(item)) return at;
  return typeof item.key === 'object' && item.key !== null && 'value' in item.key ? String(item.key.value) : '';
}

function place(counter: LineCounter, offset: number): YamlPosition {
  const { line, col } = counter.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}
