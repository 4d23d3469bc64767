import { afterEach, describe, expect, test } from 'vitest';
import { WatchedEngine } from '../../../test/support/watched-engine.ts';

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

describe('a container', () => {
  test('that runs at the very first connection is begun at that moment, one that comes later at its beginning', async () => {
    const world = given();
    const old = world.engine.run('old');
    await world.pass(10_000);
    await world.begin();
    expect(world.told()).toEqual(['old found, from 10000 ms', 'old started']);
    world.engine.run('new');
    expect(world.told()).toEqual(['new found, from its beginning', 'new started']);
    world.engine.die(old);
    world.engine.start(old);
    expect(world.told()).toEqual(['old ended', 'old started']);
  });

  test('is told of with all that its engine says of it', async () => {
    const world = given();
    await world.begin();
    const labels = { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'web' };
    const id = world.engine.run('shop-web-1', { image: 'acme/web:2', labels });
    expect(world.known.get(`docker/${id}`)).toMatchObject({
      origin: {
        source: 'docker:nas',
        host: 'nas',
        containerId: id,
        containerName: 'shop-web-1',
        image: 'acme/web:2',
        labels,
        workload: { kind: 'compose', name: 'shop/web' },
      },
      reader: { container: { containerId: id, client: world.engine, traits: { kind: 'docker' } } },
    });
  });

  test('that has ended before the first connection is known, and begun at that moment', async () => {
    const world = given();
    const old = world.engine.run('old');
    world.engine.die(old);
    await world.pass(5_000);
    await world.begin();
    expect(world.told()).toEqual(['old found, from 5000 ms', 'old ended']);
  });

  test('that has never run is told of when it starts, whenever that is', async () => {
    const world = given();
    const before = world.engine.create('before');
    await world.pass(5_000);
    await world.begin();
    const after = world.engine.create('after');
    await world.pass(120_000);
    expect(world.told()).toEqual([]);
    world.engine.start(before);
    world.engine.start(after);
    expect(world.told()).toEqual([
      'before found, from 5000 ms',
      'before started',
      'after found, from its beginning',
      'after started',
    ]);
  });

  test('that lives between two events is told of in the very moment of its start', async () => {
    const world = given();
    await world.begin();
    const requests = world.engine.requests.length;
    const id = world.engine.run('short');
    expect(world.told()).toEqual(['short found, from its beginning', 'short started']);
    world.engine.die(id);
    world.engine.destroy(id);
    expect(world.told()).toEqual(['short ended', 'short removed', 'short gone: removed']);
    await world.pass(0);
    expect(world.engine.requests.length).toBe(requests);
  });

  test('that dies without having been heard of is found and has ended', async () => {
    const world = given();
    await world.begin();
    world.engine.isDeaf = true;
    const id = world.engine.run('unheard');
    world.engine.isDeaf = false;
    world.engine.die(id);
    expect(world.told()).toEqual(['unheard found, from its beginning', 'unheard ended']);
  });

  test('that dies twice has run in between, and what Podman puts away after a death is no second one', async () => {
    const world = given();
    await world.begin();
    const id = world.engine.run('job');
    world.engine.die(id);
    world.engine.mention(id, 'cleanup');
    expect(world.told()).toEqual(['job found, from its beginning', 'job started', 'job ended']);
    world.engine.isDeaf = true;
    world.engine.start(id);
    world.engine.isDeaf = false;
    world.engine.die(id);
    expect(world.told()).toEqual(['job started', 'job ended']);
    world.engine.isDeaf = true;
    const other = world.engine.run('other');
    world.engine.isDeaf = false;
    world.engine.mention(other, 'cleanup');
    expect(world.told()).toEqual(['other found, from its beginning', 'other ended']);
  });

  test('keeps its reader under a new name, and its workload follows', async () => {
    const world = given();
    await world.begin();
    const id = world.engine.run('web');
    world.engine.rename(id, 'api');
    expect(world.told()).toEqual(['web found, from its beginning', 'web started', 'api told again']);
    expect(world.known.get(`docker/${id}`)?.origin.workload).toEqual({ kind: 'container', name: 'api' });
  });
});

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
    world.engine.run('web');
    await world.begin();
    world.told();
    await world.pass(300_000);
    const without = await restarted(world, { exclude: 'name=web' });
    expect(without.told()).toEqual(['web gone: excluded']);
    const again = await restarted(without, {});
    expect(again.told()).toEqual(['web found, from 300000 ms', 'web started']);
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

describe('what is remembered', () => {
  test('is nothing before the containers were listed, and what was remembered before while the engine is away', async () => {
    const world = given();
    expect(world.source.remember()).toBeUndefined();
    world.engine.fall();
    await world.begin();
    expect(world.source.remember()).toBeUndefined();
    world.engine.rise();
    await world.pass(15_000);
    const { memory = '' } = world.history();
    expect(JSON.parse(memory)).toMatchObject({ version: 1, since: expect.stringMatching(/^\d+\.\d{9}$/) });
    world.engine.fall();
    const next = await restarted(world, {});
    expect(next.source.remember()).toBe(memory);
    expect(next.source.status()).toMatchObject({ state: 'down', everConnected: true });
  });

  test('is never ahead of what was told: a container of which too little is known holds it back', async () => {
    const world = given();
    await world.begin();
    await world.pass(70_000);
    const until = () => JSON.parse(world.source.remember() ?? '').until;
    const before = until();
    world.engine.inspectFault = { kind: 'timeout', words: 'It hangs.' };
    const id = world.engine.create('web');
    world.engine.say(
      `${JSON.stringify({ status: 'start', id, from: 'alpine:3', time: world.engine.now().seconds })}\n`,
    );
    world.engine.say(
      `${JSON.stringify({ status: 'start', id: 'b'.repeat(64), from: 'alpine:3', time: world.engine.now().seconds + 5 })}\n`,
    );
    expect(until() > before).toBe(true);
    const held = until();
    await world.pass(10_000);
    expect(until()).toBe(held);
    world.engine.inspectFault = undefined;
    await world.pass(60_000);
    expect(until() > held).toBe(true);
  });

  test('is offered for saving at the first list and once a minute, not with each list', async () => {
    const world = given();
    world.engine.eventsFault = { kind: 'refused', status: 403, words: 'Set EVENTS=1.' };
    await world.begin();
    expect(world.memoryChanges).toBe(1);
    await world.pass(59_000);
    expect(world.memoryChanges).toBe(1);
    await world.pass(2_000);
    expect(world.memoryChanges).toBe(2);
  });
});
