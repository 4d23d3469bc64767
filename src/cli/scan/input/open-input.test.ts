import { execFileSync } from 'node:child_process';
import { appendFileSync, closeSync, constants, openSync, truncateSync, writeSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fileWriter } from '../../../../test/support/scan-in-process.ts';
import { temporaryDirectory } from '../../../../test/support/temporary-directory.ts';
import { regularFileInput } from './file-input.ts';
import { openInput } from './open-input.ts';
import type { ScanInput } from './scan-input.ts';

const open = (name: string): Promise<ScanInput> =>
  openInput(name, { stdin: () => Readable.from([]), printsHits: true });

/** What an input gives before it ends or fails, and the failure. */
async function readAll(input: ScanInput, room = 256 * 1024): Promise<{ content: Buffer; fault?: string }> {
  const parts: Buffer[] = [];
  try {
    for (;;) {
      const into = new Uint8Array(room);
      const count = await input.read(into);
      if (count === 0) return { content: Buffer.concat(parts) };
      parts.push(Buffer.from(into.subarray(0, count)));
    }
  } catch (error) {
    return { content: Buffer.concat(parts), fault: error instanceof Error ? error.message : '' };
  } finally {
    input.close();
  }
}

/** Content that does not get smaller, so that places in the packed bytes are places in it. */
function noise(bytes: number): Buffer {
  const content = Buffer.alloc(bytes);
  for (let at = 0, state = 1; at < bytes; at++) {
    state = (state * 48_271) % 0x7fffffff;
    content[at] = state & 0xff;
  }
  return content;
}

async function unpack(packed: Uint8Array): Promise<{ content: Buffer; fault?: string }> {
  return await readAll(await open(fileWriter(temporaryDirectory())('x.gz', packed)));
}

describe('a gzip file', () => {
  test('of several members gives them all, whatever their lengths', async () => {
    const member = fc.nat(40_000).map(noise);
    await fc.assert(
      fc.asyncProperty(
        fc.array(member, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 70_000 }),
        async (members, room) => {
          const name = fileWriter(temporaryDirectory())(
            'x.gz',
            Buffer.concat(members.map((content) => gzipSync(content))),
          );
          const { content, fault } = await readAll(await open(name), room);
          expect([fault, content.equals(Buffer.concat(members))]).toEqual([undefined, true]);
        },
      ),
      { numRuns: 25 },
    );
  });

  test('that breaks off gives what there is of it', async () => {
    const [whole, content] = [gzipSync(noise(100_000)), noise(100_000)];
    for (const cut of [1, 8, 9, 30_000, 99_990]) {
      const read = await unpack(whole.subarray(0, whole.length - cut));
      expect(read.fault).toBe('breaks off in the middle of its gzip data');
      expect(content.subarray(0, read.content.length).equals(read.content)).toBe(true);
      expect(read.content.length).toBeGreaterThanOrEqual(100_000 - cut - 1_000);
    }
    expect((await unpack(Buffer.from([0x1f, 0x8b]))).fault).toBe('breaks off in the middle of its gzip data');
  });

  test('with something else behind it gives its content, and says that there is more', async () => {
    for (const garbage of ['g', 'garbage'.repeat(10_000), '\0\0\u001f']) {
      const { content, fault } = await unpack(Buffer.concat([gzipSync('content'), Buffer.from(garbage)]));
      expect([content.toString(), fault]).toEqual([
        'content',
        'goes on after its gzip data with something else, which was not read',
      ]);
    }
    expect(await unpack(Buffer.concat([gzipSync('content'), Buffer.alloc(50_000)]))).toEqual({
      content: Buffer.from('content'),
    });
  });

  test('that is damaged gives what stands before, and says so', async () => {
    const packed = gzipSync('all is well\n'.repeat(100_000));
    const wrongSum = Buffer.from(packed);
    wrongSum[packed.length - 6] = (packed.at(-6) ?? 0) ^ 1;
    const read = await unpack(wrongSum);
    expect([read.content.length, read.fault]).toEqual([
      1_200_000,
      expect.stringContaining('does not have the checksum'),
    ]);
    const broken = Buffer.concat([gzipSync(noise(50_000)).subarray(0, 30_000), Buffer.alloc(30_000, 0xff)]);
    const { content, fault } = await unpack(broken);
    expect([content.length > 10_000, fault]).toEqual([true, expect.stringContaining('is damaged')]);
  });

  test('that is none is refused, the empty one too', async () => {
    for (const content of ['no gzip', 'a long text that is no gzip file', ''])
      expect(await unpack(Buffer.from(content))).toEqual({
        content: Buffer.alloc(0),
        fault: 'is no gzip file, though its name says so',
      });
  });

  test('may carry a name, a comment, a field of its own and a sum over its header', async () => {
    const packed = gzipSync('content');
    const header = Buffer.from([...packed.subarray(0, 3), 2 + 4 + 8 + 16, ...packed.subarray(4, 10)]);
    const more = Buffer.from([3, 0, 1, 2, 3, ...Buffer.from('app.log\0said by\0'), 0xab, 0xcd]);
    expect(await unpack(Buffer.concat([header, more, packed.subarray(10)]))).toEqual({
      content: Buffer.from('content'),
    });
  });

  test('that becomes a thousand times as large is unpacked bit by bit', async () => {
    const input = await open(fileWriter(temporaryDirectory())('bomb.gz', gzipSync(Buffer.alloc(200_000_000))));
    const before = process.memoryUsage().arrayBuffers;
    const into = new Uint8Array(65_536);
    let [total, most] = [0, 0];
    for (let reads = 0, count = await input.read(into); count > 0; count = await input.read(into)) {
      total += count;
      if (++reads % 100 === 0) most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    }
    input.close();
    expect(total).toBe(200_000_000);
    expect(most).toBeLessThan(120_000_000);
  });

  test('lets the event loop turn over the zeros behind its end, and ends when it is closed', async () => {
    const name = fileWriter(temporaryDirectory())('long.gz', gzipSync('content'));
    // A hole takes no room on the disk, and minutes to read.
    truncateSync(name, 2 ** 37);
    const input = await open(name);
    const into = new Uint8Array(100);
    expect(await input.read(into)).toBe('content'.length);
    const reading = Promise.resolve(input.read(into));
    for (let turns = 0; turns < 5; turns++) await new Promise<void>((resolve) => setImmediate(resolve));
    input.close();
    expect(await reading).toBe(0);
  });
});

describe('a file', () => {
  test('that grows is read on, and one that is cut off ends', async () => {
    const write = fileWriter(temporaryDirectory());
    const growing = write('a.log', 'one\n');
    const grown = await open(growing);
    const into = new Uint8Array(100);
    await grown.read(into);
    appendFileSync(growing, 'two\n');
    expect((await readAll(grown)).content.toString()).toBe('two\n');
    const shrinking = write('b.log', 'x'.repeat(1_000));
    const shrunk = await open(shrinking);
    await shrunk.read(into);
    truncateSync(shrinking, 10);
    expect((await readAll(shrunk)).content.length).toBe(0);
    expect(shrunk.share).toBeLessThanOrEqual(1);
  });

  test('that is a pipe is neither waited for to open nor to be written to', async () => {
    const pipe = path.join(temporaryDirectory(), 'pipe');
    execFileSync('mkfifo', [pipe]);
    const silent = await open(pipe);
    const reading = silent.read(new Uint8Array(10));
    silent.close();
    await Promise.resolve(reading).catch(() => undefined);
    const input = await open(pipe);
    const read = readAll(input);
    const writer = openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK);
    writeSync(writer, 'from a pipe');
    closeSync(writer);
    expect((await read).content.toString()).toBe('from a pipe');
  });

  test('that has nothing for now and no end, as the log of the kernel, is looked at again until it is closed', async () => {
    const pipe = path.join(temporaryDirectory(), 'pipe');
    execFileSync('mkfifo', [pipe]);
    // A pipe read by its number answers as such a device does: that it has nothing, as long as somebody may write.
    const fd = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
    const writer = openSync(pipe, constants.O_WRONLY);
    const input = regularFileInput(fd, { printsHits: true, close: () => closeSync(fd) });
    const into = new Uint8Array(100);
    writeSync(writer, 'one\n');
    expect(await input.read(into)).toBe(4);
    const waiting = input.read(into);
    writeSync(writer, 'second\n');
    expect(await waiting).toBe(7);
    const silent = input.read(into);
    input.close();
    expect(await silent).toBe(0);
    closeSync(writer);
  });

  test('that is none is refused', async () => {
    await expect(open(temporaryDirectory())).rejects.toMatchObject({ code: 'EISDIR' });
    await expect(open('/nowhere/x.gz')).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
