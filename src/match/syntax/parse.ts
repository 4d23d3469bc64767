// From a pattern's text to its tree: RE2 syntax, as Go's regexp package accepts it, by recursive descent.
import { readBracketClass, readNamedClass } from './class.ts';
import { depthOf, MAX_DEPTH } from './depth.ts';
import { readEscapedCharacter } from './escape.ts';
import { ExpressionParts } from './expression-parts.ts';
import { type Flags, type GroupHead, NO_FLAGS, readGroupHead } from './group.ts';
import type { Assertion, Node, Ranges } from './node.ts';
import type { ParseResult, Pattern } from './pattern.ts';
import { ANY, negate, only } from './ranges.ts';
import { Reader, Refusal } from './reader.ts';
import { MAX_REPEAT, nestedCount, type Repetition, readRepetition, refuseStacked } from './repetition.ts';
import { foldCase } from './unicode/case-folding.ts';

/** Longest pattern, in bytes of UTF-8. */
export const MAX_PATTERN_BYTES = 2048;

const NOT_LINE_FEED = negate([10, 10]);

/** Characters that mean themselves wherever they stand outside of a class; halves of characters are left to be read as one. */
const PLAIN_TEXT = /[^\\[(){}*+?.^$|\ud800-\udfff]+/y;

/** Reads a pattern, or says what is wrong with it and where. It never throws, whatever the text. */
export function parsePattern(text: string): ParseResult {
  try {
    return { ok: true, pattern: new Parser(text).pattern() };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, fault: error.fault };
    throw error;
  }
}

class Parser {
  readonly #reader: Reader;
  readonly #names: (string | null)[] = [];

  constructor(text: string) {
    this.#reader = new Reader(text);
  }

  pattern(): Pattern {
    const reader = this.#reader;
    refuseUnreadable(reader);
    const root = this.#expression(NO_FLAGS);
    if (!reader.atEnd)
      reader.refuse(
        'unexpected_parenthesis',
        reader.position,
        'This closing parenthesis has no opening one; write \\) for a parenthesis.',
      );
    if (depthOf(root) > MAX_DEPTH) reader.refuse('too_deep', 0, `The pattern nests deeper than ${MAX_DEPTH} levels.`);
    return { source: reader.text, root, groups: this.#names };
  }

  /** Reads up to the closing parenthesis or the end. Flags that are set on the way hold to there, across choices too. */
  #expression(flagsOutside: Flags): Node {
    const [reader, parts] = [this.#reader, new ExpressionParts()];
    let flags = flagsOutside;
    let afterRepetition = false;
    while (!reader.atEnd && !reader.startsWith(')')) {
      if (this.#plainText(parts, flags)) {
        afterRepetition = false;
        continue;
      }
      const repetition = readRepetition(reader, !flags.swapGreed);
      if (repetition) {
        if (afterRepetition) refuseStacked(reader, repetition);
        this.#repeat(parts, repetition);
      } else if (reader.take('|')) parts.nextChoice();
      else if (reader.take('(')) flags = this.#parenthesis(parts, flags);
      else if (reader.take('\\Q')) this.#quoted(parts, flags);
      else parts.add(this.#atom(flags));
      afterRepetition = repetition !== undefined;
    }
    return parts.finish();
  }

  /** Most of a pattern: characters that mean themselves, read many at a time. */
  #plainText(parts: ExpressionParts, flags: Flags): boolean {
    const text = this.#reader.match(PLAIN_TEXT)?.[0] ?? '';
    for (let i = 0; i < text.length; i++) parts.add(literal(text.charCodeAt(i), flags));
    return text !== '';
  }

  #repeat(parts: ExpressionParts, { min, max, greedy, position, text }: Repetition): void {
    const body = parts.takeLast();
    if (!body) refuseLoneRepetition(this.#reader, { position, text });
    const node: Node = { kind: 'repeat', body, min, max, greedy };
    const counted = min >= 2 || (max >= 2 && max !== Infinity);
    if (counted && nestedCount(node) > MAX_REPEAT)
      this.#reader.refuse(
        'repeat_too_large',
        position,
        `With the counts within it, ${text} repeats more than ${MAX_REPEAT} times.`,
      );
    parts.add(node);
  }

  /** Reads what an opening parenthesis begins, and gives the flags that hold after it. */
  #parenthesis(parts: ExpressionParts, flags: Flags): Flags {
    const reader = this.#reader;
    const start = reader.position - 1;
    const head = readGroupHead(reader, flags);
    if (head.kind === 'flags') return head.flags;
    const index = head.kind === 'capture' ? this.#announce(head) : 0;
    const body = this.#expression(head.kind === 'plain' ? head.flags : flags);
    if (!reader.take(')'))
      reader.refuse('missing_parenthesis', start, 'This parenthesis is never closed; write \\( for a parenthesis.');
    if (head.kind === 'plain') parts.add(body);
    else parts.add({ kind: 'group', body, index, ...(head.name === undefined ? {} : { name: head.name }) });
    return flags;
  }

  /** Numbers a capturing group when it opens, so that groups within it come after it. */
  #announce({ name, namePosition }: GroupHead & { kind: 'capture' }): number {
    if (name !== undefined && this.#names.includes(name))
      this.#reader.refuse(
        'duplicate_group_name',
        namePosition,
        `Two groups have the name ${name}; each needs its own.`,
      );
    return this.#names.push(name ?? null);
  }

  /** Reads literal text up to \E or the end. */
  #quoted(parts: ExpressionParts, flags: Flags): void {
    const reader = this.#reader;
    while (!reader.atEnd && !reader.take('\\E')) parts.add(literal(reader.next().codePointAt(0) ?? 0, flags));
  }

  #atom(flags: Flags): Node {
    const reader = this.#reader;
    if (reader.startsWith('[')) return classOf(readBracketClass(reader, flags.ignoreCase));
    if (reader.startsWith('\\')) return this.#escape(flags);
    const character = reader.next();
    switch (character) {
      case '.':
        return classOf(flags.dotAll ? ANY : NOT_LINE_FEED);
      case '^':
        return assert(flags.multiLine ? 'line-start' : 'text-start');
      case '$':
        return assert(flags.multiLine ? 'line-end' : 'text-end');
      default:
        return literal(character.codePointAt(0) ?? 0, flags);
    }
  }

  #escape(flags: Flags): Node {
    const reader = this.#reader;
    if (reader.take('\\A')) return assert('text-start');
    if (reader.take('\\z')) return assert('text-end');
    if (reader.take('\\b')) return assert('word-boundary');
    if (reader.take('\\B')) return assert('not-word-boundary');
    const named = readNamedClass(reader, flags.ignoreCase);
    return named ? classOf(named) : literal(readEscapedCharacter(reader), flags);
  }
}

/** What cannot be a pattern at all. */
function refuseUnreadable(reader: Reader): void {
  if (new TextEncoder().encode(reader.text).length > MAX_PATTERN_BYTES)
    reader.refuse('too_long', 0, `The pattern is longer than ${MAX_PATTERN_BYTES} bytes; split it into several rules.`);
  const lone = reader.text.search(/\p{Surrogate}/u);
  if (lone >= 0)
    reader.refuse('not_unicode', lone, 'The pattern holds half of a surrogate pair, which is no character.');
}

function refuseLoneRepetition(reader: Reader, { position, text }: Pick<Repetition, 'position' | 'text'>): never {
  return reader.refuse(
    'nothing_to_repeat',
    position,
    `There is nothing before ${text} to repeat; write \\${text[0]} for the character.`,
  );
}

/** What ASCII characters mean, made once: patterns spell the same few over and over. */
const literals = { exact: new Map<number, Node>(), folded: new Map<number, Node>() };

function literal(codePoint: number, { ignoreCase }: Flags): Node {
  const known = ignoreCase ? literals.folded : literals.exact;
  const there = known.get(codePoint);
  if (there !== undefined) return there;
  const alone = only(codePoint);
  const made = classOf(ignoreCase ? foldCase(alone) : alone);
  if (codePoint < 0x80) known.set(codePoint, made);
  return made;
}

function classOf(ranges: Ranges): Node {
  return ranges.length === 0 ? { kind: 'never' } : { kind: 'class', ranges };
}

function assert(assertion: Assertion): Node {
  return { kind: 'assert', assertion };
}
