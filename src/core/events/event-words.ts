// The words of a text, by which events are searched: of an event's message and of what is searched for alike.

/** What is no letter, mark or digit separates words. A longer one is several, each of so many characters, in a text and in a search alike. */
const WORD = /[\p{L}\p{M}\p{N}]{1,64}/gu;

/** What a search is for: every one of the words, and one that begins so. */
export interface WantedWords {
  readonly whole: readonly string[];
  readonly beginning: string;
}

/** Each once, in small letters; forms of one character that only look different are the same. */
export const wordsOf = (text: string): readonly string[] => [...new Set(folded(text).match(WORD))];

/** All words of the search, the last of which may be the beginning of one; undefined when it has none. */
export function wantedWords(search: string): WantedWords | undefined {
  const words = folded(search).match(WORD) ?? [];
  const beginning = words.at(-1);
  if (beginning === undefined) return undefined;
  return { whole: [...new Set(words.slice(0, -1))], beginning };
}

export function hasWords(text: string, { whole, beginning }: WantedWords): boolean {
  const plain = folded(text);
  // Most texts do not even hold them as parts of words, which is quickly seen.
  if (!plain.includes(beginning) || !whole.every((word) => plain.includes(word))) return false;
  const words = new Set(plain.match(WORD));
  return whole.every((word) => words.has(word)) && [...words].some((word) => word.startsWith(beginning));
}

/** The small sigma at the end of a word is another character than within it. */
const folded = (text: string): string => text.normalize('NFKC').toLowerCase().replaceAll('ς', 'σ');
