// What a line costs on its way from the socket's bytes into the batch, the socket not counted, beside the plain way to do it: node bench/docker/lines.ts
import { BatchBuilder } from '../../src/sources/docker/lines/batch-builder.ts';
import { createLineReader } from '../../src/sources/docker/lines/create-line-reader.ts';
import type { LineTaker } from '../../src/sources/docker/lines/raw-line.ts';
import { StampReader } from '../../src/sources/docker/lines/stamps/stamp-reader.ts';

const LINES = 350;
const REPEATS = 10;
const ROUNDS = 400;
/** Agreed for frames of 177 to 185 bytes. */
const MOST_NANOSECONDS = 150;

/** As much as one read from a socket brings, 64 KB, from a container that writes some 100,000 lines a second: all of one second. */
function someFrames(): Uint8Array {
  const frames = Array.from({ length: LINES }, (_, n) => {
    const stamp = `2026-11-21T03:29:01.${381_447_848 + n * 9_973}Z`;
    const text = `level=info caller=handler.go:${n % 991} msg="request finished" method=GET path=/api/items/${n} took=${n % 97}ms`;
    const payload = Buffer.from(`${stamp} ${text.padEnd(137 + (n % 9), '.')}\n`);
    const header = Buffer.from([n % 5 === 0 ? 2 : 1, 0, 0, 0, 0, 0, 0, payload.length]);
    return Buffer.concat([header, payload]);
  });
  return new Uint8Array(Buffer.concat(frames));
}

const bytes = someFrames();
const starts = frameStarts(bytes);
let linesSeen = 0;

function frameStarts(all: Uint8Array): readonly number[] {
  const found = [0];
  for (let at = 0; at < all.length; at = found[found.length - 1] ?? 0) found.push(at + 8 + (all[at + 7] ?? 0));
  return found;
}

/** A reader, and what is done when all that has arrived together was read: the batch is handed on. */
function lineReader() {
  const batch = new BatchBuilder();
  const fail = (reason: string): void => {
    throw new Error(reason);
  };
  const taker: LineTaker = { line: (line) => batch.append(line, 0), engineError: fail, protocolError: fail };
  const rested = (): void => {
    linesSeen += batch.count;
    batch.clear();
  };
  const reader = createLineReader({ firstByte: bytes[0] ?? 0, kind: 'docker', stamps: new StampReader(), taker });
  return { reader, rested };
}

/** What one would write first: a part of the buffer, a string and a date for each frame. No hash. */
function plainly(): void {
  const buffer = Buffer.from(bytes.buffer);
  for (let at = 0; at < buffer.length; ) {
    const length = buffer.readUInt32BE(at + 4);
    const payload = buffer.subarray(at + 8, at + 8 + length).toString();
    const space = payload.indexOf(' ');
    const line = {
      at: Date.parse(payload.slice(0, space)),
      stream: buffer[at],
      text: payload.slice(space + 1).trimEnd(),
    };
    if (line.at > 0 && line.text.length > 0) linesSeen++;
    at += 8 + length;
  }
}

const [together, singly] = [lineReader(), lineReader()];
const ways = {
  'many frames in a piece': () => {
    together.reader.push(bytes, 0, bytes.length);
    together.rested();
  },
  'one frame in a piece': () => {
    for (let n = 1; n < starts.length; n++) singly.reader.push(bytes, starts[n - 1] ?? 0, starts[n] ?? 0);
    singly.rested();
  },
  'the plain way': plainly,
} as const;

/** Nanoseconds of wall clock a line. All ways take turns, and the quickest round of each counts: whatever else runs here makes rounds slower, never quicker. */
const best = new Map<string, number>();
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, work] of Object.entries(ways)) {
    const started = process.hrtime.bigint();
    for (let n = 0; n < REPEATS; n++) work();
    const each = Number(process.hrtime.bigint() - started) / (REPEATS * LINES);
    best.set(name, Math.min(best.get(name) ?? each, each));
  }
}

console.log(`${linesSeen} lines in frames of ${8 + 31 + 137 + 1} to ${8 + 31 + 137 + 9} bytes; nanoseconds a line:`);
for (const [name, each] of best) console.log(`  ${name.padEnd(24)} ${each.toFixed(0).padStart(5)}`);
const most = Math.max(best.get('many frames in a piece') ?? 0, best.get('one frame in a piece') ?? 0);
if (most > MOST_NANOSECONDS) {
  console.error(`more than the ${MOST_NANOSECONDS} ns that were agreed`);
  process.exitCode = 1;
}
