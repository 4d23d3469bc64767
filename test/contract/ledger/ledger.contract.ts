import { expect, test } from 'vitest';
import type { RuleFloodStanding } from '../../../src/core/lines/flood-state.ts';
import type { OriginLife } from '../../../src/core/lines/lives.ts';
import type { Gap, PositionChange } from '../../../src/core/lines/reading.ts';
import type { OriginChange } from '../../../src/core/lines/standing.ts';
import type { Ledger } from '../../../src/tail/ledger.ts';
import { NOTHING_SETTLED } from '../../support/flood/nothing-settled.ts';
import { at } from '../../support/line-batch.ts';
import { sampleOrigin } from '../../support/origin-samples.ts';

/** A ledger, and what the suite must know of its effects. */
export interface LedgerUnderTest<Effect> {
  readonly ledger: Ledger<Effect>;
  /** The nth effect of an origin; all are different. */
  effect(n: number): Effect;
  /** An effect that this ledger objects to; undefined when it takes every one. */
  readonly objectionable: Effect;
  /** Which effects of an origin are kept, in order; one that is there twice is named twice. */
  kept(key: string): Promise<readonly number[]>;
  /** The same, of what happened to origins besides their lines. */
  keptOfLives(): Promise<readonly number[]>;
  /** Another one on the same data, as after a restart. */
  reopen(): Promise<Ledger<Effect>>;
}

const web = sampleOrigin('web');
const db = sampleOrigin('db');
const SOURCE = 'docker:local';

/** What every ledger does; each test asks for an empty one. */
export function ledgerContract<Effect>(open: () => Promise<LedgerUnderTest<Effect>>): void {
  const change = (changes: Partial<OriginChange<Effect>> = {}): OriginChange<Effect> => ({ ...CHANGE, ...changes });

  test('knows nothing of a source and an origin that it was never told of', async () => {
    const { ledger } = await open();
    expect(await ledger.load(SOURCE)).toEqual({ memory: undefined, origins: [] });
    expect(await ledger.loadOrigin(web.key)).toBeUndefined();
  });

  test('keeps how flood control stands, the newest word of each rule, also after a restart', async () => {
    const { ledger, reopen } = await open();
    const standing = (seconds: number) => ({ time: at(seconds), epoch: 1, bucket: { parts: 7, at: at(seconds) } });
    const rule = (heldBack: number) => ({
      ...{ epoch: 1, lastAdmitted: at(1), hits: [at(1), at(2)], heldBack, lastSeen: at(2), lastEvent: 'key' },
    });
    const fresh: RuleFloodStanding = {
      epoch: 2,
      lastAdmitted: undefined,
      hits: [],
      heldBack: 0,
      lastSeen: undefined,
      lastEvent: undefined,
    };
    const commit = (...rules: (readonly [string, RuleFloodStanding])[]) =>
      ledger.commit({
        origins: [
          change({
            flood: { standing: standing(rules.length), rules: new Map(rules), counts: new Map(), ...NOTHING_SETTLED },
          }),
        ],
        memories: [],
      });
    await commit(['a', rule(1)], ['b', rule(2)], ['c', fresh]);
    await commit(['b', rule(3)]);
    await ledger.commit({ origins: [change()], memories: [] });
    const saved = await (await reopen()).loadOrigin(web.key);
    expect(saved?.flood?.standing).toEqual(standing(1));
    expect(saved?.flood?.rules).toEqual(
      new Map([
        ['a', rule(1)],
        ['b', rule(3)],
        ['c', fresh],
      ]),
    );
    const unfilled = { time: undefined, epoch: 3, bucket: undefined };
    const flood = { standing: unfilled, rules: new Map(), counts: new Map(), ...NOTHING_SETTLED };
    await ledger.commit({ origins: [change({ flood })], memories: [] });
    expect((await ledger.loadOrigin(web.key))?.flood?.standing).toEqual(unfilled);
  });

  test('forgets how a rule stands that is no more, but not when it is back in the same commit', async () => {
    const { ledger } = await open();
    const fresh: RuleFloodStanding = {
      ...{ epoch: 1, lastAdmitted: undefined, hits: [], heldBack: 0, lastSeen: undefined, lastEvent: undefined },
    };
    const none = { time: undefined, epoch: 1, bucket: undefined };
    const commit = (rules: readonly string[], forgotten: readonly string[]) => {
      const flood = { standing: none, rules: new Map(rules.map((id) => [id, fresh])), counts: new Map() };
      return ledger.commit({ origins: [change({ flood: { ...flood, ...NOTHING_SETTLED, forgotten } })], memories: [] });
    };
    await commit(['a', 'b', 'c'], []);
    await commit(['b'], ['a', 'b', 'never known']);
    expect([...((await ledger.loadOrigin(web.key))?.flood?.rules.keys() ?? [])].sort()).toEqual(['b', 'c']);
  });

  test('gives back all that was committed of an origin, also after a restart', async () => {
    const { ledger, effect, kept, reopen } = await open();
    const gap = { reason: 'rotated', from: at(1), to: at(2) } as const;
    const openEnd = { reason: 'removed_while_away', from: undefined, to: undefined } as const;
    const full = change({
      position: position('seen 3', 'abc', [0]),
      effects: [effect(0), effect(1)],
      gaps: [gap, openEnd],
      watchedSince: { stdout: 1_700_000_000_000, stderr: undefined },
      ...{ foundAt: 1_600_000_000_000, cursor: at(3), settled: true, lines: 3, bytes: 30, lateLines: 1 },
    });
    await ledger.commit({ origins: [full], memories: [{ source: SOURCE, memory: 'until 3' }] });
    const saved = {
      origin: web,
      position: { head: 'seen 3', tail: bytes('abc'), tailFrom: 0 },
      watchedSince: { stdout: 1_700_000_000_000, stderr: undefined },
      ...{ foundAt: 1_600_000_000_000, cursor: at(3), settled: true, gone: false, lines: 3, bytes: 30, lateLines: 1 },
      ...{ gapsTotal: 2, latestGaps: [gap, openEnd] },
    };
    for (const one of [ledger, await reopen()]) {
      expect(await one.load(SOURCE)).toEqual({ memory: 'until 3', origins: [saved] });
      expect(await one.loadOrigin(web.key)).toEqual(saved);
    }
    expect(await kept(web.key)).toEqual([0, 1]);
  });

  test('keeps an origin that was found and of which nothing was read', async () => {
    const { ledger } = await open();
    await ledger.commit({ origins: [change()], memories: [] });
    expect(await ledger.loadOrigin(web.key)).toMatchObject({ position: undefined, cursor: undefined, lines: 0 });
  });

  test('adds counts, gaps and effects to those of before; of the rest the newest word counts', async () => {
    const { ledger, effect, kept } = await open();
    const first = { reason: 'rotated', from: at(1), to: at(2) } as const;
    const second = { reason: 'engine_error', from: at(3), to: undefined } as const;
    const renamed = sampleOrigin('web', { containerName: 'web-2', labels: { team: 'a' } });
    await ledger.commit({
      origins: [
        change({
          effects: [effect(0)],
          gaps: [first],
          lines: 2,
          bytes: 20,
          lateLines: 1,
          cursor: at(9),
          settled: true,
        }),
      ],
      memories: [],
    });
    await ledger.commit({
      origins: [
        change({
          effects: [effect(1)],
          gaps: [second],
          lines: 3,
          bytes: 5,
          cursor: at(4),
          origin: renamed,
          gone: true,
        }),
      ],
      memories: [],
    });
    expect(await ledger.loadOrigin(web.key)).toMatchObject({
      ...{ origin: renamed, lines: 5, bytes: 25, lateLines: 1, cursor: at(4), settled: false, gone: true },
      ...{ gapsTotal: 2, latestGaps: [first, second] },
    });
    expect(await kept(web.key)).toEqual([0, 1]);
  });

  test('keeps a gap that goes on where the last one of its origin ended as one with it, also after a restart', async () => {
    const { ledger, reopen } = await open();
    const rotated = (from: number, to: number) => ({ reason: 'rotated', from: at(from), to: at(to) }) as const;
    const commit = (one: typeof ledger, gaps: readonly Gap[], origin = web) =>
      one.commit({ origins: [change({ origin, gaps })], memories: [] });
    await commit(ledger, [rotated(1, 2), rotated(3, 4)]);
    await commit(ledger, [rotated(2, 9)], db);
    await commit(ledger, [rotated(4, 6), rotated(8, 9)]);
    const again = await reopen();
    await commit(again, [rotated(9, 10)]);
    expect(await again.loadOrigin(web.key)).toMatchObject({
      ...{ gapsTotal: 3, latestGaps: [rotated(1, 2), rotated(3, 6), rotated(8, 10)] },
    });
    expect(await again.loadOrigin(db.key)).toMatchObject({ gapsTotal: 1, latestGaps: [rotated(2, 9)] });
  });

  test('puts what is appended to a position behind its tail, and forgets what is no longer kept', async () => {
    const { ledger, reopen } = await open();
    const commit = (position: PositionChange) => ledger.commit({ origins: [change({ position })], memories: [] });
    const tails: unknown[] = [];
    for (const step of [
      position('a', 'abc', [0]),
      position('b', 'de', [3]),
      position('c', '', [5, 2]),
      position('d', 'fg', [5, 6]),
      position('e', '', [7, 7]),
      position('f', 'h', [7, 7]),
      position('g', 'new', [0, 1]),
    ]) {
      await commit(step);
      const { head, tail, tailFrom } = (await (await reopen()).loadOrigin(web.key))?.position ?? {};
      tails.push([head, Buffer.from(tail ?? []).toString(), tailFrom].join(' '));
    }
    expect(tails).toEqual(['a abc 0', 'b abcde 0', 'c cde 2', 'd g 6', 'e  7', 'f h 7', 'g ew 1']);
  });

  test('leaves a position as it is when a commit has none', async () => {
    const { ledger } = await open();
    await ledger.commit({ origins: [change({ position: position('a', 'abc', [0]) })], memories: [] });
    await ledger.commit({ origins: [change({ lines: 1 })], memories: [] });
    expect((await ledger.loadOrigin(web.key))?.position).toMatchObject({ head: 'a', tail: bytes('abc') });
  });

  test('keeps origins and memories of each source apart', async () => {
    const { ledger } = await open();
    const far = sampleOrigin('far', { source: 'docker:far', host: 'far' });
    await ledger.commit({
      origins: [change(), change({ origin: far }), change({ origin: db })],
      memories: [
        { source: SOURCE, memory: 'near' },
        { source: 'docker:far', memory: 'far' },
      ],
    });
    await ledger.commit({ origins: [], memories: [{ source: SOURCE, memory: 'nearer' }] });
    const keys = async (source: string) => {
      const { memory, origins } = await ledger.load(source);
      return [memory, ...origins.map(({ origin }) => origin.key).sort()];
    };
    expect(await keys(SOURCE)).toEqual(['nearer', db.key, web.key]);
    expect(await keys('docker:far')).toEqual(['far', far.key]);
  });

  test('takes two changes of one origin in one commit one after the other', async () => {
    const { ledger, effect, kept } = await open();
    const one = change({ position: position('a', 'ab', [0]), effects: [effect(0)], lines: 1 });
    const two = change({ position: position('b', 'c', [2]), effects: [effect(1)], lines: 1, gone: true });
    await ledger.commit({ origins: [one, two], memories: [] });
    const saved = await ledger.loadOrigin(web.key);
    expect(saved).toMatchObject({ lines: 2, gone: true, position: { head: 'b', tail: bytes('abc') } });
    expect(await kept(web.key)).toEqual([0, 1]);
  });

  test('keeps the lives of origins: how far was heard, the newest word of each, and what they led to', async () => {
    const { ledger, effect, keptOfLives, reopen } = await open();
    const rule = { epoch: 1, lastAdmitted: at(1), hits: [], heldBack: 2, lastSeen: at(2), lastEvent: 'key' };
    const standing = { time: at(3), epoch: 1, bucket: { parts: 7, at: at(3) } };
    const flood = { standing, rules: new Map([['docker died', rule]]) };
    const commit = (position: string, lives: readonly (readonly [string, OriginLife | undefined])[], n: number) =>
      ledger.commit({
        ...{ origins: [], memories: [] },
        lives: [{ source: SOURCE, position, origins: new Map(lives), effects: [effect(n)], floods: [] }],
      });
    await commit('1', [['docker/a', { course: 'ran', flood: undefined }]], 0);
    const known = { course: 'died', flood };
    await commit(
      '2',
      [
        ['docker/b', known],
        ['docker/c', known],
      ],
      1,
    );
    await commit(
      '3',
      [
        ['docker/a', known],
        ['docker/c', undefined],
      ],
      2,
    );
    for (const one of [ledger, await reopen()]) {
      const { lives } = await one.load(SOURCE);
      expect(lives).toEqual({
        position: '3',
        origins: new Map([
          ['docker/a', known],
          ['docker/b', known],
        ]),
      });
    }
    expect(await keptOfLives()).toEqual([0, 1, 2]);
    expect((await ledger.load('docker:far')).lives).toBeUndefined();
  });

  test('takes the lives of origins with the rest of a commit or not at all', async () => {
    const { ledger, effect, objectionable, keptOfLives, kept } = await open();
    const life = { source: SOURCE, position: '1', origins: new Map(), effects: [effect(0)], floods: [] };
    const bad = change({ effects: [objectionable] });
    await expect(ledger.commit({ origins: [bad], memories: [], lives: [life] })).rejects.toThrow();
    const good = change({ effects: [effect(1)] });
    const objected = { ...life, effects: [objectionable] };
    await expect(ledger.commit({ origins: [good], memories: [], lives: [objected] })).rejects.toThrow();
    expect([await keptOfLives(), await kept(web.key), (await ledger.load(SOURCE)).lives]).toEqual([[], [], undefined]);
  });

  test('takes all of a commit or nothing', async () => {
    const { ledger, effect, objectionable, kept } = await open();
    const before = change({ position: position('a', 'abc', [0]), effects: [effect(0)], lines: 1 });
    await ledger.commit({ origins: [before], memories: [{ source: SOURCE, memory: 'old' }] });
    const good = change({
      ...{ position: position('b', 'd', [3]), effects: [effect(1)], lines: 1, gone: true },
      gaps: [{ reason: 'rotated', from: at(1), to: at(2) }],
    });
    const bad = change({ origin: db, effects: [objectionable] });
    const refused = ledger.commit({ origins: [good, bad], memories: [{ source: SOURCE, memory: 'new' }] });
    await expect(refused).rejects.toThrow();
    const { memory, origins } = await ledger.load(SOURCE);
    expect(memory).toBe('old');
    expect(origins).toMatchObject([
      { lines: 1, gapsTotal: 0, gone: false, position: { head: 'a', tail: bytes('abc') } },
    ]);
    expect(await kept(web.key)).toEqual([0]);
    await ledger.commit({ origins: [good], memories: [] });
    expect(await kept(web.key)).toEqual([0, 1]);
  });

  test('refuses a position that does not follow on what is saved, and changes nothing', async () => {
    const { ledger, effect, kept } = await open();
    await ledger.commit({ origins: [change({ position: position('a', 'abc', [0]) })], memories: [] });
    const torn = change({ position: position('b', 'e', [4]), effects: [effect(0)] });
    await expect(ledger.commit({ origins: [torn], memories: [] })).rejects.toThrow();
    expect((await ledger.loadOrigin(web.key))?.position?.head).toBe('a');
    expect(await kept(web.key)).toEqual([]);
  });

  test('takes a thousand origins in one commit', async () => {
    const { ledger, effect, kept } = await open();
    const origins = Array.from({ length: 1_000 }, (_, n) =>
      change({ origin: sampleOrigin(`c${n}`), position: position('a', 'x', [0]), effects: [effect(n)], lines: 1 }),
    );
    await ledger.commit({ origins, memories: [] });
    expect((await ledger.load(SOURCE)).origins).toHaveLength(1_000);
    expect(await kept('docker/c999')).toEqual([999]);
  });
}

const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text));

const position = (
  head: string,
  appended: string,
  [appendedFrom, keepFrom = 0]: readonly [number, number?],
): PositionChange => ({
  ...{ head, appendedFrom, keepFrom },
  appended: bytes(appended),
});

const CHANGE = {
  origin: web,
  foundAt: 1_600_000_000_000,
  watchedSince: { stdout: undefined, stderr: undefined },
  ...{ cursor: undefined, settled: false, gone: false, position: undefined, flood: undefined },
  ...{ gaps: [], effects: [], lines: 0, bytes: 0, lateLines: 0 },
} as const;
