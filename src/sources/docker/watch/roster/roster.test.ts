import { afterEach, describe, expect, test } from 'vitest';
import { WatchedEngine } from '../../../../../test/support/watched-engine.ts';

const running: WatchedEngine[] = [];
afterEach(async () => {
  for (const world of running.splice(0)) await world.end();
});

async function watching(options: ConstructorParameters<typeof WatchedEngine>[0] = {}): Promise<WatchedEngine> {
  const world = new WatchedEngine(options);
  running.push(world);
  await world.begin();
  return world;
}

/** A list is asked for, and answered only when the returned function is called: it shows what was there when it was asked for. */
async function oldList(world: WatchedEngine): Promise<() => Promise<void>> {
  const release = world.engine.holdLists();
  await world.pass(60_000);
  return async () => {
    release();
    await world.pass(0);
  };
}

describe('where events and a list differ', () => {
  test('what was heard after the list was asked for holds: a container that came, and one that went', async () => {
    const world = await watching();
    const old = world.engine.run('old');
    const answer = await oldList(world);
    world.engine.run('new');
    world.engine.die(old);
    world.engine.destroy(old);
    world.told();
    await answer();
    expect(world.told()).toEqual([]);
    expect(world.source.status()).toMatchObject({ watched: 1, eventsMissed: 0 });
  });

  test('what was heard after the list was asked for holds: a name, and whether it runs', async () => {
    const world = await watching();
    const id = world.engine.run('web');
    const answer = await oldList(world);
    world.engine.rename(id, 'api');
    world.engine.die(id);
    world.told();
    await answer();
    expect(world.told()).toEqual([]);
  });

  test('else the list holds: for what no event has told', async () => {
    const world = await watching();
    const [gone, ended, renamed] = [world.engine.run('gone'), world.engine.run('ended'), world.engine.run('renamed')];
    world.told();
    world.engine.isDeaf = true;
    world.engine.destroy(gone);
    world.engine.die(ended);
    world.engine.rename(renamed, 'other');
    world.engine.run('new');
    await world.pass(60_000);
    // What comes behind is what the stream of events, asked for anew, repeats of what it had not told.
    expect(world.told().slice(0, 8)).toEqual([
      'ended ended',
      'other told again',
      'other started',
      'new found, from its beginning',
      'new started',
      'gone ended',
      'gone removed',
      'gone gone: removed',
    ]);
  });

  test('a whole run between two lists that no event told is told by the words of the list', async () => {
    const world = await watching({ pollSeconds: 5 });
    const [job, idle] = [world.engine.run('job'), world.engine.run('idle')];
    world.engine.die(job);
    world.engine.die(idle);
    await world.pass(180_000);
    world.told();
    world.engine.isDeaf = true;
    await world.pass(30_000);
    world.engine.start(job);
    world.engine.die(job);
    await world.pass(30_000);
    // The words for the other one have changed as well: once too often is no fault.
    expect(world.told()).toEqual(['job started', 'job ended', 'idle started', 'idle ended']);
    await world.pass(60_000);
    expect(world.told().filter((line) => line === 'job started')).toHaveLength(1);
  });

  test('a whole run while the engine was out of reach is told, although the list says the same as before', async () => {
    const world = await watching();
    const id = world.engine.run('job');
    world.engine.die(id);
    await world.pass(150_000);
    world.engine.fall();
    await world.pass(10_000);
    world.engine.start(id);
    world.engine.die(id);
    world.engine.forgetEvents();
    await world.pass(130_000);
    world.told();
    world.engine.rise();
    await world.pass(15_000);
    expect(world.told()).toEqual(['job has its engine back', 'job started', 'job ended']);
  });

  test('one that has ended long ago is left in peace by lists', async () => {
    const world = await watching();
    const id = world.engine.run('job');
    world.engine.die(id);
    await world.pass(600_000);
    world.told();
    world.engine.eventsFault = { kind: 'refused', status: 403, words: 'no' };
    world.engine.cut();
    await world.pass(250);
    world.told();
    await world.pass(30_000);
    expect(world.engine.listings).toBeGreaterThan(6);
    expect(world.told()).toEqual([]);
  });
});

test('what is still heard of a container that was removed is an echo', async () => {
  const world = await watching();
  const id = world.engine.run('web');
  world.engine.die(id);
  world.engine.destroy(id);
  world.told();
  const { listings } = world.engine;
  for (const action of ['cleanup', 'die', 'start', 'destroy', 'exec_die']) world.engine.mention(id, action);
  await world.pass(2_000);
  expect(world.told()).toEqual([]);
  expect(world.engine.listings).toBe(listings);
});

describe('an event about a container that nobody knows', () => {
  test('brings a list at once, however many there are', async () => {
    const world = await watching();
    world.engine.isDeaf = true;
    const id = world.engine.run('web');
    world.engine.isDeaf = false;
    const { listings } = world.engine;
    await world.pass(10_000);
    for (let count = 0; count < 50; count++) world.engine.mention(id, 'exec_create: true');
    await world.pass(0);
    expect(world.told()).toEqual(['web found, from its beginning', 'web started']);
    await world.pass(10_000);
    // One because of the event, and one behind the stream that is asked for anew: it had not told of the container.
    expect(world.engine.listings).toBe(listings + 2);
  });

  test('means nothing when it says that it was removed', async () => {
    const world = await watching();
    world.engine.isDeaf = true;
    const id = world.engine.run('web');
    world.engine.isDeaf = false;
    world.engine.destroy(id);
    await world.pass(60_000);
    expect(world.told()).toEqual([]);
  });
});

describe('a container of which too little is known', () => {
  const plain = (world: WatchedEngine, id: string, status: string) =>
    world.engine.say(`${JSON.stringify({ status, id, from: 'alpine:3', time: world.engine.now().seconds })}\n`);

  test('is asked for at once, and told of with all that there is to know', async () => {
    const world = await watching({ exclude: 'label=secret' });
    world.engine.isDeaf = true;
    const web = world.engine.run('web', { image: 'acme/web:2' });
    const secret = world.engine.run('secret', { labels: { secret: '' } });
    plain(world, web, 'start');
    plain(world, secret, 'start');
    expect(world.told()).toEqual([]);
    await world.pass(0);
    expect(world.told()).toEqual(['web found, from its beginning', 'web started']);
    expect(world.known.get(`docker/${web}`)?.origin.image).toBe('acme/web:2');
    expect(world.source.status()).toMatchObject({ watched: 1, excluded: 1 });
  });

  test('and that is gone before it could be asked for, is told of by its id', async () => {
    const world = await watching();
    world.engine.isDeaf = true;
    const id = world.engine.run('web');
    plain(world, id, 'start');
    plain(world, id, 'die');
    plain(world, id, 'destroy');
    const name = id.slice(0, 12);
    expect(world.told()).toEqual([
      `${name} found, from its beginning`,
      `${name} ended`,
      `${name} removed`,
      `${name} gone: removed`,
    ]);
  });

  test('gets the name of its image where a list has only its hash', async () => {
    const world = new WatchedEngine({ include: 'image=acme/*' });
    running.push(world);
    world.engine.hidesImages = true;
    const ids = Array.from({ length: 20 }, (_, at) => world.engine.run(`web-${at}`, { image: 'acme/web:2' }));
    world.engine.forgetEvents();
    await world.pass(5_000);
    await world.begin();
    expect(world.told().filter((line) => line.endsWith('started'))).toHaveLength(20);
    expect(world.known.get(`docker/${ids[7]}`)?.origin.image).toBe('acme/web:2');
    const about = () => world.engine.requests.filter((path) => path.startsWith('/containers/'));
    const { length } = about();
    await world.pass(60_000);
    expect(about().length).toBe(length + 1);
    expect(world.known.get(`docker/${ids[7]}`)?.origin.image).toBe('acme/web:2');
  });

  test('is told of with what is known when the engine refuses to say more', async () => {
    const world = new WatchedEngine();
    running.push(world);
    world.engine.hidesImages = true;
    world.engine.inspectFault = { kind: 'refused', status: 403, words: 'no' };
    world.engine.run('web');
    world.engine.forgetEvents();
    await world.begin();
    expect(world.told()).toEqual(['web found, from 0 ms', 'web started']);
  });
});

describe('a container that is left alone', () => {
  test('is watched from its rename on, when its new name is included', async () => {
    const world = await watching({ include: 'name=web-*' });
    const id = world.engine.run('db-1');
    await world.pass(30_000);
    expect(world.told()).toEqual([]);
    world.engine.rename(id, 'web-1');
    expect(world.told()).toEqual(['web-1 found, from 30000 ms', 'web-1 started']);
    world.engine.rename(id, 'db-1');
    expect(world.told()).toEqual(['web-1 removed', 'web-1 gone: excluded']);
    world.engine.die(id);
    world.engine.destroy(id);
    expect(world.told()).toEqual([]);
  });

  test('is Tocsin’s own is not watched; one that has opted out is not, and counted', async () => {
    const world = await watching({ own: ['000000000001'] });
    world.engine.run('tocsin');
    world.engine.run('quiet', { labels: { 'tocsin.enable': 'false' } });
    world.engine.run('web');
    expect(world.told()).toEqual(['web found, from its beginning', 'web started']);
    expect(world.source.status()).toMatchObject({ watched: 1, excluded: 1 });
  });
});

test('a thousand containers are listed, told of and listed again in little time', async () => {
  const world = new WatchedEngine({ exclude: 'name=*-9*' });
  running.push(world);
  const labels = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`label-${at}`, `value-${at}`]));
  for (let at = 0; at < 1_000; at++) world.engine.run(`web-${at}`, { labels });
  await world.pass(5_000);
  await world.begin();
  expect(world.source.status()).toMatchObject({ watched: 889, excluded: 111 });
  expect(world.told()).toHaveLength(2 * 889);
  const cpu = process.cpuUsage();
  await world.pass(60_000);
  const { user } = process.cpuUsage(cpu);
  // Work for each container is a small part of this; work for each pair of them would be many times as much.
  expect(user / 1000).toBeLessThan(400);
  expect(world.told().every((line) => line.endsWith('started'))).toBe(true);
});

describe('more containers than can be looked at', () => {
  const item = (n: number, State: string) => ({
    ...{ Id: n.toString(16).padStart(64, '0'), Names: [`/c${n}`], Image: 'alpine:3', Labels: {} },
    ...{ Created: 1_700_000_000, State, Status: 'Up' },
  });

  test('are counted, those that run are looked at first, and none of them counts as lost', async () => {
    const world = new WatchedEngine();
    running.push(world);
    const list = Array.from({ length: 10_070 }, (_, n) => item(n, 'exited'));
    world.engine.listBody = list;
    await world.begin();
    expect(world.source.status()).toMatchObject({ watched: 10_000, beyond: 70 });
    const history = world.history();
    await world.end();
    const again = new WatchedEngine({ clock: world.clock, engine: world.engine });
    running.push(again);
    const more = Array.from({ length: 50 }, (_, n) => item(20_000 + n, 'running'));
    world.engine.listBody = [...list, ...more];
    await again.begin(history);
    expect(again.source.status()).toMatchObject({ watched: 10_000, beyond: 120 });
    const told = again.told();
    expect(told.filter((line) => line.includes('lost'))).toEqual([]);
    expect(told.filter((line) => line.endsWith('started'))).toHaveLength(50);
  });

  test('are not taken from events either, however many are told of', async () => {
    const world = await watching();
    for (let n = 0; n < 10_100; n++) world.engine.create(`c${n}`);
    expect(world.source.status()).toMatchObject({ watched: 10_000 });
    await world.pass(1_000);
    expect(world.source.status()).toMatchObject({ watched: 10_000, beyond: 100 });
  });
});
