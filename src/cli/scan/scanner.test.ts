import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { fileWriter } from '../../../test/support/scan-in-process.ts';
import { temporaryDirectory } from '../../../test/support/temporary-directory.ts';
import { compileRule } from '../../match/compile-rule.ts';
import { plainFormat } from './hit-format.ts';
import { Printer } from './printer.ts';
import { Progress } from './progress.ts';
import { Scanner, type ScannerOptions } from './scanner.ts';

function scannerOf(options: Partial<ScannerOptions> = {}) {
  const compiled = compileRule({ pattern: 'hit' });
  if (!compiled.ok) throw new Error(compiled.fault.message);
  const stop = new AbortController();
  const shown: string[] = [];
  // Ten seconds pass at each look at the clock.
  let now = 0;
  const clock = () => (now += 10_000);
  const scanner = new Scanner({
    rules: [{ name: 'r', severity: 'warn', pattern: 'hit', compiled: compiled.rule }],
    format: undefined,
    printer: new Printer({ write: (_, written) => written?.() }, stop.signal),
    progress: new Progress({ isTTY: true, write: (text) => shown.push(String(text)) }, clock),
    stdin: Readable.from([]),
    stop: stop.signal,
    stopAtFirst: false,
    now: clock,
    ...options,
  });
  return { scanner, stop, shown };
}

const MIB = 1024 * 1024;
const lines = (bytes: number, line = 'hit\n'): Buffer => Buffer.alloc(bytes, line);

describe('a scanner', () => {
  test('lets the event loop turn between reads, so that a stop is heard', async () => {
    const { scanner, stop } = scannerOf();
    const name = fileWriter(temporaryDirectory())('long.log', lines(4 * MIB));
    setImmediate(() => stop.abort('SIGINT'));
    await scanner.scan(name, false);
    expect(scanner.counts.lines).toBeGreaterThan(0);
    expect(scanner.bytes).toBeLessThan(2 * MIB);
  });

  test('lets the event loop turn between hits, whose captures may take long', async () => {
    const printed: string[] = [];
    const { scanner, stop } = scannerOf({
      format: (hit) => {
        printed.push(String(hit.line));
        return plainFormat(hit);
      },
    });
    const name = fileWriter(temporaryDirectory())('short.log', lines(4_000));
    setImmediate(() => stop.abort('SIGINT'));
    await scanner.scan(name, false);
    expect([printed.length, scanner.counts.lines]).toEqual([1, 1]);
  });

  test('reads no more than its first batch for the first hit', async () => {
    const { scanner } = scannerOf({ stopAtFirst: true });
    const name = fileWriter(temporaryDirectory())('long.log', lines(4 * MIB));
    await scanner.scan(name, false);
    expect(scanner.bytes).toBeLessThan(2 * MIB);
  });

  test('stops when what it prints is taken no more', async () => {
    const stop = new AbortController();
    const printer = new Printer({ write: (_, written) => written?.(new Error('gone')) }, stop.signal);
    const { scanner } = scannerOf({ printer, format: plainFormat });
    const name = fileWriter(temporaryDirectory())('long.log', lines(4 * MIB));
    await scanner.scan(name, false);
    expect([scanner.isDone, scanner.bytes < 2 * MIB]).toEqual([true, true]);
  });

  test('shows its progress: of a file, of a gzip file by what is packed, of a pipe by its bytes', async () => {
    const write = fileWriter(temporaryDirectory());
    const plain = scannerOf();
    await plain.scanner.scan(write('a.log', lines(4 * MIB)), false);
    expect(plain.shown[0]).toMatch(/scanned 25 %, 1 MB/);
    expect(plain.shown.at(-1)).toBe('\r\u001b[K');
    const packed = scannerOf();
    await packed.scanner.scan(write('b.gz', gzipSync(lines(MIB))), true);
    expect(packed.shown[0]).toMatch(/scanned 100 % of …?[^ ]*b\.gz, 0 MB/);
    const pipe = scannerOf({ stdin: Readable.from([lines(6 * MIB)]) });
    await pipe.scanner.scan('-', false);
    expect(pipe.shown.filter((text) => /scanned [1-6] MB/.test(text)).length).toBeGreaterThan(3);
  });

  test('tells of an input that fails while it is read, and scans what came before, the last line too', async () => {
    const stdin = Readable.from(
      (async function* () {
        yield Buffer.from('no\nhi');
        yield Buffer.from('t');
        throw Object.assign(new Error('the disk is ill'), { code: 'EIO' });
      })(),
    );
    const { scanner } = scannerOf({ stdin });
    await expect(scanner.scan('-', false)).rejects.toThrow('the disk is ill');
    expect(scanner.counts.lines).toBe(1);
  });
});
