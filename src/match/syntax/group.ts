// What may follow an opening parenthesis: nothing, ?: , flags, or a name; and advice for what other engines have there.
import type { PatternFaultCode } from './pattern.ts';
import type { Reader } from './reader.ts';

/** The flags in force at one place of a pattern. */
export interface Flags {
  /** i: letters match both cases, by Unicode simple folding. */
  readonly ignoreCase: boolean;
  /** m: ^ and $ also hold beside line feeds. */
  readonly multiLine: boolean;
  /** s: the dot matches a line feed, too. */
  readonly dotAll: boolean;
  /** U: repetitions prefer less unless followed by ?. */
  readonly swapGreed: boolean;
}

export const NO_FLAGS: Flags = { ignoreCase: false, multiLine: false, dotAll: false, swapGreed: false };

export type GroupHead =
  /** `(?i)`: no group at all, but flags for what follows within the enclosing one. */
  | { readonly kind: 'flags'; readonly flags: Flags }
  | { readonly kind: 'plain'; readonly flags: Flags }
  | { readonly kind: 'capture'; readonly name?: string; readonly namePosition: number };

const NAME_FOLLOWS = /\?P?<(?![=!])/y;
const NAME = /(\w+)>/y;
const FLAGS = /\?([imsU]*)(-[imsU]+)?([:)])/y;

/** Reads what stands between an opening parenthesis, which is read already, and what the group holds. */
export function readGroupHead(reader: Reader, flags: Flags): GroupHead {
  const start = reader.position - 1;
  if (!reader.startsWith('?')) return { kind: 'capture', namePosition: start };
  if (reader.match(NAME_FOLLOWS)) return readName(reader);
  const found = reader.match(FLAGS);
  if (!found) return refuseForeign(reader, start);
  const [, on = '', off = '', end] = found;
  return { kind: end === ')' ? 'flags' : 'plain', flags: withFlags(withFlags(flags, on, true), off, false) };
}

function readName(reader: Reader): GroupHead {
  const namePosition = reader.position;
  const name = reader.match(NAME)?.[1];
  if (name !== undefined) return { kind: 'capture', name, namePosition };
  const message = 'A group name is made of letters, digits and underscores and ends with >, as in (?P<name>…).';
  return reader.refuse('bad_group_name', namePosition, message);
}

const FLAG_NAMES: Readonly<Record<string, keyof Flags>> = {
  i: 'ignoreCase',
  m: 'multiLine',
  s: 'dotAll',
  U: 'swapGreed',
};

function withFlags(flags: Flags, letters: string, value: boolean): Flags {
  const changed = [...letters].flatMap((letter) => FLAG_NAMES[letter] ?? []);
  return { ...flags, ...Object.fromEntries(changed.map((name) => [name, value])) };
}

/** What other engines have behind (? and what to write instead; the last one takes all that is left. */
const FOREIGN: readonly { readonly begin: RegExp; readonly code: PatternFaultCode; readonly advice: string }[] = [
  {
    begin: /\?<?[=!]/y,
    code: 'look_around',
    advice:
      "is look-around, which cannot be matched in linear time: match the surroundings themselves and capture the part in between, and put what must not occur into the rule's exclude pattern",
  },
  {
    begin: /\?P=|\?\(/y,
    code: 'back_reference',
    advice: 'refers back to another group, which is not supported: write out what may stand there',
  },
  {
    begin: /\?(?:P>|&|R|[+-]?\d)/y,
    code: 'back_reference',
    advice: 'calls another group, which is not supported: write out what may stand there',
  },
  {
    begin: /\?>/y,
    code: 'atomic_group',
    advice: 'is an atomic group, which is not supported and not needed, as matching never goes back: write (?:…)',
  },
  { begin: /\?#/y, code: 'bad_group', advice: 'is a comment, which is not supported: leave it out' },
  {
    begin: /\?[imsU]*x/y,
    code: 'bad_group',
    advice: 'has the flag x, which is not supported: write the pattern without spaces and comments',
  },
  {
    begin: /\?/y,
    code: 'bad_group',
    advice: 'is not supported; behind (? may come :, P<name>, <name> or the flags i, m, s, U',
  },
];

function refuseForeign(reader: Reader, start: number): never {
  const found = FOREIGN.find(({ begin }) => reader.match(begin));
  return reader.refuse(found?.code ?? 'bad_group', start, `${reader.since(start)}…) ${found?.advice}.`);
}
