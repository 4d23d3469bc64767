// What an engine's watching owes to the run of the server before.
import { afterEach, describe, expect, test } from 'vitest';
import { WatchedEngine } from '../../../test/support/watched-engine.ts';
import type { KnownSource, SourceHistory } from '../source.ts';

const running: WatchedEngine[] = [];
afterEach(async () => {
  for (const world of running.splice(0)) await world.end();
});

function given(options: ConstructorParameters<typeof WatchedEngine>[0] = {}): WatchedEngine {
  const world = new WatchedEngine(options);
  running.push(world);
  return world;
}

/** The server ends and begins anew, with what the first run remembered; `meanwhile` nobody watches. */
async function restarted(
  world: WatchedEngine,
  {
    meanwhile = async () => {},
    ...options
  }: { meanwhile?: () => Promise<void> } & ConstructorParameters<typeof WatchedEngine>[0],
): Promise<WatchedEngine> {
  await world.end();
  await meanwhile();
  const next = given({ clock: world.clock, engine: world.engine, ...options });
  await next.begin(world.history());
  return next;
}

describe('after a restart', () => {
  test('what was created meanwhile is begun at its beginning, ended or not, and what is known goes on', async () => {
    const world = given();
    const old = world.engine.run('old');
    await world.pass(5_000);
    await world.begin();
    await world.pass(100_000);
    const next = await restarted(world, {
      meanwhile: async () => {
        await world.pass(100_000);
        world.engine.run('fresh');
        world.engine.die(world.engine.run('ended'));
        world.engine.die(old);
        world.engine.start(old);
        await world.pass(100_000);
      },
    });
    expect(next.told()).toEqual([
      'fresh found, from its beginning',
      'fresh started',
      'ended found, from its beginning',
      'ended started',
      'ended ended',
      'old found, from 5000 ms',
      'old started',
    ]);
  });

  test('one that had never run and was started meanwhile is begun at its beginning, however old it is', async () => {
    const world = given();
    await world.begin();
    const id = world.engine.create('patient');
    await world.pass(600_000);
    const next = await restarted(world, {
      meanwhile: async () => {
        world.engine.start(id);
        await world.pass(600_000);
      },
    });
    expect(next.told()).toEqual(['patient found, from its beginning', 'patient started']);
  });

  test('one that was known and is removed meanwhile was lost, once', async () => {
    const world = given();
    await world.begin();
    const id = world.engine.run('web');
    const next = await restarted(world, { meanwhile: async () => world.engine.destroy(id) });
    expect(next.told()).toEqual(['web lost while away']);
    expect((await restarted(next, {})).told()).toEqual([]);
  });

  test('one that was known, died and was removed meanwhile was lost, whatever the engine repeats of its life', async () => {
    const world = given();
    await world.begin();
    const { memory } = world.history();
    const id = world.engine.run('web');
    await world.end();
    world.engine.die(id);
    world.engine.destroy(id);
    const next = given({ clock: world.clock, engine: world.engine });
    // What is remembered of the engine may be older than what is known of its containers.
    await next.begin({ memory, origins: world.history().origins });
    expect(next.told()).toEqual(['web lost while away']);
  });

  test('one that came and went while nobody watched is told of, as far as the engine remembers', async () => {
    const world = given();
    world.engine.run('old');
    await world.begin();
    world.engine.run('heard');
    const next = await restarted(world, {
      meanwhile: async () => {
        const id = world.engine.run('job');
        world.engine.die(id);
        world.engine.destroy(id);
      },
    });
    expect(next.told().filter((line) => line.startsWith('job'))).toEqual([
      'job found, from its beginning',
      'job started',
      'job ended',
      'job removed',
      'job gone: removed',
    ]);
  });

  test('what was removed before is not taken for news when the engine repeats it', async () => {
    const world = given();
    await world.begin();
    const id = world.engine.run('web');
    world.engine.die(id);
    world.engine.destroy(id);
    const next = await restarted(world, {});
    expect(next.told()).toEqual([]);
  });

  test('one that was excluded before and is older is begun when it is found', async () => {
    const world = given({ exclude: 'name=web' });
    world.engine.run('web');
    await world.begin();
    await world.pass(300_000);
    expect(world.told()).toEqual([]);
    const next = await restarted(world, { exclude: '' });
    expect(next.told()).toEqual(['web found, from 300000 ms', 'web started']);
  });

  test('one that is excluded now is gone, and comes back when it is included again', async () => {
    const world = given();
    const id = world.engine.run('web');
    await world.begin();
    world.told();
    await world.pass(300_000);
    const without = await restarted(world, { exclude: 'name=web' });
    expect(without.told()).toEqual(['web gone: excluded']);
    const again = await restarted(without, {});
    expect(again.told()).toEqual(['web found, from 300000 ms', 'web started']);
    world.engine.die(id);
    expect(again.told()).toEqual(['web ended']);
  });

  test('another engine under the same name is begun where it is found', async () => {
    const world = given();
    await world.begin();
    await world.pass(600_000);
    const other = given({ clock: world.clock });
    other.engine.ahead = -500_000;
    other.engine.run('strange');
    other.engine.ahead = 0;
    await other.begin(world.history());
    expect(other.told()).toEqual(['strange found, from 600000 ms', 'strange started']);
  });

  test('a memory that nobody understands counts as none', async () => {
    const world = given();
    world.engine.run('old');
    await world.pass(10_000);
    await world.begin({ memory: '{"version":99}', origins: [] });
    expect(world.told()).toEqual(['old found, from 10000 ms', 'old started']);
    expect(world.source.status().everConnected).toBe(true);
  });
});

describe('the engine’s own clock', () => {
  test.each([3_600_000, -3_600_000])('counts alone: %i ms beside ours changes nothing', async (ahead) => {
    const world = given();
    world.engine.ahead = ahead;
    world.engine.run('old');
    await world.pass(10_000);
    await world.begin();
    world.engine.run('new');
    expect(world.told()).toEqual([
      'old found, from 10000 ms',
      'old started',
      'new found, from its beginning',
      'new started',
    ]);
    await world.pass(100_000);
    const next = await restarted(world, {
      meanwhile: async () => {
        await world.pass(100_000);
        world.engine.run('later');
      },
    });
    expect(next.told().filter((line) => line.includes('found'))).toEqual([
      'later found, from its beginning',
      'old found, from 10000 ms',
      'new found, from 10000 ms',
    ]);
  });

  test('that is set back does not make what is new look old', async () => {
    const world = given();
    await world.begin();
    await world.pass(600_000);
    world.engine.fall();
    await world.pass(1_000);
    world.engine.ahead = -300_000;
    world.engine.run('new');
    world.engine.forgetEvents();
    world.engine.rise();
    await world.pass(15_000);
    expect(world.told()).toEqual(['new found, from its beginning', 'new started']);
  });
});

test('where the engine’s clock was set back while nobody watched, what came and went is told of all the same', async () => {
  const world = given();
  await world.begin();
  const kept = world.engine.run('kept');
  await world.pass(600_000);
  const next = await restarted(world, {
    meanwhile: async () => {
      world.engine.ahead = -300_000;
      const id = world.engine.run('job');
      world.engine.die(id);
      world.engine.destroy(id);
      await world.pass(10_000);
    },
  });
  const told = next.told().filter((line) => line.startsWith('job'));
  expect(told).toEqual(
    ['found, from its beginning', 'started', 'ended', 'removed', 'gone: removed'].map((what) => `job ${what}`),
  );
  expect(next.known.has(`docker/${kept}`)).toBe(true);
});

describe('an engine that has another name than before', () => {
  /** What is known of it as if it had been called so. */
  function calledBefore(name: string, { memory, origins }: SourceHistory): KnownSource {
    const under = { host: name, source: `docker:${name}` };
    return { memory, origins: origins.map((one) => ({ ...one, origin: { ...one.origin, ...under } })) };
  }

  test('is known by its containers: nothing is begun anew, and what was removed meanwhile was lost', async () => {
    const world = given();
    const goes = world.engine.run('goes');
    world.engine.run('stays');
    await world.begin();
    const waits = world.engine.create('waits');
    await world.pass(600_000);
    await world.end();
    const former = [calledBefore('other', await historyOfAnother()), calledBefore('old', world.history())];
    await world.pass(600_000);
    world.engine.destroy(goes);
    world.engine.start(waits);
    world.engine.die(world.engine.run('ended'));
    await world.pass(600_000);
    const next = given({ clock: world.clock, engine: world.engine });
    await next.begin({ memory: undefined, origins: [], former });
    expect(next.told().toSorted()).toEqual([
      'ended ended',
      'ended found, from its beginning',
      'goes lost while away',
      'stays found, from 0 ms',
      'stays started',
      'waits found, from its beginning',
      'waits started',
    ]);
    for (const { origin } of next.known.values()) expect([origin.host, origin.source]).toEqual(['nas', 'docker:nas']);
  });

  test('is new when no container of a former one is there, and none of those is taken for lost', async () => {
    const world = given();
    world.engine.run('web');
    await world.pass(5_000);
    await world.begin({ memory: undefined, origins: [], former: [calledBefore('other', await historyOfAnother())] });
    expect(world.told()).toEqual(['web found, from 5000 ms', 'web started']);
  });

  test('is itself at once, also where another engine had its name before', async () => {
    const world = given();
    world.engine.run('web');
    await world.begin();
    await world.pass(600_000);
    await world.end();
    const next = given({ clock: world.clock, engine: world.engine });
    world.engine.die(world.engine.run('ended'));
    await next.begin({ ...(await historyOfAnother()), former: [calledBefore('old', world.history())] });
    expect(next.told().toSorted()).toEqual([
      'ended ended',
      'ended found, from its beginning',
      'ended started',
      'far lost while away',
      'web found, from 0 ms',
      'web started',
    ]);
  });

  async function historyOfAnother(): Promise<SourceHistory> {
    const another = given();
    // Its ids are made like those of the first: it has made some more.
    for (let n = 0; n < 10; n++) another.engine.destroy(another.engine.create(`gone${n}`));
    another.engine.run('far');
    await another.begin();
    await another.end();
    return another.history();
  }
});
