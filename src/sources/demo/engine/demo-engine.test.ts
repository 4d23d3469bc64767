import { describe, expect, onTestFinished, test } from 'vitest';
import { ManualClock } from '../../../../test/support/manual-clock.ts';
import { createDemoEngine } from './demo-engine.ts';
import type { DemoSink } from './port.ts';

const never = new AbortController().signal;

/** An engine whose story has just begun. */
function given() {
  const clock = new ManualClock();
  const engine = createDemoEngine({ clock, seed: 7 });
  /** What comes on a stream, with all that it was told of its end. */
  const open = (path: string) => {
    const heard = { opened: 0, bytes: Buffer.alloc(0), ends: [] as unknown[] };
    const sink: DemoSink = {
      opened: () => heard.opened++,
      data: (bytes, from, end) => {
        heard.bytes = Buffer.concat([heard.bytes, bytes.subarray(from, end)]);
      },
      rested: () => {},
      ended: (end) => heard.ends.push(end),
    };
    const stream = engine.stream(path, sink);
    onTestFinished(() => stream.close());
    return { ...stream, heard };
  };
  const read = async (path: string) => (await engine.getJson(path, never)) as { readonly body: unknown };
  const idOf = async (service: string): Promise<string> => {
    const list = (await read('/containers/json?all=1')).body as readonly { Id: string; Names: readonly string[] }[];
    return list.find(({ Names }) => Names[0]?.includes(service))?.Id ?? '';
  };
  return { clock, engine, open, read, idOf };
}

const BOTH = 'stdout=1&stderr=1&timestamps=1';

/** Streams, times and texts of what is framed; throws where a frame is torn. */
function unframed(bytes: Buffer): { readonly stream: number; readonly at: string; readonly text: string }[] {
  const lines = [];
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at + 4);
    const text = bytes.toString('utf8', at + 8, at + 8 + length);
    expect(text.endsWith('\n')).toBe(true);
    lines.push({ stream: bytes.readUInt8(at), at: text.slice(0, 30), text: text.slice(31, -1) });
    at += 8 + length;
  }
  return lines;
}

describe('the engine of the demo', () => {
  test('gives on a stream that follows, bit by bit, what its log has of the same time', async () => {
    const { clock, open, idOf } = given();
    const id = await idOf('web');
    const since = clock.now() / 1_000;
    const following = open(`/containers/${id}/logs?follow=1&${BOTH}&since=${since}`);
    expect(following.heard.opened).toBe(0);
    await clock.advance(30_010);
    const written = open(`/containers/${id}/logs?${BOTH}&since=${since}`);
    await clock.advance(200);
    expect(written.heard.ends).toEqual([{ complete: true }]);
    const lines = unframed(written.heard.bytes);
    expect(lines.length).toBeGreaterThan(30);
    expect(unframed(following.heard.bytes).slice(0, lines.length)).toEqual(lines);
    expect(new Set(lines.map(({ stream }) => stream))).toEqual(new Set([1, 2]));
    expect([following.heard.opened, following.heard.ends]).toEqual([1, []]);
  });

  test('gives of a log no more than was asked for', async () => {
    const { clock, open, idOf } = given();
    const path = `/containers/${await idOf('web')}/logs?timestamps=1`;
    await clock.advance(25_000);
    const all = open(`${path}&stdout=1&stderr=1`);
    const tail = open(`${path}&stdout=1&stderr=1&tail=5`);
    const errors = open(`${path}&stderr=1`);
    await clock.advance(200);
    const lines = unframed(all.heard.bytes);
    expect(unframed(tail.heard.bytes)).toEqual(lines.slice(-5));
    expect(unframed(errors.heard.bytes)).toEqual(lines.filter(({ stream }) => stream === 2));
    const [from, to] = [lines[10], lines[20]];
    const seconds = (at = ''): string => `${Date.parse(`${at.slice(0, 19)}Z`) / 1_000}.${at.slice(20, 29)}`;
    const part = open(`${path}&stdout=1&stderr=1&since=${seconds(from?.at)}&until=${seconds(to?.at)}`);
    await clock.advance(200);
    expect(unframed(part.heard.bytes)).toEqual(lines.slice(10, 21));
  });

  test('holds back what is paused, loses nothing of it, and says nothing more to whoever has closed', async () => {
    const { clock, open, idOf } = given();
    const path = `/containers/${await idOf('shop')}/logs?follow=1&${BOTH}&tail=0`;
    const [free, held] = [open(path), open(path)];
    await clock.advance(2_000);
    held.pause();
    const before = held.heard.bytes.length;
    await clock.advance(20_000);
    expect([held.heard.bytes.length, free.heard.bytes.length > before]).toEqual([before, true]);
    held.resume();
    await clock.advance(200);
    expect(unframed(held.heard.bytes)).toEqual(unframed(free.heard.bytes));
    free.close();
    const closed = free.heard.bytes.length;
    await clock.advance(20_000);
    expect([free.heard.bytes.length, free.heard.ends]).toEqual([closed, []]);
  });

  test('ends the stream of a container that ends, tells of it, and has it run again', async () => {
    const { clock, open, read, idOf } = given();
    const id = await idOf('worker');
    const state = async () => ((await read(`/containers/${id}/json`)).body as { State: object }).State;
    const events = open('/events?filters=%7B%7D');
    const lines = open(`/containers/${id}/logs?follow=1&${BOTH}&tail=0`);
    const other = open(`/containers/${await idOf('web')}/logs?follow=1&${BOTH}&tail=0`);
    await clock.advance(37_000);
    expect([await state(), lines.heard.ends]).toMatchObject([{ Running: true }, []]);
    await clock.advance(2_500);
    expect(await state()).toMatchObject({ Running: false, OOMKilled: true, ExitCode: 137 });
    expect([lines.heard.ends, other.heard.ends]).toEqual([[{ complete: true }], []]);
    expect(unframed(lines.heard.bytes).at(-1)?.text).toContain('cannot allocate memory');
    await clock.advance(3_000);
    expect(await state()).toMatchObject({ Running: true, OOMKilled: false, ExitCode: 0 });
    const told = events.heard.bytes
      .toString()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(told.map(({ Action }) => Action)).toEqual(['oom', 'die', 'start']);
    expect(told.every((event) => event.id === id)).toBe(true);
    expect(told[1].Actor.Attributes.exitCode).toBe('137');
  });

  test('says of what is not there that it is not', async () => {
    const { engine, clock, open } = given();
    expect(await engine.getJson('/containers/none/json', never)).toMatchObject({ ok: false, fault: { status: 404 } });
    const stream = open('/containers/none/logs?stdout=1');
    await clock.advance(1);
    expect(stream.heard.ends).toMatchObject([{ complete: false, fault: { status: 404 } }]);
  });
});
