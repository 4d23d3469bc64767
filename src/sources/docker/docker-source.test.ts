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

  test('that was there at the beginning is told of before it is said, once, that all were', async () => {
    const world = given();
    world.engine.hidesImages = true;
    world.engine.inspectFault = { kind: 'cut', words: 'It breaks off.' };
    world.engine.run('web');
    await world.pass(10_000);
    await world.begin();
    expect([world.told(), world.timesAllFound]).toEqual([[], 0]);
    world.engine.inspectFault = undefined;
    await world.pass(60_000);
    expect(world.told()).toContain('web found, from 10000 ms');
    expect(world.timesAllFound).toBe(1);
    world.engine.cut();
    await world.pass(120_000);
    expect(world.timesAllFound).toBe(1);
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

test('an old engine with many containers has a note what its machine needs, and none when they are few', async () => {
  const world = given();
  const ids = Array.from({ length: 101 }, (_, n) => world.engine.run(`web${n}`));
  await world.begin();
  const { notes } = world.source.status();
  expect(notes).toEqual([expect.stringContaining('fs.inotify.max_user_instances')]);
  world.engine.destroy(ids[0] ?? '');
  expect(world.source.status().notes).toEqual([]);
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
    world.engine.hidesImages = true;
    world.engine.inspectFault = { kind: 'cut', words: 'It breaks off.' };
    world.engine.isDeaf = true;
    world.engine.run('web');
    world.engine.isDeaf = false;
    await world.pass(120_000);
    const held = until();
    await world.pass(120_000);
    world.engine.run('other');
    expect(until()).toBe(held);
    expect(world.told()).toEqual(['other found, from its beginning', 'other started']);
    world.engine.inspectFault = undefined;
    await world.pass(60_000);
    expect(world.told()).toContain('web started');
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
