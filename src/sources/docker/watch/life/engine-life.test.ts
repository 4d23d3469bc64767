import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { livesModel } from '../../../../../test/support/life/life-model.ts';
import { type Deed, LivedEngine, stampOf } from '../../../../../test/support/life/lived-engine.ts';
import type { Happening } from '../../../../core/life/happening.ts';
import type { KnownLives } from '../../../../core/lines/lives.ts';
import { compareStamps, stampAfter } from '../../../../core/lines/stamp.ts';
import type { ContainerFacts } from '../containers/container-facts.ts';
import { EngineLife } from './engine-life.ts';

const LOOP = { restarts: 3, withinSeconds: 20 };

interface Told {
  readonly facts: ContainerFacts;
  readonly happening: Happening;
}

/** What a process hears of an engine, and what of it outlives the process. */
class Listener {
  readonly engine: LivedEngine;
  /** So many events the engine keeps. */
  readonly kept: number;
  #saved: { position: string; courses: Map<string, string> } | undefined;
  readonly committed: Told[] = [];
  #waiting: Told[] = [];
  #courses = new Map<string, string | undefined>();
  #life!: EngineLife;
  #isOpen = false;
  #heard = 0;

  constructor(engine: LivedEngine, kept = Number.POSITIVE_INFINITY) {
    [this.engine, this.kept] = [engine, kept];
    this.begin();
  }

  /** A process begins with what the one before has saved; what it had not saved is lost. */
  begin(): void {
    [this.#waiting, this.#courses, this.#isOpen] = [[], new Map(), false];
    const known: KnownLives | undefined = this.#saved && {
      position: this.#saved.position,
      courses: new Map(this.#saved.courses),
    };
    const taker = {
      happened: (facts: ContainerFacts, happening: Happening) => this.#waiting.push({ facts, happening }),
      changed: () => {},
    };
    this.#life = new EngineLife({ loop: LOOP, taker, known, tellsRequests: () => true });
  }

  /** Events are asked for from before the last that was heard, and then a list. */
  connect(): void {
    const { last: heard, until }: Record<string, string | undefined> = JSON.parse(this.#take());
    const last = heard ?? until;
    const [seconds, nanos] = (last ?? '').split('.').map(Number);
    const now = stampOf(this.engine.tick);
    const since = last ? stampAfter({ seconds: seconds ?? 0, nanos: nanos ?? 0 }, -1_000) : now;
    this.#life.connected(since);
    for (const event of this.engine.repeats(since, this.kept)) this.#life.event(event);
    [this.#isOpen, this.#heard] = [true, this.engine.told.length];
    this.list();
  }

  /** A list, behind which the engine is lost before it can be asked how any of them ended. */
  glance(): void {
    this.hear();
    this.#life.listing();
    this.#life.listed(this.engine.list(), stampOf(this.engine.tick));
  }

  /** What was told since, while the stream is open. */
  hear(): void {
    if (!this.#isOpen) return;
    for (const { event } of this.engine.told.slice(this.#heard)) this.#life.event(event);
    this.#heard = this.engine.told.length;
  }

  list(): void {
    this.glance();
    for (const id of this.#life.unasked) this.#life.ended(id, this.engine.inspect(id));
  }

  cut(): void {
    this.#isOpen = false;
  }

  commit(): void {
    const position = this.#take();
    const merged = new Map(this.#saved?.courses);
    for (const [key, course] of this.#courses) {
      if (course === undefined) merged.delete(key);
      else merged.set(key, course);
    }
    this.#saved = { position, courses: merged };
    this.committed.push(...this.#waiting.splice(0));
  }

  /** Gives the position, and keeps the rest until it is saved. */
  #take(): string {
    const { position, courses } = this.#life.take();
    for (const [key, course] of courses) this.#courses.set(key, course);
    return position;
  }

  /** `container kind tick` of each that is saved. */
  get told(): readonly string[] {
    return this.committed.map(({ facts, happening }) => `${facts.id[0]} ${happening.kind} ${tickOf(happening)}`);
  }
}

const tickOf = ({ at }: Happening): number => (at.seconds - 1_700_000_000) * 10 + Math.round(at.nanos / 100_000_000);

const deeds: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Deed>({ is: 'start' }) },
  {
    weight: 4,
    arbitrary: fc.record({ is: fc.constant('exit' as const), exitCode: fc.constantFrom(0, 1, 3, 137, 143) }),
  },
  { weight: 2, arbitrary: fc.record({ is: fc.constant('stop' as const), exitCode: fc.constantFrom(0, 1, 137, 143) }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('signal' as const), signal: fc.constantFrom(1, 2, 9, 15) }) },
  { weight: 1, arbitrary: fc.constantFrom<Deed>({ is: 'oom' }, { is: 'oom_end' }, { is: 'sick' }, { is: 'well' }) },
);
const step = fc.record({
  ticks: fc.oneof(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 400 })),
  which: fc.nat(2),
  deed: deeds,
  afterwards: fc.subarray(['hear', 'cut', 'glance', 'list', 'commit', 'kill'] as const),
});
const RUNS = { numRuns: Number(process.env.TOCSIN_TEST_RUNS ?? 500) };

interface Step {
  readonly ticks: number;
  readonly which: number;
  readonly deed: Deed;
  readonly afterwards: readonly ('hear' | 'cut' | 'glance' | 'list' | 'commit' | 'kill')[];
}

function live(listener: Listener, steps: readonly Step[]): void {
  const { engine } = listener;
  listener.connect();
  listener.commit();
  for (const { ticks, which, deed, afterwards } of steps) {
    engine.tick += ticks;
    const container = engine.containers[which];
    if (container) engine.does(container, deed);
    if (afterwards.includes('hear')) listener.hear();
    if (afterwards.includes('glance')) listener.glance();
    if (afterwards.includes('list')) listener.list();
    if (afterwards.includes('commit')) listener.commit();
    if (afterwards.includes('kill')) listener.begin();
    if (afterwards.includes('cut')) listener.cut();
    if (afterwards.includes('kill') || afterwards.includes('cut')) listener.connect();
  }
  listener.list();
  listener.commit();
}

describe('the lives of an engine’s containers', () => {
  test('are told as a model tells them that knows all, however often the engine repeats itself and the process is killed', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const listener = new Listener(new LivedEngine(3));
        live(listener, steps);
        const expected = livesModel(listener.engine.containers, { restarts: LOOP.restarts, withinTicks: 200 });
        expect([...listener.told].sort()).toEqual([...expected].sort());
      }),
      RUNS,
    );
  });

  test('lose nothing that the engine still tells where it has forgotten events, and tell each end once', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), fc.nat(3), (steps, kept) => {
        const { engine, committed } = lived(steps, kept);
        for (const { id, runs } of engine.containers) {
          const ends = committed.filter(({ facts, happening }) => facts.id === id && endsRun(happening));
          for (const run of runs) {
            const told = ends.filter(({ happening }) => isWithin(happening, run));
            expect(told.length).toBeLessThanOrEqual(1);
          }
          const last = runs.at(-1);
          if (last?.end && mustBeTold(last)) expect(ends.some(({ happening }) => isWithin(happening, last))).toBe(true);
        }
      }),
      RUNS,
    );
  });
});

const heardWith = (tellsRequests = true, known?: KnownLives) => {
  const told: string[] = [];
  const taker = {
    happened: ({ id }: ContainerFacts, { kind, details }: Happening) =>
      void told.push(`${id[0]} ${kind}${details.stopAsked === null ? ', asked or not' : ''}`),
    changed: () => {},
  };
  return { told, life: new EngineLife({ loop: LOOP, taker, known, tellsRequests: () => tellsRequests }) };
};

test('what the very first list shows is how it was before anybody watched', () => {
  const engine = new LivedEngine(2);
  const [one, two] = engine.containers;
  if (one) engine.does(one, { is: 'exit', exitCode: 1 });
  if (two) engine.does(two, { is: 'sick' });
  const { told, life } = heardWith();
  life.connected(stampOf(engine.tick));
  life.listing();
  life.listed(engine.list(), stampOf(engine.tick));
  expect([told, life.unasked]).toEqual([[], []]);
  if (two) engine.does(two, { is: 'well' });
  for (const event of engine.repeats(stampOf(engine.tick))) life.event(event);
  expect(told).toEqual(['2 healthy']);
});

test('what an engine repeats from long before is known, and what it tells after its clock was set back is news', () => {
  const engine = new LivedEngine(1);
  const { told, life } = heardWith();
  const [one] = engine.containers;
  const does = (deed: Deed): void => {
    engine.tick += 100;
    if (one) engine.does(one, deed);
  };
  life.connected(stampOf(engine.tick));
  does({ is: 'exit', exitCode: 1 });
  does({ is: 'start' });
  does({ is: 'sick' });
  const all = engine.repeats(stampOf(0));
  for (const event of all) life.event(event);
  // Whoever remembers what was watched has saved less of it.
  life.connected(stampOf(1_000));
  for (const event of all) life.event(event);
  expect(told).toEqual(['1 died, asked or not', '1 unhealthy']);
  engine.tick = 500;
  does({ is: 'exit', exitCode: 1 });
  for (const event of engine.repeats(stampOf(0)).slice(-1)) life.event(event);
  expect(told).toEqual(['1 died, asked or not', '1 unhealthy', '1 died, asked or not']);
});

test('whether an end was asked for is known only where it would have been heard', () => {
  const ending = (tellsRequests: boolean, ticks: number) => {
    const engine = new LivedEngine(1);
    const { told, life } = heardWith(tellsRequests);
    life.connected(stampOf(engine.tick));
    engine.tick += ticks;
    for (const container of engine.containers) engine.does(container, { is: 'exit', exitCode: 137 });
    for (const event of engine.repeats(stampOf(0))) life.event(event);
    expect([told, life.hasUnasked]).toEqual([[], true]);
    for (const id of life.unasked) life.ended(id, engine.inspect(id));
    return told;
  };
  expect(ending(true, 200)).toEqual(['1 died']);
  expect(ending(true, 10)).toEqual(['1 died, asked or not']);
  expect(ending(false, 200)).toEqual(['1 died, asked or not']);
});

test('an end that may be one for want of memory is told when the engine has said which, or can say no more', () => {
  const ending = (deed: Deed, then: (life: EngineLife, engine: LivedEngine) => void, events = 1) => {
    const [engine, { told, life }] = [new LivedEngine(1), heardWith()];
    const [one] = engine.containers;
    life.connected(stampOf(engine.tick));
    engine.tick += 200;
    if (one) engine.does(one, deed);
    for (const event of engine.repeats(stampOf(0)).slice(0, events)) life.event(event);
    expect(told).toEqual(events === 1 ? [] : ['1 oom']);
    then(life, engine);
    expect(life.hasUnasked).toBe(false);
    return told;
  };
  const killed: Deed = { is: 'exit', exitCode: 137 };
  const facts = { id: '1'.repeat(64), name: '1', image: 'box', labels: {} };
  const asked = (life: EngineLife, engine: LivedEngine) => life.ended(facts.id, engine.inspect(facts.id));
  const removed = (life: EngineLife) =>
    life.event({ action: 'removed', at: stampOf(2_000), facts, life: { is: 'removed' } });
  const notListed = (life: EngineLife, engine: LivedEngine) => {
    life.listing();
    life.listed([], stampOf(engine.tick));
  };
  const goneMeanwhile = (life: EngineLife, engine: LivedEngine) => {
    life.connected(stampOf(engine.tick));
    notListed(life, engine);
  };
  const isSilent = (life: EngineLife) => life.ended(facts.id, undefined);
  expect(ending({ is: 'oom_end' }, () => {}, 2)).toEqual(['1 oom']);
  expect(ending({ is: 'oom_end' }, asked)).toEqual(['1 oom']);
  for (const then of [asked, removed, notListed, goneMeanwhile, isSilent])
    expect(ending(killed, then)).toEqual(['1 died']);
});

test('an end in doubt is asked for by the next process, also where the container runs again and nobody heard it', () => {
  const engine = new LivedEngine(1);
  const [one] = engine.containers;
  const { life } = heardWith();
  life.connected(stampOf(engine.tick));
  if (one) engine.does(one, { is: 'exit', exitCode: 137 });
  for (const event of engine.repeats(stampOf(0))) life.event(event);
  const { position, courses } = life.take();
  const saved = { position, courses: new Map([...courses].flatMap(([key, text]) => (text ? [[key, text]] : []))) };
  const next = heardWith(true, saved);
  if (one) engine.does(one, { is: 'start' });
  next.life.connected(stampOf(engine.tick));
  next.life.listing();
  next.life.listed(engine.list(), stampOf(engine.tick));
  expect(next.told).toEqual([]);
  for (const id of next.life.unasked) next.life.ended(id, engine.inspect(id));
  expect(next.told).toEqual(['1 died, asked or not']);
});

test('all that is known is forgotten with a container that is removed, whether that is heard or found', () => {
  const engine = new LivedEngine(2);
  const { life } = heardWith();
  life.connected(stampOf(engine.tick));
  for (const container of engine.containers) engine.does(container, { is: 'exit', exitCode: 1 });
  for (const event of engine.repeats(stampOf(0))) life.event(event);
  expect([...life.take().courses.values()].every((course) => course !== undefined)).toBe(true);
  const [, two] = engine.list();
  const facts = { id: two?.id ?? '', name: '2', image: 'box', labels: {} };
  life.event({ action: 'removed', at: stampOf(engine.tick + 1), facts, life: { is: 'removed' } });
  life.listing();
  life.listed([], stampOf(engine.tick + 2));
  expect([...life.take().courses.values()]).toEqual([undefined, undefined]);
});

function lived(steps: readonly Step[], kept: number): Listener {
  const listener = new Listener(new LivedEngine(3), kept);
  live(listener, steps);
  return listener;
}

const endsRun = ({ kind, details }: Happening): boolean =>
  kind === 'died' || (kind === 'oom' && details.exitCode !== undefined);

type Lived = LivedEngine['containers'][number]['runs'][number];

/** No signal and no shortage of memory may explain it. */
const mustBeTold = ({ end, signals, ooms }: Lived): boolean =>
  end !== undefined && end.exitCode !== 0 && !end.isOom && signals.length === 0 && ooms.length === 0;

function isWithin({ at }: Happening, { startedAt, end }: Lived): boolean {
  const isAfter = compareStamps(at, stampAfter(stampOf(startedAt), -50)) >= 0;
  return isAfter && end !== undefined && compareStamps(at, stampOf(end.at)) <= 0;
}
