// Random patterns over every feature of the language and random lines to match them on, from a seed: what the comparisons with other engines are fed.

const LITERALS = [...'abcABCkKsS12_ -éÉßσΣςжЖ日本😀\u212a\u017f\ufffdǆǅµμıİxy'];

// biome-ignore format: a table reads better in rows
const CLASSES = [
  '[ab]', '[^a]', '[a-c1]', '[^\\s]', '[\\w-]', '[[:alpha:]]', '[[:^digit:]]', '[^[:word:]]', '[]a]', '[^]a]', '[a-]',
  '[-a]', '[é-ж]', '[^é-ж]', '[\\x{80}-\\x{7ff}]', '[^\\x00-\\x7f]', '[\\x{fffd}]', '[^\\x{fffd}]', '[\\x{d800}-\\x{e000}]',
  '[\\x{10000}-\\x{10ffff}]', '[k-s]', '[^k]', '[[:upper:]]', '[[:punct:]]', '[\\D]', '[^\\W]', '[\\d\\pL]', '[^\\pL]',
  '[[:alnum:]]', '[[:ascii:]]', '[[:cntrl:]]', '[[:^graph:]]', '[[:lower:]]', '[[:print:]]', '[[:^space:]]', '[[:xdigit:]]', '[[:word:]é]',
  '[^\\n]', '[\\a\\f\\t\\r\\v]', '[\\x41-\\x43]', '[\\101-\\103]', '[\\]]', '[.]', '[$^]', '[[:space:][:blank:]]', '[a\\-c]',
];

// biome-ignore format: a table reads better in rows
const ESCAPES = [
  '\\d', '\\D', '\\w', '\\W', '\\s', '\\S', '\\t', '\\r', '\\a', '\\f', '\\v', '\\x41', '\\x{e9}', '\\x{1F600}', '\\101',
  '\\0', '\\.', '\\-', '\\\\', '\\[', '\\x{fffd}', '\\x{212a}', '\\_', '\\pL', '\\p{Lu}', '\\p{Greek}', '\\P{L}', '\\p{^Lu}',
  '\\P{Greek}', '\\pZ', '\\p{Ll}', '\\P{^Nd}', '\\pM', '\\p{Latin}', '\\pN', '\\p{Han}', '\\p{Cyrillic}', '\\pS', '\\PN', '\\p{Any}', '\\Qa.b\\E', '\\Q*\\E', '(?:)', '()',
];

const ASSERTIONS = ['^', '$', '\\b', '\\B', '\\A', '\\z'];
const REPETITIONS = ['*', '+', '?', '{2}', '{1,3}', '*?', '{2,}', '+?', '??', '{0,2}?', '{3,7}', '{0}', '{,3}'];
const FLAGS = ['i', 's', 'm', 'U', 'im', 'is', 'i-s', '-i', 'ms', 's-m', 'imsU', '-s', ''];

const CHARACTERS = [
  ...'abcABkKsS12_ -.*]éÉßẞσΣςжЖ日本語😀🎉\u212a\u017f\ufffdǆǅıİµμ\t\r\x00\x7f\x80\u07ff\u0800\ud7ff\ue000\uffff𐀀xy٣',
];
const COMMON = [...'abcAB12 _-k'];

// biome-ignore format: a table reads better in rows
/** Bytes that are no character, or not yet one. */
const BROKEN: readonly (readonly number[])[] = [
  [0xff], [0x80], [0xbf], [0xc0], [0xc1, 0x81], [0xc3], [0xe2], [0xe2, 0x82], [0xe0, 0x80, 0x80], [0xe0, 0xa0],
  [0xed, 0xa0, 0x80], [0xed, 0xbf], [0xf0, 0x9f], [0xf0, 0x9f, 0x98], [0xf0, 0x80, 0x80, 0x80], [0xf4, 0x90, 0x80, 0x80],
  [0xf5], [0xf4, 0x8f, 0xbf], [0xf1],
];

// biome-ignore format: a table reads better in rows
const WORDS = [
  'connection', 'refused', 'kiss', 'disk', 'is', 'full', 'session', 'lost', 'timeout', 'error', 'ERROR', 'Fatal', 'panic', 'EOF', 'GET',
  '/index.html', '200', '503', '10.0.0.1', 'user', 'root', '[warn]', '(core)', 'sketchy', 'tasks', 'naïve', 'Straße', '日本語', '😀', 'a', '',
  '"quoted"', 'x=1', '\t', '\r', '_id', 'kernel:', '0x1f', '\ufffd', 'ΣΊΣΥΦΟΣ', 'ok',
];

const MAX_DEPTH = 3;

export class RandomPatterns {
  #state: number;
  #names = 0;

  constructor(seed: number) {
    this.#state = seed | 1;
  }

  pattern(): string {
    this.#names = 0;
    const flags = this.below(4) === 0 ? `(?${this.#pick(['i', 's', 'm', 'U', 'im', 'is'])})` : '';
    return flags + this.#expression(0);
  }

  /**
   * A pattern of text that occurs in the line, some of it replaced by what matches it too, or hardly: what a rule for
   * such lines looks like, with windows to be found by.
   */
  patternFrom(line: string): string {
    const characters = [...line];
    const from = this.below(Math.max(characters.length - 3, 1));
    const piece = characters.slice(from, from + 2 + this.below(24));
    const text = piece.map((character) => this.#variant(character)).join('');
    const edges = [this.#pick(['', '', '', '^', '\\b']), this.#pick(['', '', '', '$', '\\b', '\\z'])];
    const whole = `${this.#pick(['', '', '(?i)', '(?s)'])}${edges[0]}${text}${edges[1]}`;
    return this.below(5) === 0 ? `${whole}|${this.patternFrom(line)}` : whole;
  }

  #variant(character: string): string {
    const plain = character.replace(/[\\^$.*+?()[\]{}|]/, '\\$&');
    switch (this.below(24)) {
      case 0:
        return '.';
      case 1:
        return `${plain}+`;
      case 2:
        return `(?:${plain}|${this.#pick(LITERALS)})`;
      case 3:
        return `[${/[\w ]/.test(character) ? character : 'a'}${this.#pick([...'xyz'])}]`;
      case 4:
        return `${plain}{1,2}`;
      case 5:
        return `(?i:${plain})`;
      case 6:
        return '.*';
      case 7:
        return `(${plain})${this.#pick(['', '?', '*?'])}`;
      default:
        return plain;
    }
  }

  /** A line without line feed; about every fourth character of half of the lines is broken when that is asked for. */
  line({ broken }: { readonly broken: boolean }): Uint8Array {
    const breaksOften = this.below(2) === 0;
    const alphabet = this.below(3) === 0 ? COMMON : CHARACTERS;
    const parts = Array.from({ length: this.below(14) }, () =>
      broken && this.below(breaksOften ? 3 : 12) === 0
        ? Uint8Array.from(this.#pick(BROKEN))
        : new TextEncoder().encode(this.#pick(alphabet)),
    );
    return Uint8Array.from(parts.flatMap((part) => [...part]));
  }

  /** A line of words, as logs have them, of which some are spelt with the letters that (?i) folds to others. */
  wordyLine(): string {
    const words = Array.from({ length: 1 + this.below(9) }, () => this.#pick(WORDS));
    const line = words.join(this.#pick([' ', ' ', ' ', '=', ': ', '-']));
    return this.below(3) > 0
      ? line
      : line.replace(/[ks]/g, (letter) => this.#pick(letter === 'k' ? ['k', 'K', '\u212a'] : ['s', 'S', '\u017f']));
  }

  /** The pattern with a few characters changed, mostly into something that is none. */
  mutated(pattern: string): string {
    const characters = [...pattern];
    for (let changes = 1 + this.below(3); changes > 0; changes--)
      characters.splice(
        this.below(characters.length + 1),
        this.below(2),
        this.#pick([...'()[]{}*+?|\\^$.-,109aP<>:=!iQEpxé']),
      );
    return characters.join('');
  }

  below(limit: number): number {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return (this.#state >>> 0) % limit;
  }

  #pick<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)] as T;
  }

  #expression(depth: number): string {
    let text = this.#concat(depth);
    while (this.below(4) === 0) text += `|${this.#concat(depth)}`;
    return text;
  }

  #concat(depth: number): string {
    const parts = Array.from(
      { length: this.below(6) },
      () => this.#atom(depth) + (this.below(2) ? this.#repetition() : ''),
    );
    return parts.join('');
  }

  #repetition(): string {
    return this.below(8) === 0 ? this.#pick(['{12}', '{0,9}', '{1}', '{0,1}']) : this.#pick(REPETITIONS);
  }

  #atom(depth: number): string {
    switch (this.below(depth > MAX_DEPTH ? 8 : 14)) {
      case 3:
        return '.';
      case 4:
        return this.#pick(ESCAPES);
      case 5:
        return this.#pick(CLASSES);
      case 6:
        return this.#pick(ASSERTIONS);
      case 8:
      case 9:
        return `(${this.#expression(depth + 1)})`;
      case 10:
        return `(?:${this.#expression(depth + 1)})`;
      case 11:
        return `(?${this.#pick(FLAGS)}:${this.#expression(depth + 1)})`;
      case 12:
        return `(?${this.#pick(['P', ''])}<n${this.#names++}>${this.#expression(depth + 1)})`;
      case 13:
        return `(?${this.#pick(FLAGS.filter((flags) => flags !== ''))})`;
      default:
        return this.#pick(LITERALS);
    }
  }
}
