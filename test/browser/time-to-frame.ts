import type { Page } from 'playwright-core';

/** Milliseconds from an input of somebody to the next frame that is painted behind all that it set off, as Interaction to Next Paint has it. */
export async function timeToFrame(page: Page, click: () => Promise<void>): Promise<number> {
  await page.evaluate(() => {
    const frame = new Promise<number>((resolve) => {
      const clicked = ({ timeStamp }: Event): void => {
        // What is due behind a frame’s callbacks runs when it was painted.
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - timeStamp)));
      };
      addEventListener('click', clicked, { capture: true, once: true });
    });
    Object.assign(globalThis, { frame });
  });
  await click();
  return page.evaluate(() => (globalThis as unknown as { readonly frame: Promise<number> }).frame);
}

export const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
