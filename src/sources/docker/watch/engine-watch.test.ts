import { afterEach, describe, expect, test } from 'vitest';
import { WatchedEngine } from '../../../../test/support/watched-engine.ts';

const running: WatchedEngine[] = [];
afterEach(async () => {
  for (const world of running.splice(0)) await world.end();
});

function given(options: ConstructorParameters<typeof WatchedEngine>[0] = {}): WatchedEngine {
  const world = new WatchedEngine(options);
  running.push(world);
  return world;
}

const refused403 = {
  kind: 'refused',
  status: 403,
  words: 'The proxy forbids GET /events. Set EVENTS=1 for it.',
} as const;

describe('an engine that is not there', () => {
  test('at the start is tried for again and again, and its containers are begun when it comes', async () => {
    const world = given();
    world.engine.fall();
    world.engine.run('old');
    await world.begin();
    expect(world.source.status()).toMatchObject({
      state: 'down',
      outOfReachMs: 0,
      everConnected: false,
      lastFault: { fault: { kind: 'not_listening' } },
    });
    await world.pass(60_000);
    expect(world.source.status()).toMatchObject({ state: 'down', outOfReachMs: 60_000 });
    world.engine.rise();
    await world.pass(15_000);
    expect(world.told()).toEqual([expect.stringMatching(/^old found, from \d{5} ms$/), 'old started']);
    expect(world.source.status()).toMatchObject({ state: 'live', outOfReachMs: undefined, everConnected: true });
    expect(world.occurred.names()).toEqual(['begun', 'lost', 'watched']);
  });

  test('is asked less and less often, up to every 15 s, with full jitter', async () => {
    const world = given();
    world.engine.fall();
    await world.begin();
    const times: number[] = [];
    for (let ms = 0; ms < 60_000; ms += 50) {
      const before = world.engine.requests.length;
      await world.pass(50);
      if (world.engine.requests.length > before) times.push(ms + 50);
    }
    // 250 ms, and twice as much each time.
    expect(times).toEqual([250, 750, 1_750, 3_750, 7_750, 15_750, 30_750, 45_750]);
  });

  test('is told as lost once for each reason', async () => {
    const world = given();
    world.engine.fall();
    await world.begin();
    await world.pass(60_000);
    world.engine.down = { kind: 'permission', words: 'Not allowed.' };
    await world.pass(60_000);
    expect(world.occurred.recorded.filter(({ what }) => what === 'lost').map(({ details }) => details)).toEqual([
      { engine: 'nas', reason: 'not_listening', words: 'Nobody listens there.' },
      { engine: 'nas', reason: 'permission', words: 'Not allowed.' },
    ]);
  });
});

describe('an engine that is lost', () => {
  test('for a minute: every reader is told, and back, and what changed meanwhile is found', async () => {
    const world = given();
    await world.begin();
    const [stays, goes] = [world.engine.run('stays'), world.engine.run('goes')];
    await world.pass(30_000);
    world.told();
    world.engine.fall();
    await world.pass(60_000);
    expect(world.told()).toEqual(['stays lost its engine', 'goes lost its engine']);
    expect(world.source.status()).toMatchObject({ state: 'down', watched: 2 });
    expect(world.source.status().outOfReachMs).toBeGreaterThan(59_000);
    world.engine.forgetEvents();
    world.engine.destroy(goes);
    world.engine.die(stays);
    world.engine.start(stays);
    world.engine.run('new');
    world.engine.rise();
    await world.pass(15_000);
    expect(world.told()).toEqual([
      'goes ended',
      'goes removed',
      'goes gone: removed',
      'stays ended',
      'stays started',
      'new found, from its beginning',
      'new started',
      'stays has its engine back',
      'new has its engine back',
    ]);
  });

  test('and has forgotten its events, is believed by its list', async () => {
    const world = given();
    await world.begin();
    const [stays, goes, job] = [world.engine.run('stays'), world.engine.run('goes'), world.engine.run('job')];
    world.engine.die(job);
    await world.pass(30_000);
    world.engine.fall();
    await world.pass(1_000);
    world.told();
    world.engine.destroy(goes);
    world.engine.die(stays);
    world.engine.start(stays);
    world.engine.start(job);
    world.engine.die(job);
    world.engine.run('new');
    world.engine.forgetEvents();
    world.engine.rise();
    await world.pass(15_000);
    expect(world.told()).toEqual([
      'stays has its engine back',
      'goes has its engine back',
      'job has its engine back',
      'stays started',
      'job started',
      'job ended',
      'new found, from its beginning',
      'new started',
      'goes ended',
      'goes removed',
      'goes gone: removed',
    ]);
  });

  test('is waited for from the first step on when it was in reach for 30 s, and goes on with the steps when it was not', async () => {
    const afterUp = async (upMs: number): Promise<number> => {
      const world = given();
      world.engine.fall();
      await world.begin();
      await world.pass(16_000);
      world.engine.rise();
      await world.pass(15_000);
      await world.pass(upMs);
      world.engine.fall();
      await world.pass(300);
      const { length } = world.engine.requests;
      await world.pass(1_000);
      return world.engine.requests.length - length;
    };
    expect(await afterUp(30_000)).toBeGreaterThan(0);
    expect(await afterUp(0)).toBe(0);
  });
});

describe('a list', () => {
  test('that fails once is a loss, and found again within a quarter of a second', async () => {
    const world = given();
    await world.begin();
    world.engine.run('web');
    await world.pass(30_000);
    world.told();
    world.engine.listFaults.push({ kind: 'timeout', words: 'No answer.' });
    await world.pass(30_000);
    expect(world.told()).toEqual(['web lost its engine']);
    expect(world.source.status().lastFault?.fault.words).toBe('No answer.');
    await world.pass(250);
    expect(world.told()).toEqual(['web has its engine back', 'web started']);
    expect(world.source.status().state).toBe('live');
  });

  test('comes every 60 s while events come', async () => {
    const world = given();
    await world.begin();
    const { listings } = world.engine;
    await world.pass(59_900);
    expect(world.engine.listings).toBe(listings);
    await world.pass(600_100);
    expect(world.engine.listings).toBe(listings + 11);
  });

  test('that is none is a fault of the engine', async () => {
    const world = given();
    await world.begin();
    world.engine.listBody = { message: 'hello' };
    await world.pass(60_000);
    expect(world.source.status()).toMatchObject({ state: 'down', lastFault: { fault: { kind: 'protocol' } } });
  });
});

describe('a stream of events', () => {
  test('that is cut is no loss: it is asked for again, and what came between is told', async () => {
    const world = given();
    await world.begin();
    const job = world.engine.run('job');
    world.engine.die(job);
    await world.pass(240_000);
    world.told();
    world.engine.cut();
    world.engine.run('new');
    await world.pass(250);
    expect(world.told()).toEqual(['new found, from its beginning', 'new started']);
    expect(world.source.status()).toMatchObject({ state: 'live', outOfReachMs: undefined });
    expect(world.occurred.names()).toEqual(['begun', 'watched']);
  });

  test('that is cut every five seconds loses nothing and costs nobody a reader', async () => {
    const world = given();
    await world.begin();
    for (let round = 0; round < 20; round++) {
      await world.pass(5_000);
      world.engine.cut(round % 2 === 0 ? undefined : { kind: 'cut', words: 'The stream was cut.' });
      const id = world.engine.run(`job-${round}`);
      world.engine.die(id);
      world.engine.destroy(id);
    }
    await world.pass(250);
    expect(world.told().filter((line) => line.endsWith('found, from its beginning'))).toHaveLength(20);
    expect(world.occurred.names()).toEqual(['begun', 'watched']);
    expect(world.source.status().state).toBe('live');
  });

  test('that is refused is replaced by listing every five seconds, and the status says why', async () => {
    const world = given();
    world.engine.eventsFault = refused403;
    world.engine.traits = { ...world.engine.traits, notes: ['GET /info is forbidden.'] };
    await world.begin();
    expect(world.source.status()).toMatchObject({
      state: 'polling',
      outOfReachMs: undefined,
      notes: [`Containers are found by listing every 5 s. ${refused403.words}`, 'GET /info is forbidden.'],
    });
    const id = world.engine.run('web');
    await world.pass(5_000);
    expect(world.told()).toEqual(['web found, from its beginning', 'web started']);
    world.engine.die(id);
    await world.pass(5_000);
    expect(world.told()).toEqual(['web ended']);
    world.engine.start(id);
    world.engine.die(id);
    await world.pass(5_000);
    expect(world.told()).toEqual(['web started', 'web ended']);
    world.engine.destroy(id);
    await world.pass(5_000);
    expect(world.told()).toEqual(['web removed', 'web gone: removed']);
    expect(world.occurred.names()).toEqual(['begun', 'eventsRefused', 'watched']);
  });

  test('that is refused is asked for again each minute', async () => {
    const world = given({ pollSeconds: 7 });
    world.engine.eventsFault = refused403;
    await world.begin();
    world.engine.eventsFault = undefined;
    await world.pass(50_000);
    expect(world.source.status().state).toBe('polling');
    await world.pass(20_000);
    expect(world.source.status()).toMatchObject({ state: 'live', notes: [] });
    world.engine.run('web');
    expect(world.told()).toEqual(['web found, from its beginning', 'web started']);
  });

  test('that ends as soon as it is open is done without', async () => {
    const world = given();
    await world.begin();
    for (let round = 0; round < 4; round++) {
      world.engine.cut();
      await world.pass(260);
    }
    await world.pass(5_000);
    expect(world.source.status()).toMatchObject({
      state: 'polling',
      notes: [expect.stringMatching(/^Containers are found by listing every 5 s\. .* as soon as it is open, or/)],
    });
    await world.pass(65_000);
    expect(world.source.status().state).toBe('live');
  });

  test('whose headers come with the first event only does not keep the containers waiting', async () => {
    const world = given();
    world.engine.isSilent = true;
    world.engine.run('old');
    world.engine.forgetEvents();
    await world.begin();
    await world.pass(1_000);
    expect(world.told()).toEqual(['old found, from 0 ms', 'old started']);
    expect(world.source.status()).toMatchObject({
      state: 'polling',
      notes: ['Containers are found by listing every 5 s. The engine has not begun its stream of events yet.'],
    });
    world.engine.run('new');
    expect(world.told()).toEqual(['new found, from its beginning', 'new started']);
  });

  test('full of garbage is counted, and lists tell what it hid', async () => {
    const world = given();
    await world.begin();
    world.engine.isDeaf = true;
    world.engine.run('web');
    world.engine.say('<html>\n\u0000\u0001{"status":\n');
    world.engine.isDeaf = false;
    await world.pass(1_000);
    expect(world.told()).toEqual(['web found, from its beginning', 'web started']);
    expect(world.source.status()).toMatchObject({ state: 'live', eventsUnreadable: 2, eventsMissed: 0 });
    const { listings } = world.engine;
    for (let round = 0; round < 100; round++) {
      world.engine.say('garbage\n');
      await world.pass(100);
    }
    expect(world.engine.listings - listings).toBeLessThanOrEqual(11);
    world.engine.run('next');
    expect(world.told().slice(-2)).toEqual(['next found, from its beginning', 'next started']);
  });

  test('full of nothing else is ended, asked for a few times more, and done without for a minute', async () => {
    const world = given();
    await world.begin();
    const nonsense = async (): Promise<void> => {
      world.engine.say('<html>\n'.repeat(5_000));
      await world.pass(2_000);
    };
    for (let round = 0; round < 10; round++) await nonsense();
    // No more than three streams were read, and of each no more than it takes.
    expect(world.source.status().eventsUnreadable).toBe(3 * 1_001);
    expect(world.source.status()).toMatchObject({
      state: 'polling',
      lastFault: { fault: { kind: 'protocol', words: expect.stringContaining('is none') } },
      notes: [expect.stringMatching(/listing every 5 s.*sends what are none/)],
    });
    await world.pass(60_000);
    world.engine.run('web');
    expect(world.told()).toEqual(['web found, from its beginning', 'web started']);
    expect(world.source.status()).toMatchObject({ state: 'live', notes: [] });
  });

  test('that looks open and tells nothing is found out by the next list, and asked for anew', async () => {
    const world = given();
    await world.begin();
    world.engine.isDeaf = true;
    world.engine.run('web');
    world.engine.run('db');
    const streams = () => world.engine.requests.filter((path) => path.startsWith('/events')).length;
    const before = streams();
    await world.pass(60_000);
    expect(world.source.status().eventsMissed).toBe(2);
    expect(streams()).toBe(before + 1);
    expect(world.told().filter((line) => line.includes('found'))).toHaveLength(2);
  });
});

describe('an engine whose events are open and tell nothing', () => {
  const pings = (world: WatchedEngine): number =>
    world.engine.requests.slice(1).filter((path) => path === '/_ping').length;

  test('is out of reach within half a minute when it hangs', async () => {
    const world = given();
    world.engine.run('web');
    await world.begin();
    await world.pass(5_000);
    expect(world.source.status()).toMatchObject({ state: 'live', outOfReachMs: undefined });
    world.engine.hangs = true;
    await world.pass(30_000);
    expect(world.source.status()).toMatchObject({ lastFault: { fault: { kind: 'timeout' } } });
    expect(world.source.status().outOfReachMs).toBeGreaterThan(0);
    expect(world.told()).toContain('web lost its engine');
    world.engine.hangs = false;
    await world.pass(15_000);
    expect(world.source.status()).toMatchObject({ state: 'live', outOfReachMs: undefined });
  });

  test('is asked whether it is there, but not while it tells something', async () => {
    const world = given();
    const id = world.engine.run('web');
    await world.begin();
    for (let round = 0; round < 6; round++) {
      world.engine.mention(id, 'exec_create');
      await world.pass(10_000);
    }
    expect(pings(world)).toBe(0);
    await world.pass(120_000);
    // Two between each list and the next.
    expect(pings(world)).toBe(4);
  });
});

describe('an engine that says nothing of single containers', () => {
  test('has them told of with what its list says, soon, and is listed on', async () => {
    const world = given();
    [world.engine.hidesImages, world.engine.hangsOnInspect] = [true, true];
    for (let n = 0; n < 100; n++) world.engine.run(`c${n}`);
    world.engine.forgetEvents();
    await world.begin();
    await world.pass(11_000);
    expect(world.told().filter((line) => line.includes('found'))).toHaveLength(8);
    await world.pass(20_000);
    expect(world.told().filter((line) => line.includes('found'))).toHaveLength(92);
    world.engine.run('next');
    expect(world.told()).toEqual(['next found, from its beginning', 'next started']);
    const { listings } = world.engine;
    await world.pass(60_000);
    expect(world.engine.listings).toBe(listings + 1);
  });
});

describe('the end', () => {
  test.each([
    ['while it waits for an engine', (world: WatchedEngine) => world.engine.fall()],
    ['while it watches', () => {}],
    ['while a list is on its way', (world: WatchedEngine) => void world.engine.holdLists()],
  ])('comes soon %s, and nothing is told after it', async (_, prepare) => {
    const world = given();
    prepare(world);
    await world.begin();
    await world.end();
    world.told();
    world.engine.rise();
    world.engine.run('web');
    await world.pass(120_000);
    expect(world.told()).toEqual([]);
    expect(world.clock.sleeping).toBe(0);
    expect(world.occurred.names().at(-1)).toBe('ended');
    // That we gave up is no loss of the engine.
    expect(world.source.status().lastFault?.fault.kind).not.toBe('closed');
  });
});
