import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../../../test/support/manual-clock.ts';
import { sampleOrigin } from '../../../../test/support/origin-samples.ts';
import type { ContainerOrigin, Origin } from '../../../core/lines/origin.ts';
import type { KnownOrigin } from '../../../core/lines/standing.ts';
import type { EngineStatus } from '../../../sources/docker/watch/engine-status.ts';
import type { GoneWorkload, KnownOrigins } from '../../../store/watching/known-origins.ts';
import { Coverage } from '../../../tail/coverage/coverage.ts';
import { hasListed, outOfReach } from '../engine-stands.ts';
import { createCoverageSource } from './coverage-source.ts';

const NEVER_ASKED: Pick<EngineStatus, 'state' | 'listedAt' | 'lastFault' | 'outOfReachMs'> = {
  ...{ state: 'down', listedAt: undefined, lastFault: undefined, outOfReachMs: undefined },
};
const LISTED: Partial<EngineStatus> = { state: 'live', listedAt: 5, outOfReachMs: undefined };
const LOST: Partial<EngineStatus> = {
  state: 'down',
  listedAt: 5,
  outOfReachMs: 10,
  lastFault: { at: 1, fault: { kind: 'socket_missing', words: 'There is no socket.' } },
};
const fullId = (letter: string): string => letter.repeat(64);
const container = (letter: string, changes: Partial<ContainerOrigin> = {}): ContainerOrigin =>
  sampleOrigin(fullId(letter), { containerName: letter, ...changes });

function saved(origin: Origin, changes: Partial<KnownOrigin> = {}): KnownOrigin {
  return {
    ...{ origin, foundAt: 1_000, watchedSince: { stdout: undefined, stderr: undefined }, cursor: undefined },
    ...{ settled: false, lines: 7, bytes: 70, lateLines: 0, gapsTotal: 2, latestGaps: [], goneAt: undefined },
    ...changes,
  };
}

/** What is saved, and what was asked of it. */
class Saved implements Pick<KnownOrigins, 'present' | 'goneSince' | 'find' | 'workloadsGoneBefore'> {
  readonly asked: string[] = [];
  origins: KnownOrigin[] = [];
  workloads: GoneWorkload[] = [];

  async present(source: string) {
    this.asked.push('present');
    return this.origins.filter(({ origin, goneAt }) => origin.source === source && goneAt === undefined);
  }

  async goneSince(source: string, { since }: { readonly since: number }) {
    this.asked.push('goneSince');
    return this.origins.filter(({ origin, goneAt = -1 }) => origin.source === source && goneAt >= since);
  }

  async find(key: string) {
    const found = this.origins.filter(({ origin }) => origin.key.startsWith(key));
    return found.length === 1 ? found[0] : undefined;
  }

  async workloadsGoneBefore() {
    return this.workloads;
  }
}

function given({ isOurs = true, status = LISTED }: { isOurs?: boolean; status?: Partial<EngineStatus> } = {}) {
  const clock = new ManualClock();
  const [coverage, known] = [new Coverage({ clock }), new Saved()];
  const engine = { ...NEVER_ASKED, ...status };
  const stands = { hasListed: hasListed(engine), outOfReach: isOurs ? outOfReach('local', engine) : undefined };
  const source = createCoverageSource({
    places: [{ key: 'docker:local', coverage, isOurs, ...stands, details: () => undefined, joined: () => undefined }],
    ...{ known, clock },
  });
  const states = async () => (await source.containers()).map(({ name, state }) => `${name} ${state}`).sort();
  return { clock, coverage, known, source, states };
}

describe('the containers of an engine', () => {
  test('that this instance watches are told from memory, and the store is asked for none that is there', async () => {
    const { coverage, known, states } = given();
    coverage.open(container('a')).stands('following');
    known.origins = [saved(container('a'))];
    expect(await states()).toEqual(['a following']);
    expect(known.asked).toEqual(['goneSince']);
  });

  test('that another instance watches are told as that one saved them', async () => {
    const { coverage, known, states, source } = given({ isOurs: false });
    coverage.open(container('z'));
    known.origins = [saved(container('a'), { cursor: { seconds: 0, nanos: 12 } })];
    expect(await states()).toEqual(['a watched_elsewhere']);
    expect(await source.containers()).toMatchObject([
      {
        ...{ lines: 7, gaps_total: 2, lag_seconds: null, cursor_at: '1970-01-01T00:00:00.000000012Z' },
        note: expect.stringContaining('does not watch'),
      },
    ]);
  });

  test('that is out of reach are said to be so, with the reason, whatever was known of them before', async () => {
    const { coverage, known, states, source } = given({ status: LOST });
    coverage.open(container('a')).stands('following');
    known.origins = [saved(container('a')), saved(container('b'))];
    expect(await states()).toEqual(['a out_of_reach', 'b out_of_reach']);
    const note = 'The engine local is out of reach. There is no socket.';
    expect(await source.containers()).toMatchObject([{ note }, { note }]);
  });

  test('that is not listed yet since the start are told from before', async () => {
    const { known, states } = given({ status: { state: 'negotiating', listedAt: undefined, outOfReachMs: 10 } });
    known.origins = [saved(container('b'))];
    expect(await states()).toEqual(['b starting']);
  });

  test('are listed for an hour after they went, those of earlier runs as well, each once', async () => {
    const { clock, coverage, known, states, source } = given({ status: LOST });
    coverage.open(container('a')).stands('gone');
    const ago = (ms: number) => clock.now() - ms;
    known.origins = [
      saved(container('a'), { goneAt: ago(0) }),
      saved(container('b'), { goneAt: ago(3_600_000) }),
      saved(container('c'), { goneAt: ago(3_600_001) }),
    ];
    expect(await states()).toEqual(['a gone', 'b gone']);
    expect(await source.container(fullId('c'))).toMatchObject({ state: 'gone', gone_at: expect.any(String) });
  });
});

describe('a container', () => {
  test('is found by its id, or by twelve digits of it', async () => {
    const { coverage, known, source } = given();
    coverage.open(container('a')).stands('idle');
    known.origins = [saved(container('b')), saved(container('c', { source: 'docker:of-old' }))];
    const named = async (id: string) => (await source.container(id))?.name;
    for (const letter of ['a', 'b']) {
      expect(await named(fullId(letter))).toBe(letter);
      expect(await named(letter.repeat(12))).toBe(letter);
      expect(await named(letter.repeat(11))).toBeUndefined();
    }
    expect(await named(fullId('c'))).toBeUndefined();
  });

  test('is not found by what two ids begin with', async () => {
    const { coverage, source } = given();
    for (const end of ['1', '2']) coverage.open(sampleOrigin(`${'a'.repeat(63)}${end}`));
    expect(await source.container('a'.repeat(63))).toBeUndefined();
    expect(await source.container(`${'a'.repeat(63)}1`)).toBeDefined();
  });
});

describe('a workload', () => {
  const job = { kind: 'compose', name: 'shop/job' } as const;

  test('outlives its containers: those that went long ago are counted in it', async () => {
    const { coverage, known, source } = given();
    coverage.open(container('a', { workload: job })).judged({
      ...{ lines: 3, bytes: 9, late: 0 },
      newest: { seconds: 1, nanos: 0 },
    });
    known.workloads = [
      { origin: container('x', { workload: job }), firstFoundAt: 50, lines: 100, gapsTotal: 4 },
      { origin: container('y'), firstFoundAt: 60, lines: 1, gapsTotal: 0 },
    ];
    expect(await source.workloads()).toEqual([
      {
        ...{ id: expect.stringMatching(/^[0-9a-f]{16}$/), kind: 'compose', name: 'shop/job', host: 'local' },
        ...{ first_found_at: '1970-01-01T00:00:00.050Z', lines: 103, gaps_total: 4, containers_total: 1 },
        containers: [{ id: fullId('a'), name: 'a', state: 'starting' }],
      },
      expect.objectContaining({ name: fullId('y'), containers: [], containers_total: 0, lines: 1 }),
    ]);
  });

  test('shows a hundred of its containers, the newest first', async () => {
    const { known, source } = given({ isOurs: false });
    known.origins = Array.from({ length: 130 }, (_, n) =>
      saved(sampleOrigin(`c${n}`, { workload: job }), { foundAt: n, goneAt: n < 5 ? Date.now() * 2 : undefined }),
    );
    const [workload] = await source.workloads();
    expect(workload).toMatchObject({ containers_total: 130, lines: 910, first_found_at: '1970-01-01T00:00:00.000Z' });
    expect(workload?.containers).toHaveLength(100);
    expect(workload?.containers[0]).toMatchObject({ id: 'c129' });
  });
});
