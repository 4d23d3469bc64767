import { describe, expect, test } from 'vitest';
import { handSources } from '../../../test/support/hand-source.ts';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { followLines, type LineChoice } from './follow-lines.ts';
import { type Entry, isRemark } from './line-buffer.ts';

const line = (container: string, n: number) => ({
  container_id: `${container}-id`,
  container,
  id: `${n}`,
  stream: 'stdout',
  text: `${container} ${n}`,
  at: '2026-01-01T00:00:00.000000001Z',
  truncated: false,
  rules: [],
});

function followed(choice: Partial<LineChoice> = {}, query?: string) {
  const [clock, stop] = [new ManualClock(), new AbortController()];
  const { open, sources, latest } = handSources();
  const entries: Entry[] = [];
  const said = new Map<string, string>();
  const running = followLines(
    { containers: ['web-id', 'db-id'], workloads: [], ...choice },
    {
      entries: (came) => entries.push(...came),
      says: (about, words) => void (words === undefined ? said.delete(about) : said.set(about, words)),
    },
    { open, clock, untilKnown: () => Promise.resolve(), tail: 20, query, stop: stop.signal },
  );
  return {
    clock,
    stop,
    sources,
    latest,
    entries,
    running,
    shown: () => entries.map((entry) => (isRemark(entry) ? entry.remark : entry.text)),
    says: () => [...said.values()],
  };
}

describe('following lines', () => {
  test('asks on one connection for all that was chosen', () => {
    expect(followed({ workloads: ['shop'] }, 'a b').sources.map(({ url }) => url)).toEqual([
      '/api/logs/stream?tail=20&containers=web-id%2Cdb-id&workloads=shop&query=a+b',
    ]);
    expect(followed({ containers: [] as const, workloads: ['shop'] }).latest().url).toBe(
      '/api/logs/stream?tail=20&workloads=shop',
    );
  });

  test('hands over what came within a moment, in the order of the server, each by a key of its own', async () => {
    const { clock, latest, entries, shown } = followed();
    latest().say('lines', { lines: [line('web', 1), line('db', 1)] }, 'p1');
    latest().say('gap', { container_id: 'db-id', container: 'db', words: 'lines are missing' });
    latest().say('lines', { lines: [line('db', 2)] }, 'p2');
    expect(entries).toEqual([]);
    await clock.advance(150);
    expect(shown()).toEqual(['web 1', 'db 1', 'lines are missing', 'db 2']);
    expect(new Set(entries.map(({ key }) => key)).size).toBe(4);
    expect(entries[2]?.at).toBe(entries[1]?.at);
  });

  test('hands over at once what is too much to be kept, so that none is left out in silence', async () => {
    const { clock, latest, entries } = followed();
    const lines = Array.from({ length: 4_000 }, (_, n) => line('web', n));
    latest().say('lines', { lines }, 'p1');
    expect(entries).toHaveLength(0);
    latest().say('lines', { lines: lines.slice(0, 2_000) }, 'p2');
    expect(entries).toHaveLength(6_000);
    await clock.advance(150);
    expect(entries).toHaveLength(6_000);
  });

  test('says what is wrong with a container for as long as it is, and which is gone', () => {
    const { latest, says } = followed();
    const state = (container: string, now: string, words: string | null = null): void =>
      latest().say('state', { container_id: container, container, state: now, words });
    state('web', 'failed', 'no socket');
    state('db', 'gone');
    latest().say('left_out', { containers: 3, words: '3 more are not shown' });
    expect(says()).toEqual(['web: no socket', 'db: It is gone.', '3 more are not shown']);
    state('web', 'following');
    latest().say('left_out', { containers: 0, words: null });
    expect(says()).toEqual(['db: It is gone.']);
  });

  test('leaves a broken connection to the browser, and begins a refused one anew behind what was seen', async () => {
    const { clock, latest, sources, says } = followed();
    latest().say('lines', { lines: [line('web', 1)] }, 'web=1,db=7');
    latest().break(false);
    await clock.advance(10_000);
    expect([sources.length, says()]).toEqual([1, ['Connecting again.']]);
    latest().break(true);
    await clock.advance(150);
    expect([latest().isClosed, says()]).toEqual([true, ['The server does not show it at the moment.']]);
    await clock.advance(5_000);
    expect(new URL(latest().url, 'http://x').searchParams.get('after')).toBe('web=1,db=7');
    latest().break(true);
    await clock.advance(5_150);
    expect([sources.length, new URL(latest().url, 'http://x').searchParams.get('after')]).toEqual([3, 'web=1,db=7']);
    latest().onopen?.();
    expect(says()).toEqual([]);
  });

  test('ends when nothing is left to follow, and with its page', async () => {
    const gone = followed();
    gone.latest().say('closing', { reason: 'the server stops' });
    await gone.clock.advance(1_000);
    expect(gone.latest().isClosed).toBe(false);
    gone.latest().say('closing', { reason: 'the logs are gone' });
    await gone.clock.advance(150);
    await gone.running;
    const left = followed();
    left.stop.abort();
    await left.clock.advance(150);
    await left.running;
    for (const { latest, clock } of [gone, left]) expect([latest().isClosed, clock.sleeping]).toEqual([true, 0]);
  });
});
