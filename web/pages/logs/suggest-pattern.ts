// A pattern for lines like this one: what changes from line to line is generalised, and captured by a name.

interface Kind {
  readonly name: string;
  readonly found: RegExp;
  readonly pattern: string;
}

/** What finds one such text is also the pattern for all of them. */
const alike = (name: string, pattern: string): Kind => ({
  name,
  found: new RegExp(`(?<!\\w)${pattern}`, 'y'),
  pattern,
});

const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
const WEEKDAY = '(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? )?';
const CLOCK = '\\d{2}:\\d{2}:\\d{2}(?:[.,]\\d+)?';

/** A moment is taken as a whole, with its letters: the name of a month, or the T before an hour, would hold for that month, that hour alone. */
const MOMENTS: readonly Kind[] = [
  alike('time', `\\d{4}[-/]\\d{2}[-/]\\d{2}[T ]${CLOCK}(?:Z|[+-]\\d{2}:?\\d{2})?`),
  alike('time', `\\d{2}/${MONTH}/\\d{4}:${CLOCK}(?: [+-]\\d{4})?`),
  alike('time', `${WEEKDAY}${MONTH} [ \\d]?\\d ${CLOCK}(?: \\d{4})?`),
  alike('time', `${WEEKDAY}\\d{1,2} ${MONTH} \\d{4} ${CLOCK}`),
  // As klog writes it, behind the letter of the severity.
  { ...alike('time', `\\d{4} ${CLOCK}`), found: /(?<=\b[IWEF])\d{4} \d{2}:\d{2}:\d{2}\.\d+/y },
];

/** The order matters: a UUID has numbers in it, an address has, too. An IPv6 address has eight parts or `::`, which a time of day has not. */
const KINDS: readonly Kind[] = [
  ...MOMENTS,
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
  { name: 'address', found: /\b0x[0-9a-f]+\b/iy, pattern: '0x[0-9A-Fa-f]+' },
  // Letters and digits by turns, and too long for a name or a duration.
  {
    name: 'id',
    found: /(?<![A-Za-z\d])(?=[A-Za-z\d]*\d[A-Za-z]+\d)[A-Za-z\d]{10,}(?![A-Za-z\d])/y,
    pattern: '[0-9A-Za-z]+',
  },
  // At the end of a word of letters they belong to its name, as in `utf8`; in one that begins with a digit all change, as in `1h2m`.
  { name: 'number', found: /(?:(?<![A-Za-z\d])|(?<=\b\d\w*))\d+(?:\.\d+)?/y, pattern: '\\d+(?:\\.\\d+)?' },
];

/** The time that a line begins with, in brackets or not: each line has another. */
const LEADING_TIME =
  /^[[(]?(?:\d{4}[-/]\d{2}[-/]\d{2}[T ]\d{2}:\d{2}:\d{2}(?:[.,]\d+)?(?:Z|[+-]\d{2}:?\d{2})?|[A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2})[\])]?[\s:,|-]*/;
/** A pattern has at most 2 KiB, and nobody reads a longer one. */
const MOST_CHARACTERS = 200;
/** What begins within those is looked at as a whole: half of an id would be text, and hold for that one id. */
const LONGEST_FOUND = 200;
const MOST_GROUPS = 8;

/** Of a message of several lines the first. */
export function suggestPattern(line: string): string {
  const [first = ''] = line.trim().split('\n', 1);
  const text = first
    .replace(LEADING_TIME, '')
    .trim()
    .slice(0, MOST_CHARACTERS + LONGEST_FOUND);
  const counts = new Map<string, number>();
  let pattern = '';
  let groups = 0;
  for (let at = 0; at < Math.min(text.length, MOST_CHARACTERS); ) {
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
