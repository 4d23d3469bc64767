import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { startFakeEngine } from '../support/fake-engine/fake-engine.ts';
import { describeInBrowser } from './describe-in-browser.ts';
import { ownServer } from './own-server.ts';

const PATIENCE_MS = 60_000;
const ESC = '\u001b';
/** What text has to have against its ground to be read by most (WCAG 2.2, 1.4.3). */
const LEAST_CONTRAST = 4.5;

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n);
const painted = (codes: string): string => `${ESC}[${codes}mx${ESC}[0m`;

/** Each colour of 256 as text, as ground and reversed; each of the sixteen on each; and some of all there are. */
const LINES: readonly string[] = [
  numbers(256).map((n) => painted(`38;5;${n}`)),
  numbers(256).map((n) => painted(`48;5;${n}`)),
  numbers(256).map((n) => painted(`7;2;38;5;${n}`)),
  ...numbers(16).map((ground) => numbers(16).map((ink) => painted(`48;5;${ground};38;5;${ink}`))),
  numbers(512).map((n) => painted(`38;2;${(n >> 6) * 36};${((n >> 3) % 8) * 36};${(n % 8) * 36}`)),
  numbers(8).map((n) => painted(`${30 + n};${107 - n}`)),
].map((parts) => parts.join(''));

interface Contrast {
  readonly look: string;
  readonly ratio: number;
}

/** Of every part of a line that has a look, as it is painted. */
function contrasts(page: Page): Promise<readonly Contrast[]> {
  return page.evaluate(() => {
    const paint = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const painted = (colours: readonly string[]): readonly number[] => {
      if (!paint) return [];
      for (const colour of colours) {
        paint.fillStyle = colour;
        paint.fillRect(0, 0, 1, 1);
      }
      return [...paint.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const luminance = (rgb: readonly number[]): number => {
      const [red = 0, green = 0, blue = 0] = rgb.map((part) =>
        part <= 10 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
      );
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const groundOf = (element: Element | null): readonly string[] =>
      element === null ? ['white'] : [...groundOf(element.parentElement), getComputedStyle(element).backgroundColor];
    return [...document.querySelectorAll('.log-view code span[class]')].map((span) => {
      const ground = groundOf(span);
      const [a, b] = [luminance(painted([...ground, getComputedStyle(span).color])), luminance(painted(ground))];
      return {
        look: `${span.className} ${span.getAttribute('style') ?? ''}`,
        ratio: (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05),
      };
    });
  });
}

describeInBrowser('the colours of a line', (suite) => {
  test(
    'can be read in both themes, whatever the program chose',
    async () => {
      const engine = await startFakeEngine();
      const web = engine.addContainer({ name: 'web' });
      const { page, admin, go } = await ownServer(suite, '/users', { dockerHost: [{ name: 'nas', url: engine.url }] });
      const found = async () => (await admin.get('/api/containers')).body?.items;
      await expect.poll(found, { timeout: 20_000 }).toHaveLength(1);
      for (const line of LINES) web.log('stdout', line);
      await go(`/logs?containers=${web.id}`);
      await expect.poll(() => page.locator('.log-view li').count()).toBe(LINES.length);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        const all = await contrasts(page);
        expect(all.length).toBeGreaterThan(1_400);
        expect(all.filter(({ ratio }) => ratio < LEAST_CONTRAST)).toEqual([]);
        // Colours are colours, and not all one.
        expect(new Set(all.map(({ look }) => look)).size).toBeGreaterThan(200);
      }
    },
    PATIENCE_MS,
  );
});
