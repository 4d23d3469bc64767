import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { systemClock } from '../../src/core/clock.ts';
import { describeInBrowser } from './describe-in-browser.ts';
import { type OwnServer, ownServer } from './own-server.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** By severity, how many hours ago it was. */
const SENT = [
  ['critical', 7],
  ['warn', 2],
] as const;

interface Drawn {
  readonly severity: string;
  /** The step on which the bar stands, from the left, as it is seen. */
  readonly step: number;
}

/** The bars as they are seen: where on the surface, and of which severity. */
function bars(page: Page): Promise<readonly Drawn[]> {
  return page.locator('.histogram-surface').evaluate((surface) => {
    const { left, width } = surface.getBoundingClientRect();
    const steps = Number(surface.getAttribute('aria-valuemax'));
    return [...surface.querySelectorAll<SVGElement>('rect')].map((bar) => {
      const box = bar.getBoundingClientRect();
      const middle = (box.left + box.width / 2 - left) / width;
      return { severity: bar.dataset.severity ?? '', step: Math.floor(middle * steps) };
    });
  });
}

describeInBrowser('the bars of the histogram', (suite) => {
  /** A server on which these events happened, hours apart; by severity, when. */
  async function sentHoursApart(): Promise<OwnServer & { readonly at: Readonly<Record<string, number>> }> {
    let behindMs = 0;
    const scene = await ownServer(suite, '/users', {
      clock: { ...systemClock, now: () => Date.now() - behindMs },
      sessionIdleHours: 12,
    });
    const at: Record<string, number> = {};
    for (const [severity, hours] of SENT) {
      behindMs = hours * HOUR_MS;
      const { status, body } = await scene.admin.post('/api/events', { severity, message: `${hours} hours ago` });
      expect(status).toBe(201);
      const event = (await scene.admin.get(`/api/events/${body?.id}`)).body;
      at[severity] = Date.parse(String(event?.created_at));
    }
    behindMs = 0;
    return { ...scene, at };
  }

  test('stand on the events screen at the times of their events, each of its severity', async () => {
    const { page, go, at } = await sentHoursApart();
    // Twelve hours are cut into steps of ten minutes.
    const from = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - 10 * HOUR_MS;
    const [begin, end] = [from, from + 12 * HOUR_MS].map((time) => encodeURIComponent(new Date(time).toISOString()));
    await go(`/events?from=${begin}&to=${end}`);
    const stepOf = (severity: string): number => Math.floor(((at[severity] ?? 0) - from) / (10 * MINUTE_MS));
    await expect.poll(() => bars(page)).toEqual(SENT.map(([severity]) => ({ severity, step: stepOf(severity) })));
  });

  test('stand on the overview as far apart as their events, each of its severity', async () => {
    const { page, go, at } = await sentHoursApart();
    await go('/');
    await expect
      .poll(async () => (await bars(page)).map(({ severity }) => severity))
      .toEqual(SENT.map(([severity]) => severity));
    // A day is cut into steps of half an hour.
    const halfHour = (time: number): number => Math.floor(time / (30 * MINUTE_MS));
    const [first, second] = await bars(page);
    const apart = halfHour(at.warn ?? 0) - halfHour(at.critical ?? 0);
    expect((second?.step ?? 0) - (first?.step ?? 0)).toBe(apart);
    const steps = Number(await page.getByRole('slider', { name: 'Choose a time' }).getAttribute('aria-valuemax'));
    // Two hours before the end, and half an hour may end while somebody looks.
    expect([4, 5]).toContain(steps - 1 - (second?.step ?? 0));
  });
});
