import type { Chord } from '../keyboard/chord-reader.ts';
import type { Destination } from './destinations.ts';

/** What a shortcut can make happen. */
export interface ShortcutStage {
  readonly go: (path: string) => void;
  readonly focusSearch: () => void;
  readonly showHelp: () => void;
}

export interface Shortcut extends Chord {
  /** What it does, for the help. */
  readonly does: string;
  readonly act: (stage: ShortcutStage) => void;
}

const EVERYWHERE: readonly Shortcut[] = [
  { keys: ['?'], does: 'Show these shortcuts', act: (stage) => stage.showHelp() },
  { keys: ['/'], does: 'Search or filter what the page lists', act: (stage) => stage.focusSearch() },
];

/** All shortcuts, in the order in which the help shows them. */
export function shortcutsFor(
  destinations: readonly Pick<Destination, 'key' | 'label' | 'path'>[],
): readonly Shortcut[] {
  const going = destinations.map(({ key, label, path }) => ({
    keys: ['g', key],
    does: `Go to ${label}`,
    act: (stage: ShortcutStage) => stage.go(path),
  }));
  return [...EVERYWHERE, ...going];
}
