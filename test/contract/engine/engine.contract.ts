// What engines do as far as we rely on it. The real ones are held to it, and so is the one that stands in for them.
import { expect, test, vi } from 'vitest';
import { stampAfter, stampText } from '../../../src/core/lines/stamp.ts';
import { parseEngineTime } from '../../../src/sources/docker/engine/engine-clock.ts';
import { framesOf, recordStream, type SentFrame } from '../../support/engine-sink.ts';
import type { EngineUnderTest, Program } from './engine-under-test.ts';

const SIGNAL = new AbortController().signal;
const BOTH = 'stdout=1&stderr=1&timestamps=1';
const ALL_DIGITS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/;

export function engineContract(open: () => Promise<EngineUnderTest>): void {
  test('introduces itself', async () => {
    const { client, profile } = await open();
    expect(await client.negotiate(SIGNAL)).toMatchObject({
      ok: true,
      traits: { kind: profile.kind, version: expect.stringContaining(profile.version.split('.')[0] ?? ''), notes: [] },
    });
    expect(Math.abs(Number(client.now().seconds))).toBeGreaterThan(1_700_000_000);
  });

  test('lists containers, those that ended when all are asked for', async () => {
    const engine = await open();
    const id = await run(engine, { name: 'tocsin-listed', labels: { team: 'ops' }, does: [] });
    const up = await engine.create({ does: [], staysUp: true });
    await engine.start(up);
    const all = await json(engine, '/containers/json?all=1');
    expect(all.find(({ Id }: { Id: string }) => Id === id)).toMatchObject({
      Names: ['/tocsin-listed'],
      Image: expect.any(String),
      State: 'exited',
      Labels: { team: 'ops' },
      Created: expect.any(Number),
    });
    const running = (await json(engine, '/containers/json')).map(({ Id }: { Id: string }) => Id);
    expect([running.includes(up), running.includes(id)]).toEqual([true, false]);
  });

  test('tells all of one container', async () => {
    const engine = await open();
    const id = await engine.create({ name: 'tocsin-told', labels: { a: 'b' }, tty: true, does: [], exitCode: 3 });
    expect(await json(engine, `/containers/${id}/json`)).toMatchObject({
      State: { Status: 'created', Running: false },
    });
    await engine.start(id);
    await engine.ended(id);
    const told = await json(engine, `/containers/${id}/json`);
    expect(told).toMatchObject({
      Id: id,
      Name: expect.stringMatching(/^\/?tocsin-told$/),
      RestartCount: 0,
      State: { Status: 'exited', Running: false, ExitCode: 3 },
      Config: { Tty: true, Labels: { a: 'b' } },
      HostConfig: { LogConfig: { Type: expect.any(String) }, AutoRemove: false },
    });
    const [created, started, finished] = [told.Created, told.State.StartedAt, told.State.FinishedAt].map(
      parseEngineTime,
    );
    expect((started?.seconds ?? 0) >= (created?.seconds ?? 1)).toBe(true);
    expect((finished?.seconds ?? 0) >= (started?.seconds ?? 1)).toBe(true);
  });

  test('refuses what it does not know, with a sentence', async () => {
    const { client } = await open();
    const unknown = { kind: 'refused', status: 404, message: expect.stringMatching(/no such container/i) };
    expect(await client.getJson('/containers/nope/json', SIGNAL)).toMatchObject({ fault: unknown });
    expect(await recordStream(client, `/containers/nope/logs?${BOTH}`).end).toMatchObject({ fault: unknown });
  });

  test('sends each line in a frame, with its stream and its stamp, as it was written', async () => {
    const engine = await open();
    const id = await run(engine, {
      does: [
        ...([say('one\n\ntwo\r\n'), 20, { stream: 'stderr', text: 'err\n' }, 20] as const),
        ...([say('half'), 20, say(' and half\n'), 20, say('no end')] as const),
      ],
    });
    const frames = await log(engine, id, BOTH);
    expect(frames.map(({ stream, text }) => [stream, text])).toEqual([
      [1, 'one\n'],
      [1, '\n'],
      [1, 'two\r\n'],
      [2, 'err\n'],
      ...(engine.profile.unendedLines === 'waited_for' ? HALVES_TOGETHER : HALVES_APART),
      [1, 'no end'],
    ]);
    const stamps = frames.map(({ stamp }) => stamp);
    expect(
      stamps.every((stamp) => (engine.profile.wholeSeconds ? parseEngineTime(stamp) : ALL_DIGITS.test(stamp))),
    ).toBeTruthy();
    if (!engine.profile.wholeSeconds) expect(new Set(stamps).size).toBe(stamps.length);
    expect([...stamps].sort()).toEqual(stamps);
  });

  test('sends one stream alone when asked, and refuses to send none', async () => {
    const engine = await open();
    const id = await run(engine, { does: [say('out\n'), { stream: 'stderr', text: 'err\n' }] });
    expect(textsOf(await log(engine, id, 'stdout=1&timestamps=1'))).toEqual(['out\n']);
    expect(textsOf(await log(engine, id, 'stderr=1'))).toEqual(['err\n']);
    expect(await recordStream(engine.client, `/containers/${id}/logs?timestamps=1`).end).toMatchObject({
      fault: { kind: 'refused', status: 400 },
    });
  });

  test('divides a long line into records that bear one stamp', async () => {
    const engine = await open();
    const { recordBytes, kind, lastPartEnds } = engine.profile;
    const id = await run(engine, {
      does: [
        ...[say('x', 40_000), say('\n'), say('y', recordBytes), say('\n'), say('z', recordBytes - 1), say('\n')],
        say('w', recordBytes + 5),
      ],
    });
    const frames = await log(engine, id, BOTH);
    const whole = frames.map(({ text }) => text).join('');
    expect(whole.replaceAll('\n', '')).toBe(
      'x'.repeat(40_000) + 'y'.repeat(recordBytes) + 'z'.repeat(recordBytes - 1) + 'w'.repeat(recordBytes + 5),
    );
    // Where Podman divides lines depends on how they were written.
    if (kind === 'podman') return;
    const end = lastPartEnds ? 1 : 0;
    expect(frames.map(({ text }) => text.length)).toEqual([
      ...[recordBytes, recordBytes, 40_000 - 2 * recordBytes + end],
      ...[recordBytes, end],
      recordBytes,
      ...[recordBytes, 5],
    ]);
    const stamps = frames.map(({ stamp }) => stamp);
    expect(stamps[0]).toBe(stamps[2]);
    expect(stamps[3]).toBe(stamps[4]);
    expect(stamps[6]).toBe(stamps[7]);
    expect(new Set(stamps).size).toBe(4);
  });

  test('begins at `since` and ends at `until`, both included to the nanosecond', async () => {
    const engine = await open();
    // Stamps of whole seconds name no line.
    if (engine.profile.wholeSeconds) return;
    const id = await run(engine, { does: [say('a\n'), 5, say('b\n'), 5, say('c\n')] });
    const at = parseEngineTime((await log(engine, id, BOTH))[1]?.stamp) ?? { seconds: 0, nanos: 0 };
    const [moment, after, before] = [at, stampAfter(at, 1e-6), stampAfter(at, -1e-6)].map(stampText);
    expect(textsOf(await log(engine, id, `${BOTH}&since=${moment}`))).toEqual(['b\n', 'c\n']);
    expect(textsOf(await log(engine, id, `${BOTH}&since=${after}`))).toEqual(['c\n']);
    expect(textsOf(await log(engine, id, `${BOTH}&until=${moment}`))).toEqual(['a\n', 'b\n']);
    expect(textsOf(await log(engine, id, `${BOTH}&until=${before}`))).toEqual(['a\n']);
    expect(textsOf(await log(engine, id, `${BOTH}&since=${moment}&until=${moment}`))).toEqual(['b\n']);
  });

  test('counts the tail over both streams, and before `since`', async () => {
    const engine = await open();
    if (engine.profile.kind === 'podman') return;
    const id = await run(engine, { does: [say('a\n'), 5, { stream: 'stderr', text: 'b\n' }, 5, say('c\n')] });
    expect(textsOf(await log(engine, id, `${BOTH}&tail=2`))).toEqual(['b\n', 'c\n']);
    expect(textsOf(await log(engine, id, 'stdout=1&tail=2'))).toEqual(['c\n']);
    expect(textsOf(await log(engine, id, `${BOTH}&tail=0`))).toEqual([]);
    expect(textsOf(await log(engine, id, `${BOTH}&tail=all`))).toEqual(['a\n', 'b\n', 'c\n']);
    const first = parseEngineTime((await log(engine, id, BOTH))[0]?.stamp) ?? { seconds: 0, nanos: 0 };
    expect(textsOf(await log(engine, id, `${BOTH}&tail=1&since=${stampText(first)}`))).toEqual(['c\n']);
  });

  test('refuses a `since` that is no number', async () => {
    const engine = await open();
    if (engine.profile.kind === 'podman') return;
    const id = await engine.create({ does: [] });
    expect(await recordStream(engine.client, `/containers/${id}/logs?${BOTH}&since=yesterday`).end).toMatchObject({
      fault: { kind: 'refused', status: engine.profile.badSinceStatus },
    });
  });

  test('sends a terminal’s output without frames, all of it as stdout', async () => {
    const engine = await open();
    const id = await run(engine, { tty: true, does: [say('one\n'), 5, { stream: 'stderr', text: 'two\n' }] });
    const stream = recordStream(engine.client, `/containers/${id}/logs?${BOTH}`);
    expect(await stream.end).toEqual({ complete: true });
    expect(stream.bytes.toString()).toMatch(/^\d{4}\S+Z one\r\n\d{4}\S+Z two\r\n$/);
  });

  test('answers for a container that never ran with nothing, followed or not', async () => {
    const engine = await open();
    const id = await engine.create({ does: [] });
    for (const follow of [0, 1]) {
      const stream = recordStream(engine.client, `/containers/${id}/logs?${BOTH}&follow=${follow}`);
      // Podman goes on waiting for its start.
      if (engine.profile.kind === 'podman' && follow === 1) stream.stream.close();
      else expect([await stream.end, stream.bytes.length]).toEqual([{ complete: true }, 0]);
    }
  });

  test('goes on with what comes to whoever follows, and ends with the container', async () => {
    const engine = await open();
    const id = await engine.create({ does: [say('a\n'), 400, say('b\n'), 100] });
    await engine.start(id);
    const stream = recordStream(engine.client, `/containers/${id}/logs?${BOTH}&follow=1`);
    await vi.waitFor(() => expect(textsOf(framesOf(stream.bytes))).toEqual(['a\n']), LIMIT);
    expect(stream.hasEnded).toBe(false);
    await vi.waitFor(() => expect(textsOf(framesOf(stream.bytes))).toEqual(['a\n', 'b\n']), LIMIT);
    expect(await stream.end).toEqual({ complete: true });
  });

  test('cannot read what a driver keeps from it, and says so', async () => {
    const engine = await open();
    if (engine.profile.kind === 'podman') return;
    const id = await run(engine, { driver: 'none', does: [say('a\n')] });
    expect(await recordStream(engine.client, `/containers/${id}/logs?${BOTH}`).end).toMatchObject({
      fault: { kind: 'refused', status: 501, message: 'configured logging driver does not support reading' },
    });
  });

  test('tells what happens to containers, in order, now and later', async () => {
    const engine = await open();
    await engine.client.negotiate(SIGNAL);
    const since = stampText(stampAfter(engine.client.now(), -1_000));
    const filters = encodeURIComponent('{"type":["container"]}');
    const live = recordStream(engine.client, `/events?filters=${filters}`);
    await vi.waitFor(() => expect(live.headers).toBeDefined(), LIMIT);
    const id = await run(engine, { name: 'tocsin-first', labels: { team: 'ops' }, does: [], exitCode: 3 });
    await engine.rename(id, 'tocsin-second');
    await engine.remove(id);
    const podman = engine.profile.kind === 'podman';
    const expected = ['create', 'start', 'die', 'rename', podman ? 'remove' : 'destroy'];
    const told = () => eventsOf(live.bytes, id).filter(({ Action }) => expected.includes(Action));
    await vi.waitFor(() => expect(told().map(({ Action }) => Action)).toEqual(expected), LIMIT);
    const [create, , die, rename] = told();
    expect(create).toMatchObject({
      Type: 'container',
      Actor: { ID: id, Attributes: { name: 'tocsin-first', team: 'ops', image: expect.any(String) } },
    });
    expect(die).toMatchObject({ Actor: { Attributes: podman ? {} : { exitCode: '3' } } });
    expect(rename).toMatchObject({ Actor: { Attributes: { name: 'tocsin-second' } } });
    expect(told().every(({ time, timeNano }) => Math.floor(timeNano / 1e9) === time)).toBe(true);
    live.stream.close();
    const until = stampText(stampAfter(engine.client.now(), 1_000));
    const replay = recordStream(engine.client, `/events?since=${since}&until=${until}&filters=${filters}`);
    expect(await replay.end).toEqual({ complete: true });
    const again = eventsOf(replay.bytes, id).filter(({ Action }) => expected.includes(Action));
    expect(again).toEqual(told());
  });

  test('tells who ended a container: a request to stop comes before its death', async () => {
    const engine = await open();
    await engine.client.negotiate(SIGNAL);
    if (engine.profile.kind === 'podman') return;
    const live = recordStream(engine.client, '/events');
    await vi.waitFor(() => expect(live.headers).toBeDefined(), LIMIT);
    const id = await engine.create({ does: [], staysUp: true });
    await engine.start(id);
    await engine.stop(id);
    await vi.waitFor(
      () =>
        expect(eventsOf(live.bytes, id).map(({ Action }) => Action)).toEqual([
          'create',
          'start',
          'kill',
          'die',
          'stop',
        ]),
      LIMIT,
    );
    expect(eventsOf(live.bytes, id)[2]).toMatchObject({ Actor: { Attributes: { signal: '15' } } });
    live.stream.close();
  });
}

const HALVES_TOGETHER = [[1, 'half and half\n']];
const HALVES_APART = [
  [1, 'half'],
  [1, ' and half\n'],
];

const LIMIT = { timeout: 10_000 };

const say = (text: string, times = 1): { stream: 'stdout'; text: string; times: number } => ({
  stream: 'stdout',
  text,
  times,
});

async function run(engine: EngineUnderTest, program: Program): Promise<string> {
  const id = await engine.create(program);
  await engine.start(id);
  await engine.ended(id);
  return id;
}

async function log({ client }: EngineUnderTest, id: string, query: string): Promise<readonly SentFrame[]> {
  const stream = recordStream(client, `/containers/${id}/logs?${query}`);
  expect(await stream.end).toEqual({ complete: true });
  return framesOf(stream.bytes);
}

const textsOf = (frames: readonly SentFrame[]): readonly string[] => frames.map(({ text }) => text);

// biome-ignore lint/suspicious/noExplicitAny: the tests read single fields of an engine's answers, and fail when they are not there.
async function json({ client }: EngineUnderTest, path: string): Promise<any> {
  const answer = await client.getJson(path, SIGNAL);
  if (!answer.ok) throw new Error(answer.fault.words);
  return answer.body;
}

interface ToldEvent {
  readonly Type: string;
  readonly Action: string;
  readonly Actor: { readonly ID: string; readonly Attributes: Readonly<Record<string, string>> };
  readonly time: number;
  readonly timeNano: number;
}

function eventsOf(bytes: Buffer, id: string): readonly ToldEvent[] {
  const lines = bytes
    .toString()
    .split('\n')
    .filter((line) => line !== '');
  return lines.map((line): ToldEvent => JSON.parse(line)).filter(({ Actor }) => Actor.ID === id);
}
