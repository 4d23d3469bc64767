import type { Page } from 'playwright-core';

const MOST_STOPS = 60;

export interface Stop {
  /** The accessible name, roughly: its label, or what it says. */
  readonly name: string;
  /** Is it visible that the focus is here? */
  readonly marked: boolean;
}

/** Where the focus is. */
export function focusedStop(page: Page): Promise<Stop> {
  return page.evaluate(() => {
    const element = document.activeElement ?? document.body;
    const isField = [HTMLInputElement, HTMLTextAreaElement, HTMLSelectElement].some((kind) => element instanceof kind);
    // What is a field has labels, perhaps none.
    const label = isField ? (element as HTMLInputElement).labels?.[0]?.textContent : undefined;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return {
      name: (element.getAttribute('aria-label') ?? label ?? element.textContent ?? '').trim(),
      marked: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2,
    };
  });
}

/** Presses Tab until the focus is on what bears this name; the stops on the way, that one included. */
export async function tabTo(page: Page, name: string): Promise<readonly Stop[]> {
  const stops: Stop[] = [];
  while (stops.length < MOST_STOPS) {
    await page.keyboard.press('Tab');
    const stop = await focusedStop(page);
    stops.push(stop);
    if (stop.name === name) return stops;
  }
  throw new Error(`${name} is not among the first stops: ${stops.map((stop) => stop.name).join(', ')}`);
}

/** Goes to what bears this name, and presses Enter there. */
export async function press(page: Page, name: string): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press('Enter');
}

/** Goes to the field of this label, and types there. */
export async function fill(page: Page, label: string, text: string): Promise<void> {
  await tabTo(page, label);
  await page.keyboard.type(text);
}
