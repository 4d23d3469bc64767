import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { Preferences } from './preferences.ts';

function home(kept: Readonly<Record<string, string>> = {}) {
  const items = new Map(Object.entries(kept));
  const root = { dataset: {} as DOMStringMap };
  const storage = {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  };
  return { items, root, storage: () => storage };
}

describe('preferences', () => {
  test('follow the system and listen to the keyboard until somebody chooses', () => {
    const preferences = new Preferences(home());
    expect(preferences.theme.value).toBe('system');
    expect(preferences.shortcuts.value).toBe(true);
  });

  test('are kept, and are there again', () => {
    const here = home();
    const preferences = new Preferences(here);
    preferences.chooseTheme('dark');
    preferences.switchShortcuts(false);
    expect(here.root.dataset.theme).toBe('dark');
    const again = new Preferences(here);
    expect(again.theme.value).toBe('dark');
    expect(again.shortcuts.value).toBe(false);
  });

  test('leave nothing behind when they go back to what is usual', () => {
    const here = home({ 'tocsin-theme': 'light', 'tocsin-shortcuts': 'off' });
    const preferences = new Preferences(here);
    preferences.chooseTheme('system');
    preferences.switchShortcuts(true);
    expect([...here.items]).toEqual([]);
    expect(here.root.dataset).toEqual({});
  });

  test('keep that the first steps are done, and take no other word for it', () => {
    const here = home({ 'tocsin-first-steps': 'begun' });
    const preferences = new Preferences(here);
    expect(preferences.firstStepsDone.value).toBe(false);
    preferences.finishFirstSteps();
    expect(preferences.firstStepsDone.value).toBe(true);
    expect(new Preferences(here).firstStepsDone.value).toBe(true);
  });

  test('keep which rules to begin with were chosen, until these are in force', () => {
    const here = home();
    const preferences = new Preferences(here);
    expect(preferences.starterRules.value).toBeUndefined();
    preferences.chooseStarterRules(['Panic', 'Disk full']);
    expect(preferences.starterRules.value).toEqual(['Panic', 'Disk full']);
    expect(new Preferences(here).starterRules.value).toEqual(['Panic', 'Disk full']);
    preferences.chooseStarterRules(undefined);
    expect(preferences.starterRules.value).toBeUndefined();
    expect([...here.items]).toEqual([]);
  });

  test('keep in which zones lines are shown', () => {
    const here = home();
    new Preferences(here).keepLogZones('Asia/Tokyo');
    const again = new Preferences(here);
    expect(again.logZones.value).toBe('Asia/Tokyo');
    again.keepLogZones(undefined);
    expect(new Preferences(here).logZones.value).toBeUndefined();
    expect([...here.items]).toEqual([]);
  });

  test('hold for the page where storage is forbidden', () => {
    const root = { dataset: {} as DOMStringMap };
    const preferences = new Preferences({
      root,
      storage: () => {
        throw new Error('forbidden');
      },
    });
    preferences.chooseTheme('dark');
    expect(preferences.theme.value).toBe('dark');
    expect(root.dataset.theme).toBe('dark');
  });

  test('take a theme that nobody offers for no choice', () => {
    expect(new Preferences(home({ 'tocsin-theme': 'pink' })).theme.value).toBe('system');
  });

  test('and the script that runs before the first paint read the same key', () => {
    const here = home();
    new Preferences(here).chooseTheme('dark');
    const script = readFileSync(path.resolve(import.meta.dirname, '..', 'public', 'theme.js'), 'utf8');
    for (const key of here.items.keys()) expect(script).toContain(`'${key}'`);
  });
});
