import { describe, expect, test } from 'vitest';
import { DESTINATIONS } from './destinations.ts';
import { type ShortcutStage, shortcutsFor } from './shortcuts.ts';

const SHORTCUTS = shortcutsFor(DESTINATIONS);

function perform(keys: string): readonly string[] {
  const done: string[] = [];
  const stage: ShortcutStage = {
    go: (path) => done.push(`go ${path}`),
    focusSearch: () => done.push('search'),
    showHelp: () => done.push('help'),
  };
  for (const shortcut of SHORTCUTS.filter((each) => each.keys.join(' ') === keys)) shortcut.act(stage);
  return done;
}

describe('the shortcuts', () => {
  test.each([
    ['?', 'help'],
    ['/', 'search'],
    ['g o', 'go /'],
    ['g u', 'go /users'],
    ['g m', 'go /account'],
  ])('%s does: %s', (keys, deed) => {
    expect(perform(keys)).toEqual([deed]);
  });

  test('lead to every page of the navigation, and say where', () => {
    for (const { path, key, label } of DESTINATIONS) {
      expect(perform(`g ${key}`)).toEqual([`go ${path}`]);
      expect(SHORTCUTS.some(({ does }) => does === `Go to ${label}`)).toBe(true);
    }
  });

  test('never begin with the whole of another', () => {
    const written = SHORTCUTS.map(({ keys }) => `${keys.join(' ')} `);
    for (const one of written) expect(written.filter((other) => other.startsWith(one))).toEqual([one]);
  });
});
