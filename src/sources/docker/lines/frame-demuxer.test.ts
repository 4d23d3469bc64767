import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pushCut } from '../../../../test/support/docker-lines/collected-lines.ts';
import { frame } from '../../../../test/support/docker-lines/engine-records.ts';
import { type Frame, FrameDemuxer, LONGEST_FRAME } from './frame-demuxer.ts';

class Frames {
  readonly seen: [stream: number, payload: string][] = [];
  readonly faults: string[] = [];
  frame({ stream, bytes, from, end }: Frame) {
    this.seen.push([stream, Buffer.from(bytes.subarray(from, end)).toString('latin1')]);
  }
  protocolError(reason: string) {
    this.faults.push(reason);
  }
}

function started() {
  const frames = new Frames();
  return { frames, demuxer: new FrameDemuxer(frames) };
}

const someFrames = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.uint8Array({ maxLength: 40, size: 'max' })), {
  maxLength: 12,
});
const someCuts = fc.array(fc.nat(600), { maxLength: 40 }).map((cuts) => cuts.sort((a, b) => a - b));

describe('frames', () => {
  test('are the same however the stream is cut', () => {
    fc.assert(
      fc.property(someFrames, someCuts, (written, cuts) => {
        const { frames, demuxer } = started();
        pushCut(demuxer, Buffer.concat(written.map(([stream, payload]) => frame(stream, payload))), cuts);
        expect(frames.seen).toEqual(
          written.map(([stream, payload]) => [stream, Buffer.from(payload).toString('latin1')]),
        );
        demuxer.finish();
        expect(frames.faults).toEqual([]);
      }),
    );
  });

  test('that are cut at every single byte are the same', () => {
    const { frames, demuxer } = started();
    const bytes = Buffer.concat([frame(1, 'one'), frame(2, ''), frame(3, 'three')]);
    pushCut(demuxer, bytes, Array.from(bytes.keys()));
    expect(frames.seen).toEqual([
      [1, 'one'],
      [2, ''],
      [3, 'three'],
    ]);
  });

  test('that lie in one piece are handed over where they lie', () => {
    const arrays: Uint8Array[] = [];
    const demuxer = new FrameDemuxer({ frame: ({ bytes }) => arrays.push(bytes), protocolError: expect.unreachable });
    const bytes = Buffer.concat([frame(1, 'one'), frame(1, 'two')]);
    demuxer.push(bytes, 0, bytes.length);
    expect(arrays[0]).toBe(bytes);
    expect(arrays).toHaveLength(2);
  });

  test('are not held when they were handed over', () => {
    const frames: Frame[] = [];
    const demuxer = new FrameDemuxer({ frame: (frame) => frames.push(frame), protocolError: expect.unreachable });
    pushCut(demuxer, Buffer.concat([frame(1, 'one'), frame(1, 'two')]), [3, 8, 15]);
    expect(frames.map(({ bytes }) => bytes.length)).toEqual([0, 0]);
  });

  test('may be as long as the longest; those that are long come in parts as they arrive', () => {
    const parts: [part: string, length: number][] = [];
    const demuxer = new FrameDemuxer({
      frame: ({ from, end, part }) => parts.push([part, end - from]),
      protocolError: expect.unreachable,
    });
    const bytes = Buffer.concat([frame(1, new Uint8Array(LONGEST_FRAME)), frame(1, 'behind')]);
    pushCut(demuxer, bytes, [100, 1_000, 9_000, 1_000_000]);
    expect(parts).toEqual([
      ['first', 9_000 - 8],
      ['next', 991_000],
      ['next', LONGEST_FRAME + 8 - 1_000_000],
      ['whole', 6],
    ]);
    demuxer.push(bytes, 0, bytes.length);
    expect(parts.slice(4)).toEqual([
      ['whole', LONGEST_FRAME],
      ['whole', 6],
    ]);
  });

  test('that are long and have come by half hold next to no memory', () => {
    const half = frame(1, new Uint8Array(LONGEST_FRAME)).subarray(0, LONGEST_FRAME / 2);
    const before = process.memoryUsage().arrayBuffers;
    const waiting = Array.from({ length: 50 }, () => {
      const demuxer = new FrameDemuxer({ frame: () => undefined, protocolError: expect.unreachable });
      for (let at = 0; at < half.length; at += 65_536) demuxer.push(half, at, Math.min(half.length, at + 65_536));
      return demuxer;
    });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50 * 200_000);
    expect(waiting).toHaveLength(50);
  });

  test('that are long and cut by the end of the stream are a fault', () => {
    const { frames, demuxer } = started();
    demuxer.push(frame(1, new Uint8Array(100_000)), 0, 50_000);
    demuxer.finish();
    expect(frames.faults).toEqual(['The stream ended within a frame, 50000 bytes after it had begun.']);
  });

  test('that are announced hold no memory before they come', () => {
    const header = Uint8Array.from([1, 0, 0, 0, 1, 0, 0, 0, 65, 66, 67]);
    const before = process.memoryUsage().arrayBuffers;
    const waiting = Array.from({ length: 100 }, () => {
      const { demuxer } = started();
      demuxer.push(header, 0, header.length);
      return demuxer;
    });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 * LONGEST_FRAME);
    expect(waiting).toHaveLength(100);
  });
});

describe('bytes that are no frames', () => {
  const tooLong = Buffer.from([1, 0, 0, 0, 1, 0, 0, 1]);
  test.each([
    ['a stream that there is not', Buffer.from([4, 0, 0, 0, 0, 0, 0, 1, 65]), 'begins with 04000000'],
    ['padding that is not zero', Buffer.from([1, 0, 9, 0, 0, 0, 0, 1, 65]), 'begins with 01000900'],
    ['text', Buffer.from('2026-11-21T03:29:01Z text'), 'begins with 32303236'],
    ['a length beyond the longest', tooLong, 'A frame of 16777217 bytes was announced'],
  ])('end the stream with a reason: %s', (_name, bytes, reason) => {
    for (const cuts of [[], [1], [5], Array.from(bytes.keys())]) {
      const { frames, demuxer } = started();
      pushCut(demuxer, Buffer.concat([frame(1, 'before'), bytes, frame(1, 'behind')]), [
        14,
        ...cuts.map((cut) => 14 + cut),
      ]);
      expect(frames.seen).toEqual([[1, 'before']]);
      expect(frames.faults).toEqual([expect.stringContaining(reason)]);
      demuxer.finish();
      expect(frames.faults).toHaveLength(1);
    }
  });

  test('never make it fail otherwise, nor run for ever, whatever they are', () => {
    const noise = fc.array(
      fc.oneof(
        fc.uint8Array({ maxLength: 30 }),
        fc.uint8Array({ maxLength: 9 }).map((b) => frame(1, b)),
      ),
    );
    fc.assert(
      fc.property(noise, someCuts, (parts, cuts) => {
        const bytes = Buffer.concat(parts);
        const [cut, whole] = [started(), started()];
        pushCut(cut.demuxer, bytes, cuts);
        whole.demuxer.push(bytes, 0, bytes.length);
        expect(cut.frames).toEqual(whole.frames);
        expect(cut.frames.seen.length).toBeLessThanOrEqual(bytes.length / 8);
      }),
    );
  });

  test('are not kept, however many follow', () => {
    const garbage = new Uint8Array(1024 * 1024).fill(0x41);
    const before = process.memoryUsage().arrayBuffers;
    const failed = Array.from({ length: 40 }, (_, n) => {
      const { frames, demuxer } = started();
      if (n % 2 === 0) demuxer.push(garbage, 0, 3);
      for (let times = 0; times < 3; times++) demuxer.push(garbage, 0, garbage.length);
      return frames;
    });
    expect(failed.map(({ faults }) => faults.length)).toEqual(failed.map(() => 1));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10 * garbage.length);
  });

  test('are also a frame that the end of the stream cuts', () => {
    const { frames, demuxer } = started();
    demuxer.push(frame(1, 'whole'), 0, 11);
    demuxer.finish();
    expect(frames.faults).toEqual(['The stream ended within a frame, 11 bytes after it had begun.']);
  });
});

test('a frame that has begun is forgotten when what is left will come again', () => {
  const { frames, demuxer } = started();
  demuxer.push(frame(1, 'whole'), 0, 11);
  demuxer.discard();
  demuxer.push(frame(2, 'again'), 0, 13);
  expect(frames.seen).toEqual([[2, 'again']]);
});
