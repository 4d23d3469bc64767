import { expect, test } from 'vitest';
import { CollectedLines } from '../../../../test/support/docker-lines/collected-lines.ts';
import { frame } from '../../../../test/support/docker-lines/engine-records.ts';
import { createLineReader } from './create-line-reader.ts';
import { StampReader } from './stamps/stamp-reader.ts';

const STAMP = '2026-11-21T03:29:01.381447848Z';

function read(bytes: Uint8Array, kind: 'docker' | 'podman' = 'docker') {
  const taker = new CollectedLines();
  const reader = createLineReader({ firstByte: bytes[0] ?? 0, kind, taker, stamps: new StampReader() });
  reader.push(bytes, 0, bytes.length);
  return taker;
}

test.each([0, 1, 2])('a stream that begins with the number of stream %i has frames', (stream) => {
  expect(read(frame(stream, `${STAMP} text\n`)).texts).toEqual(['text']);
});

test('a stream that begins with a frame of the engine has frames', () => {
  expect(read(frame(3, 'Error grabbing logs: gone')).engineErrors).toEqual(['Error grabbing logs: gone']);
});

test('a stream that begins with a stamp is that of a terminal', () => {
  expect(read(Buffer.from(`${STAMP} text\r\n`)).texts).toEqual(['text']);
});

test('a stream that begins with anything else says why it is none', () => {
  expect(read(Buffer.from('<html>\n')).faults).toEqual(['A line of a terminal has no stamp.']);
});

test('pieces belong together by their stamps with Docker, until a line feed with Podman', () => {
  const bytes = Buffer.concat([frame(1, `${STAMP} one `), frame(1, `${STAMP} and two\n`)]);
  expect(read(bytes).texts).toEqual(['one ', 'and two']);
  expect(read(bytes, 'podman').texts).toEqual(['one and two']);
});
