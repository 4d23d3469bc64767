import { describe, expect, test } from 'vitest';
import { at, lineBatch } from '../../../../test/support/line-batch.ts';
import { ManualClock } from '../../../../test/support/manual-clock.ts';
import { createWrittenLines, type WrittenLinesParts } from './written-lines.ts';

/** Containers of one workload that were found one after the other; the log of the one that is `silent` never ends. */
function given(names: readonly string[], silent?: string) {
  const clock = new ManualClock();
  const views = names.map((name, n) => ({
    name,
    found_at: new Date(n).toISOString(),
    workload: { kind: 'container' },
  }));
  const histories: WrittenLinesParts['histories'] = {
    // Only this is looked at of a container.
    containers: async () => views as unknown as Awaited<ReturnType<WrittenLinesParts['histories']['containers']>>,
    async read({ name }, _, { taker, signal }) {
      if (signal.aborted) return { how: 'closed' };
      taker.lines(lineBatch([{ text: `of ${name}`, at: at(0) }]));
      if (name !== silent) return { how: 'complete' };
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      return { how: 'closed' };
    },
  };
  const over = new AbortController();
  const lines = createWrittenLines({ histories, clock, coverage: { container: async () => undefined } });
  const told = async () => {
    const { items, unread } = await lines.recent('w', { limit: 50, minutes: 60, over: over.signal });
    return { texts: items.map(({ text }) => text).toSorted(), unread };
  };
  return { clock, over, told };
}

describe('the newest lines of a workload', () => {
  test('say which of its containers are not read where there are more than are', async () => {
    const names = Array.from({ length: 12 }, (_, n) => `web-${n}`);
    const { texts, unread } = await given(names).told();
    expect(texts).toHaveLength(10);
    expect(unread.map(({ container_name }) => container_name)).toEqual(['web-1', 'web-0']);
    expect(unread[0]?.why).toContain('Only the 10 newest');
  });

  test('that take too long are those that came by then, and it is said whose log was not read to its end', async () => {
    const { clock, told } = given(['old', 'silent', 'new'], 'silent');
    const asked = told();
    await clock.advance(10_000);
    const { texts, unread } = await asked;
    expect(texts).toEqual(['of new', 'of silent']);
    expect(unread.map(({ container_name }) => container_name)).toEqual(['silent', 'old']);
    expect(unread[0]?.why).toContain('10 seconds');
  });

  test('for which nobody waits any more are read no further', async () => {
    const { clock, over, told } = given(['old', 'silent'], 'silent');
    const asked = told();
    await clock.advance(0);
    over.abort();
    expect((await asked).texts).toEqual(['of silent']);
  });
});
