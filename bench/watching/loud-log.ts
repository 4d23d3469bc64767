// The log of a container that writes as fast as its lines are taken: frames as an engine sends them, each in an HTTP chunk of its own, made in blocks whose stamps alone change.
import type { Socket } from 'node:net';

export interface LoudLog {
  /** Lines that come again and again, without what ends them. */
  readonly lines: readonly Buffer[];
  /** After so many bytes of text it is silent; without end where that is Infinity. */
  readonly mostBytes: number;
  /** By the lines' own times, between two of them. */
  readonly nanosALine: number;
}

const A_SECOND = 1_000_000_000;
/** Docker cuts what is written after so many bytes without an end of line. */
const RECORD_BYTES = 16_384;
const STAMP_BYTES = '2026-01-01T00:00:00.000000000Z'.length;
const HEAD =
  'HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.multiplexed-stream\r\nTransfer-Encoding: chunked\r\n\r\n';

interface Block {
  readonly bytes: Buffer;
  readonly lines: number;
  /** Where a stamp is to be written, and of which of the block's lines. */
  readonly stamps: readonly { readonly at: number; readonly line: number }[];
}

/** Writes until its most bytes, or until the connection is gone; gives how many lines and bytes were taken. */
export async function* writeLoudLog(
  socket: Socket,
  { lines, mostBytes, nanosALine }: LoudLog,
): AsyncGenerator<{ readonly lines: number; readonly bytes: number }> {
  const blocks = [blockOf(lines), blockOf(lines)];
  const began = BigInt(Date.now()) * 1_000_000n;
  const text = lines.reduce((sum, line) => sum + line.length, 0);
  socket.write(HEAD);
  let written = 0;
  for (let n = 0; socket.writable && n * text < mostBytes; n++) {
    const block = blocks[n % blocks.length];
    if (block === undefined) return;
    stamp(block, { from: began + BigInt(written * nanosALine), nanosALine });
    await new Promise((resolve) => {
      socket.once('close', resolve);
      socket.write(block.bytes, () => {
        socket.off('close', resolve);
        resolve(undefined);
      });
    });
    written += block.lines;
    yield { lines: block.lines, bytes: text };
  }
}

function blockOf(lines: readonly Buffer[]): Block {
  const pieces: Buffer[] = [];
  const stamps: { at: number; line: number }[] = [];
  let at = 0;
  for (const [line, text] of lines.entries()) {
    const whole = Buffer.concat([text, Buffer.from('\n')]);
    for (let from = 0; from < whole.length; from += RECORD_BYTES) {
      const record = whole.subarray(from, from + RECORD_BYTES);
      const size = STAMP_BYTES + 1 + record.length;
      const head = Buffer.concat([Buffer.from(`${(size + 8).toString(16)}\r\n`), frameHead(size)]);
      stamps.push({ at: at + head.length, line });
      pieces.push(head, Buffer.alloc(STAMP_BYTES), Buffer.from(' '), record, Buffer.from('\r\n'));
      at += head.length + size + 2;
    }
  }
  return { bytes: Buffer.concat(pieces), lines: lines.length, stamps };
}

function frameHead(size: number): Buffer {
  const head = Buffer.from([1, 0, 0, 0, 0, 0, 0, 0]);
  head.writeUInt32BE(size, 4);
  return head;
}

interface Times {
  readonly from: bigint;
  readonly nanosALine: number;
}

function stamp({ bytes, stamps }: Block, { from, nanosALine }: Times): void {
  let [second, nanos] = [Number(from / BigInt(A_SECOND)), Number(from % BigInt(A_SECOND))];
  let words = secondWords(second);
  let last = 0;
  for (const { at, line } of stamps) {
    nanos += (line - last) * nanosALine;
    last = line;
    if (nanos >= A_SECOND) {
      [second, nanos] = [second + 1, nanos - A_SECOND];
      words = secondWords(second);
    }
    bytes.write(`${words}${String(nanos).padStart(9, '0')}Z`, at, 'latin1');
  }
}

const secondWords = (second: number): string => `${new Date(second * 1_000).toISOString().slice(0, 19)}.`;
