// Somebody who walks through screens by hand. What the machine takes is measured; what a person takes for reading, pointing and typing is counted and not waited for.
import type { Locator, Page } from 'playwright-core';

/** In seconds: of somebody who sees each screen for the first time, and types with care. */
export const PACE = { aScreen: 6, aClick: 1.5, aKey: 0.3, aPaste: 4 } as const;

export interface Step {
  readonly name: string;
  readonly machineSeconds: number;
  readonly personSeconds: number;
  readonly clicks: number;
  readonly screens: number;
}

export interface Person {
  readonly page: Page;
  readonly steps: readonly Step[];
  /** A part of the way, which has a name. */
  step(name: string, walk: () => Promise<void>): Promise<void>;
  /** Sees a screen that shows this, and reads it. */
  read(what: Locator): Promise<void>;
  click(what: Locator): Promise<void>;
  type(into: Locator, text: string): Promise<void>;
  /** Something that was copied elsewhere. */
  paste(into: Locator, text: string): Promise<void>;
  /** Does something beside the browser. */
  spend(seconds: number): void;
  /** What all of it has taken until now. */
  seconds(): number;
}

export function personAt(page: Page): Person {
  const steps: Step[] = [];
  let [person, clicks, screens] = [0, 0, 0];
  const act = async (seconds: number, deed: () => Promise<unknown>): Promise<void> => {
    person += seconds;
    await deed();
  };
  const click = (what: Locator): Promise<void> => {
    clicks += 1;
    return act(PACE.aClick, () => what.click());
  };
  return {
    ...{ page, steps, click },
    async step(name, walk) {
      [person, clicks, screens] = [0, 0, 0];
      const began = performance.now();
      await walk();
      const machineSeconds = (performance.now() - began) / 1_000;
      steps.push({ ...{ name, machineSeconds, personSeconds: person, clicks, screens } });
    },
    read(what) {
      screens += 1;
      return act(PACE.aScreen, () => what.waitFor());
    },
    async type(into, text) {
      await click(into);
      await act(PACE.aKey * text.length, () => page.keyboard.type(text));
    },
    async paste(into, text) {
      await click(into);
      await act(PACE.aPaste, () => page.keyboard.insertText(text));
    },
    spend(seconds) {
      person += seconds;
    },
    seconds: () => steps.reduce((sum, { machineSeconds, personSeconds }) => sum + machineSeconds + personSeconds, 0),
  };
}
