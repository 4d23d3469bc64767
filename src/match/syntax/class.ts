// Character classes: [a-z], [^…], [[:alpha:]], \d, \pL, \p{Greek}, with (?i) folded in.
import { PERL_CLASSES, POSIX_CLASSES } from './ascii-classes.ts';
import { readEscapedCharacter } from './escape.ts';
import type { Ranges } from './node.ts';
import { negate, normalize, union } from './ranges.ts';
import type { Reader } from './reader.ts';
import { foldCase } from './unicode/case-folding.ts';
import { unicodeClass } from './unicode/unicode-class.ts';

const PERL = /\\([dswDSW])/y;
const UNICODE = /\\([pP])(?:\{([^}]*)\}|([^{])|)/uy;
const POSIX = /\[:(\^?)((?:(?!:\]).)*):\]/suy;

/** Reads a class at its opening bracket. Folding comes before negation: (?i)[^k] excludes K and the Kelvin sign too. */
export function readBracketClass(reader: Reader, ignoreCase: boolean): Ranges {
  const start = reader.position;
  reader.take('[');
  const negated = reader.take('^');
  const written: number[] = [];
  const classes = new Set<Ranges>();
  // A closing bracket that comes first is a member.
  for (let first = true; first || !reader.startsWith(']'); first = false) {
    if (reader.atEnd) refuseUnclosed(reader, start);
    const named = readPosixClass(reader, ignoreCase) ?? readNamedClass(reader, ignoreCase);
    if (named) classes.add(named);
    else written.push(...readRange(reader, start));
  }
  reader.take(']');
  // What was written out is folded at once, and a class that is named again counts once: a class costs what it holds.
  const members = union(fold(normalize(written), ignoreCase), ...classes);
  return negated ? negate(members) : members;
}

/** Reads \d, \s, \w, \p…, or their negations; undefined when none of them stands here. */
export function readNamedClass(reader: Reader, ignoreCase: boolean): Ranges | undefined {
  if (!reader.startsWith('\\')) return undefined;
  const perl = reader.match(PERL)?.[1];
  if (perl) {
    const lower = perl.toLowerCase();
    return signed(PERL_CLASSES[lower] ?? [], { ignoreCase, negated: perl !== lower });
  }
  return readUnicodeClass(reader, ignoreCase);
}

function readUnicodeClass(reader: Reader, ignoreCase: boolean): Ranges | undefined {
  const start = reader.position;
  const found = reader.match(UNICODE);
  if (!found) return undefined;
  const written = found[2] ?? found[3] ?? '';
  const inverse = written.startsWith('^');
  const ranges = unicodeClass(inverse ? written.slice(1) : written);
  if (ranges) return signed(ranges, { ignoreCase, negated: (found[1] === 'P') !== inverse });
  return reader.refuse(
    'unknown_class',
    start,
    `There is no Unicode class ${found[0]}; a category is one or two letters as in \\pL and \\p{Lu}, a script has its full name as in \\p{Greek}.`,
  );
}

function readPosixClass(reader: Reader, ignoreCase: boolean): Ranges | undefined {
  const start = reader.position;
  const found = reader.match(POSIX);
  if (!found) return undefined;
  const ranges = Object.hasOwn(POSIX_CLASSES, found[2] ?? '') ? POSIX_CLASSES[found[2] ?? ''] : undefined;
  if (ranges) return signed(ranges, { ignoreCase, negated: found[1] === '^' });
  const names = Object.keys(POSIX_CLASSES).join(', ');
  return reader.refuse('unknown_class', start, `There is no class ${found[0]}; the names are ${names}.`);
}

/** A single member or a range such as a-z; a hyphen before the closing bracket is a member. */
function readRange(reader: Reader, classStart: number): Ranges {
  const start = reader.position;
  const lo = readMember(reader, classStart);
  if (!reader.startsWith('-') || reader.startsWith('-]') || reader.position + 1 >= reader.text.length) return [lo, lo];
  reader.take('-');
  const hi = readMember(reader, classStart);
  if (hi < lo)
    reader.refuse(
      'bad_class_range',
      start,
      `The range ${reader.since(start)} runs backwards; the smaller end comes first.`,
    );
  return [lo, hi];
}

function readMember(reader: Reader, classStart: number): number {
  if (reader.atEnd) refuseUnclosed(reader, classStart);
  return reader.startsWith('\\') ? readEscapedCharacter(reader) : (reader.next().codePointAt(0) ?? 0);
}

function refuseUnclosed(reader: Reader, start: number): never {
  return reader.refuse(
    'missing_bracket',
    start,
    'The class that begins here has no closing ]; write \\[ for a bracket.',
  );
}

interface Sign {
  readonly ignoreCase: boolean;
  readonly negated: boolean;
}

/** The classes that have a name are few, so each of their forms is made once and shared by all patterns. */
const signedForms = new WeakMap<Ranges, Map<string, Ranges>>();

function signed(ranges: Ranges, { ignoreCase, negated }: Sign): Ranges {
  const forms = signedForms.get(ranges) ?? new Map<string, Ranges>();
  signedForms.set(ranges, forms);
  const key = `${ignoreCase} ${negated}`;
  const known = forms.get(key);
  if (known) return known;
  const folded = fold(ranges, ignoreCase);
  const made = negated ? negate(folded) : folded;
  forms.set(key, made);
  return made;
}

function fold(ranges: Ranges, ignoreCase: boolean): Ranges {
  return ignoreCase ? foldCase(ranges) : ranges;
}
