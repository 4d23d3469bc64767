// A pattern for lines like this one: what changes from line to line is generalised, and captured by a name.

interface Kind {
  readonly name: string;
  readonly found: RegExp;
  readonly pattern: string;
}

/** The order matters: a UUID has numbers in it, an address has, too. An IPv6 address has eight parts or `::`, which a time of day has not. */
const KINDS: readonly Kind[] = [
  { name: 'mail', found: /(?<![\w.+-])[\w.+-]+@\w[\w-]*(?:\.\w[\w-]*)+/y, pattern: '[\\w.+-]+@[\\w.-]+' },
  { name: 'id', found: /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/iy, pattern: '[0-9A-Fa-f-]{36}' },
  { name: 'mac', found: /\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b(?!:)/iy, pattern: '(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}' },
  {
    name: 'ip',
    found:
      /(?<![\w:])(?=[a-f:]*\d)(?:(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,6})?::(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,6})?)(?![\w:])/iy,
    pattern: '[0-9A-Fa-f:]{3,39}',
  },
  { name: 'ip', found: /\b\d{1,3}(?:\.\d{1,3}){3}\b/y, pattern: '\\d{1,3}(?:\\.\\d{1,3}){3}' },
  { name: 'hash', found: /\b(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{8,}\b/iy, pattern: '[0-9A-Fa-f]+' },
  { name: 'number', found: /\b\d+(?:\.\d+)?/y, pattern: '\\d+(?:\\.\\d+)?' },
];

/** The time that a line begins with, in brackets or not: each line has another. */
const LEADING_TIME =
  /^[[(]?(?:\d{4}[-/]\d{2}[-/]\d{2}[T ]\d{2}:\d{2}:\d{2}(?:[.,]\d+)?(?:Z|[+-]\d{2}:?\d{2})?|[A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2})[\])]?[\s:,|-]*/;
/** A pattern has at most 2 KiB, and nobody reads a longer one. */
const MOST_CHARACTERS = 200;
const MOST_GROUPS = 8;

export function suggestPattern(line: string): string {
  const text = line.replace(LEADING_TIME, '').trim().slice(0, MOST_CHARACTERS);
  const counts = new Map<string, number>();
  let pattern = '';
  let groups = 0;
  for (let at = 0; at < text.length; ) {
    const kind = KINDS.find(({ found }) => {
      found.lastIndex = at;
      return found.test(text);
    });
    if (kind === undefined) {
      pattern += escaped(text.charAt(at));
      at += 1;
      continue;
    }
    at = kind.found.lastIndex;
    const count = (counts.get(kind.name) ?? 0) + 1;
    counts.set(kind.name, count);
    groups += 1;
    const name = count === 1 ? kind.name : `${kind.name}${count}`;
    pattern += groups <= MOST_GROUPS ? `(?P<${name}>${kind.pattern})` : `(?:${kind.pattern})`;
  }
  return pattern;
}

const escaped = (character: string): string => (/[\\^$.*+?()[\]{}|]/.test(character) ? `\\${character}` : character);
