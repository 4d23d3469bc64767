// What may follow an opening parenthesis: nothing, ?: , flags, or a name; and advice for what other engines have there.
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

/** Reads what stands between an opening parenthesis, which is read already, and what the group holds. */
export function readGroupHead(reader: Reader, flags: Flags): GroupHead {
  const start = reader.position - 1;
  if (!reader.startsWith('?')) return { kind: 'capture', namePosition: start };
  refuseForeign(reader, start);
  if (reader.match(/\?P?</y)) return readName(reader);
  const found = reader.match(/\?([imsU]*)(-[imsU]+)?([:)])/y);
  if (!found)
    reader.refuse(
      'bad_group',
      start,
      'This kind of group is not supported; after (? may come :, P<name>, <name> or the flags i, m, s, U.',
    );
  const changed = withFlags(withFlags(flags, found?.[1] ?? '', true), found?.[2] ?? '', false);
  return { kind: found?.[3] === ')' ? 'flags' : 'plain', flags: changed };
}

function readName(reader: Reader): GroupHead {
  const namePosition = reader.position;
  const name = reader.match(/(\w+)>/y)?.[1];
  if (name === undefined)
    reader.refuse(
      'bad_group_name',
      namePosition,
      'A group name is made of letters, digits and underscores and ends with >, as in (?P<name>…).',
    );
  return { kind: 'capture', name: name ?? '', namePosition };
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

function refuseForeign(reader: Reader, start: number): void {
  if (reader.match(/\?<?[=!]/y))
    reader.refuse(
      'look_around',
      start,
      `Look-around ${reader.since(start)}…) is not supported, as it cannot be matched in linear time: match the surroundings themselves and capture the part in between, and put what must not occur into the rule's exclude pattern.`,
    );
  if (reader.match(/\?P=|\?\(/y))
    reader.refuse(
      'back_reference',
      start,
      `${reader.since(start)}…) refers back to another group, which is not supported; write out what may stand there.`,
    );
  if (reader.match(/\?(?:P>|&|R|[+-]?\d)/y))
    reader.refuse(
      'back_reference',
      start,
      `${reader.since(start)}…) calls another group, which is not supported; write out what may stand there.`,
    );
  if (reader.match(/\?>/y))
    reader.refuse(
      'atomic_group',
      start,
      'Atomic groups (?>…) are not supported and not needed, as matching never goes back: write (?:…).',
    );
  if (reader.match(/\?#/y)) reader.refuse('bad_group', start, 'Comments (?#…) are not supported; leave them out.');
  if (reader.match(/\?'|\?\|/y))
    reader.refuse('bad_group', start, `${reader.since(start)} is not supported; name a group as (?P<name>…).`);
  if (reader.match(/\?[imsU]*x/y))
    reader.refuse('bad_group', start, 'The flag x is not supported; write the pattern without spaces and comments.');
}
