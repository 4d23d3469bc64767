import { type ReadonlySignal, signal } from '@preact/signals';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

// The first key is also read by public/theme.js, before this code is there.
const THEME_KEY = 'tocsin-theme';
const RECEIPT_KEY = 'tocsin-seen-receipt';
const FIRST_STEPS_KEY = 'tocsin-first-steps';
const DONE = 'done';
const STARTERS_KEY = 'tocsin-starter-rules';
const SHORTCUTS_KEY = 'tocsin-shortcuts';
const LOG_ZONES_KEY = 'tocsin-log-zones';

export interface PreferenceHome {
  /** Asking for it throws where storage is forbidden. */
  readonly storage: () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  /** The element that carries `data-theme`. */
  readonly root: { readonly dataset: DOMStringMap };
}

/** What a person chose for this browser. Where storage is switched off, the choice lasts as long as the page. */
export class Preferences {
  readonly #home: PreferenceHome;
  readonly #theme = signal<Theme>('system');
  readonly #shortcuts = signal(true);
  readonly #firstStepsDone = signal(false);
  readonly #seenReceipt = signal<string | undefined>(undefined);
  readonly #logZones = signal<string | undefined>(undefined);
  readonly #starterRules = signal<readonly string[] | undefined>(undefined);

  constructor(home: PreferenceHome) {
    this.#home = home;
    this.#theme.value = THEMES.find((theme) => theme === this.#read(THEME_KEY)) ?? 'system';
    this.#shortcuts.value = this.#read(SHORTCUTS_KEY) !== 'off';
    this.#firstStepsDone.value = this.#read(FIRST_STEPS_KEY) === DONE;
    this.#seenReceipt.value = this.#read(RECEIPT_KEY) ?? undefined;
    this.#starterRules.value = this.#read(STARTERS_KEY)?.split('\n');
    this.#logZones.value = this.#read(LOG_ZONES_KEY) ?? undefined;
  }

  get theme(): ReadonlySignal<Theme> {
    return this.#theme;
  }

  /** Do single keys act, as in `g` `o`? */
  get shortcuts(): ReadonlySignal<boolean> {
    return this.#shortcuts;
  }

  /** Somebody has gone the first steps to their end, or wants none of them. */
  get firstStepsDone(): ReadonlySignal<boolean> {
    return this.#firstStepsDone;
  }

  finishFirstSteps(): void {
    this.#firstStepsDone.value = true;
    this.#write(FIRST_STEPS_KEY, DONE);
  }

  /** The names of the rules to begin with that somebody has chosen, and that are not in force yet. */
  get starterRules(): ReadonlySignal<readonly string[] | undefined> {
    return this.#starterRules;
  }

  chooseStarterRules(names: readonly string[] | undefined): void {
    this.#starterRules.value = names;
    this.#write(STARTERS_KEY, names?.join('\n'));
  }

  /** In which zones the times of lines are shown, as the screen of logs writes that. */
  get logZones(): ReadonlySignal<string | undefined> {
    return this.#logZones;
  }

  keepLogZones(zones: string | undefined): void {
    this.#logZones.value = zones;
    this.#write(LOG_ZONES_KEY, zones);
  }

  /** Of which start of the server a person has seen what it made up for. */
  get seenReceipt(): ReadonlySignal<string | undefined> {
    return this.#seenReceipt;
  }

  receiptSeen(start: string): void {
    this.#seenReceipt.value = start;
    this.#write(RECEIPT_KEY, start);
  }

  chooseTheme(theme: Theme): void {
    this.#theme.value = theme;
    this.#write(THEME_KEY, theme === 'system' ? undefined : theme);
    if (theme === 'system') delete this.#home.root.dataset.theme;
    else this.#home.root.dataset.theme = theme;
  }

  switchShortcuts(on: boolean): void {
    this.#shortcuts.value = on;
    this.#write(SHORTCUTS_KEY, on ? undefined : 'off');
  }

  #read(key: string): string | null {
    try {
      return this.#home.storage().getItem(key);
    } catch {
      return null;
    }
  }

  #write(key: string, value: string | undefined): void {
    try {
      if (value === undefined) this.#home.storage().removeItem(key);
      else this.#home.storage().setItem(key, value);
    } catch {
      // Storage is switched off or full; the choice holds for this page.
    }
  }
}
