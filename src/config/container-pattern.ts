// Which containers are meant: the items of the settings that include and exclude some.
import { suggest } from './suggestion.ts';

/** One way to tell containers apart. In a pattern `*` stands for any characters and `?` for one; all else stands for itself. */
export type ContainerPattern =
  | { readonly by: 'name' | 'image' | 'project'; readonly pattern: string }
  | {
      readonly by: 'label';
      readonly label: string /** Undefined when any value will do. */;
      readonly pattern: string | undefined;
    };

const WORDS = ['name', 'image', 'label', 'project'] as const;

/** Nobody's name is longer, and so the time that a pattern takes has a limit. */
const LONGEST = 255;

/** `name=web-*`, `image=postgres:*`, `label=team`, `label=team=ops` or `project=shop`; undefined for anything else. */
export function parseContainerPattern(item: string): ContainerPattern | undefined {
  const { word, rest } = /^(?<word>[a-z]+)=(?<rest>.+)$/s.exec(item)?.groups ?? {};
  const by = WORDS.find((known) => known === word);
  if (by === undefined || rest === undefined || rest.length > LONGEST) return undefined;
  if (by === 'label') return parseLabel(rest);
  // Engines write names with a slash before them and people do not: such a pattern would never fit.
  return by !== 'image' && rest.includes('/') ? undefined : { by, pattern: rest };
}

function parseLabel(rest: string): ContainerPattern | undefined {
  const equals = rest.indexOf('=');
  if (equals === -1) return { by: 'label', label: rest, pattern: undefined };
  return equals === 0 ? undefined : { by: 'label', label: rest.slice(0, equals), pattern: rest.slice(equals + 1) };
}

/** What somebody probably meant who wrote an item that is none. */
export function meantPattern(item: string): string | undefined {
  const { word = '', rest = '' } = /^(?<word>\w+)\s*[=:]\s*\/?(?<rest>.+)$/s.exec(item)?.groups ?? {};
  const bare = /[:/]/.test(item) ? `image=${item}` : `name=${item}`;
  const guesses = [`${suggest(word, WORDS)}=${rest}`, item.includes('=') ? `label=${item}` : bare];
  return guesses.find((guess) => parseContainerPattern(guess) !== undefined);
}

/** As it could be written. */
export function shownPattern(item: ContainerPattern): string {
  if (item.by !== 'label') return `${item.by}=${item.pattern}`;
  return item.pattern === undefined ? `label=${item.label}` : `label=${item.label}=${item.pattern}`;
}
