// Keys that act while a part of a page has the focus, as the help tells of them. Each table stands beside what reads its keys.
export interface KeyMeaning {
  /** By the names that the browser has for them. */
  readonly keys: readonly string[];
  readonly does: string;
}

export interface PartKeys {
  readonly part: string;
  readonly keys: readonly KeyMeaning[];
}

const SIGNS: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  PageUp: 'Page Up',
  PageDown: 'Page Down',
  Escape: 'Esc',
};

/** What stands on a keyboard. */
export const signOf = (key: string): string => SIGNS[key] ?? key;
