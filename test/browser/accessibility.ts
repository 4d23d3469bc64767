import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/** Of a theme only the colours can be wrong; what depends on the structure is checked once a width. */
const LOOKS = [
  { colorScheme: 'light', width: 1280, rules: undefined },
  { colorScheme: 'light', width: 360, rules: undefined },
  { colorScheme: 'dark', width: 360, rules: ['color-contrast', 'link-in-text-block'] },
  { colorScheme: 'dark', width: 1280, rules: ['color-contrast', 'link-in-text-block'] },
] as const;

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly help: string;
    readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[];
  }[];
}

/** Everything that is wrong with the page as it stands, in both themes, wide and narrow; an empty list is a good page. */
export async function accessibilityFaults(page: Page, name: string): Promise<readonly string[]> {
  await page.evaluate(AXE);
  const faults: string[] = [];
  for (const { colorScheme, width, rules } of LOOKS) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 800 });
    const where = `${name}, ${colorScheme}, ${width} px`;
    for (const { id, help, nodes } of (await runAxe(page, rules)).violations) {
      faults.push(`${where}: ${id} (${help}) at ${nodes.map(({ target }) => target.join(' ')).join('; ')}`);
    }
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (overflow > 0) faults.push(`${where}: ${overflow} px wider than the screen`);
  }
  return faults;
}

function runAxe(page: Page, rules: readonly string[] | undefined): Promise<AxeResult> {
  return page.evaluate((runOnly) => {
    // Put there by the script that was evaluated before.
    const { axe } = globalThis as unknown as { axe: { run(options: unknown): Promise<AxeResult> } };
    return axe.run({ resultTypes: ['violations'], ...(runOnly ? { runOnly } : {}) });
  }, rules);
}
