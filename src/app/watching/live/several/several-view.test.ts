import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../../../../test/support/manual-clock.ts';
import { OpenStream } from '../../../../../test/support/open-stream.ts';
import { TocsinError } from '../../../../core/errors.ts';
import type { ContainerView } from '../../../../http/resources/watching/container-shapes.ts';
import type { LiveChoice } from '../../../../http/resources/watching/live-logs.ts';
import type { OpenView, Showing, ViewOpener } from '../view-contract.ts';
import { type ChoiceSource, chosenContainers } from './chosen-containers.ts';
import { showSeveral } from './several-view.ts';

const SHOP = { state: 'following', workload: { id: 'shop', kind: 'compose', name: 'shop' } } as const;

const container = (id: string, changes: Partial<ContainerView> = {}): ContainerView =>
  // Only these parts of a container are looked at.
  ({ id, name: id, found_at: '2026-01-01T00:00:00.000Z', ...SHOP, ...changes }) as ContainerView;

const coverageOf = (...there: readonly ContainerView[]): ChoiceSource => ({
  container: async (id) => there.find((one) => one.id === id),
  containersThere: async () => there,
  workloads: async () => [],
});

/** Somebody looks; `show` is what the view of a container does. */
async function looking(choice: Partial<LiveChoice>, coverage: ChoiceSource, show: OpenView['show']) {
  const [clock, browser] = [new ManualClock(), new OpenStream()];
  const opened: string[] = [];
  const openView: ViewOpener = async (id) => {
    opened.push(id);
    return { show };
  };
  const whole = { containers: [], workloads: [], ...choice };
  const first = await chosenContainers(whole, coverage);
  const view = { tail: 10, query: undefined, after: undefined };
  void showSeveral({ choice: whole, first, view, stream: browser.stream, clock, coverage, openView });
  return { clock, browser, opened };
}

const untilLeft = ({ signal }: Showing): Promise<'over'> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve('over'), { once: true }));

describe('a view of several containers', () => {
  test('shows what was named first, then of workloads the newest, and what has ended last', async () => {
    const at = (second: number) => ({ found_at: `2026-01-01T00:00:0${second}.000Z` });
    const shop = [
      container('old', at(1)),
      container('older', at(3)),
      container('ended', { ...at(9), state: 'idle' }),
      container('new', at(5)),
      container('gone', { ...at(7), state: 'gone' }),
    ];
    const other = container('other', { workload: { id: 'x', kind: 'compose', name: 'x' } });
    const choice = { containers: ['old', 'nobody', 'gone'], workloads: ['shop'] };
    const { containers, missing } = await chosenContainers(choice, coverageOf(...shop, other));
    expect(containers.map(({ id }) => id)).toEqual(['old', 'new', 'older', 'ended']);
    expect(missing).toEqual(['nobody', 'gone']);
  });

  test('does not begin again with one that is gone, although its workload has it for a moment longer', async () => {
    const { clock, opened } = await looking(
      { workloads: ['shop'] },
      coverageOf(container('web')),
      async ({ outlet }) => {
        outlet.gone();
        return 'over';
      },
    );
    await clock.advance(20_000);
    expect(opened).toEqual(['web']);
  });

  test('says once why one is not shown, and asks again for as long as that is so', async () => {
    const { clock, browser, opened } = await looking(
      { containers: ['web'] },
      coverageOf(container('web')),
      async () => 'full',
    );
    await clock.advance(16_000);
    expect(opened).toHaveLength(4);
    expect(browser.sent).toEqual([
      {
        event: 'state',
        data: { container_id: 'web', container: 'web', state: 'failed', words: expect.stringContaining('Too many') },
      },
    ]);
    browser.close('it has seen enough');
    await clock.advance(0);
    expect(clock.sleeping).toBe(0);
  });

  test('goes on with what it has while nobody can say what a workload has now', async () => {
    const there = coverageOf(container('web'));
    let asked = 0;
    const coverage = {
      ...there,
      containersThere: async () => {
        asked += 1;
        if (asked > 1) throw new TocsinError('store_unavailable', 'The disk is full.');
        return there.containersThere();
      },
    };
    const { clock, browser } = await looking({ workloads: ['shop'] }, coverage, untilLeft);
    await clock.advance(6_500);
    expect([asked, browser.closed.aborted]).toEqual([4, false]);
    browser.close('it has seen enough');
    await clock.advance(0);
    expect(clock.sleeping).toBe(0);
  });
});
