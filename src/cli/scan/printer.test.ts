import { describe, expect, test } from 'vitest';
import type { Written } from '../shell/command.ts';
import { Printer } from './printer.ts';

/** An output whose reader takes a piece only when it is told to. */
function slowOutput() {
  const taken: (string | Uint8Array)[] = [];
  const waiting: Written[] = [];
  const output = {
    write: (text: string | Uint8Array, written?: Written) => {
      taken.push(text);
      if (written) waiting.push(written);
    },
  };
  return { output, taken, waiting };
}

describe('a printer', () => {
  test('is full with 64 KiB, and goes on when the reader has taken them', async () => {
    const { output, taken, waiting } = slowOutput();
    const printer = new Printer(output, new AbortController().signal);
    printer.add('x'.repeat(65_535));
    expect(printer.isFull).toBe(false);
    printer.add('y');
    expect(printer.isFull).toBe(true);
    let hasGoneOn = false;
    const flushing = printer.flush().then(() => {
      hasGoneOn = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect([hasGoneOn, printer.isFull, taken.map((text) => text.length)]).toEqual([false, false, [65_536]]);
    waiting[0]?.();
    await flushing;
    await printer.flush();
    expect(taken.length).toBe(1);
  });

  test('hands on what is no text among text, in its order and as it was when it was added', () => {
    const { output, taken } = slowOutput();
    const printer = new Printer(output, new AbortController().signal);
    const bytes = Uint8Array.of(0xe9, 0x21);
    printer.add('é');
    printer.add(bytes);
    bytes.fill(0);
    printer.add('b');
    void printer.flush();
    printer.add(Uint8Array.of(0x80));
    expect(printer.isFull).toBe(false);
    printer.add(new Uint8Array(65_535));
    expect(printer.isFull).toBe(true);
    void printer.flush();
    printer.add('c');
    void printer.flush();
    expect(taken.map((piece) => Buffer.from(piece).subarray(0, 8).toString('hex'))).toEqual([
      'c3a9e92162',
      '8000000000000000',
      '63',
    ]);
  });

  test('keeps the first failure and prints nothing more', async () => {
    const { output, taken, waiting } = slowOutput();
    const printer = new Printer(output, new AbortController().signal);
    printer.add('a');
    const flushing = printer.flush();
    waiting[0]?.(Object.assign(new Error('full'), { code: 'ENOSPC' }));
    await flushing;
    printer.add('b');
    await printer.flush();
    expect([printer.failure?.code, taken]).toEqual(['ENOSPC', ['a']]);
  });

  test('waits no longer when the stop is asked for, and still hands on what there is', async () => {
    const { output, taken } = slowOutput();
    const stop = new AbortController();
    const printer = new Printer(output, stop.signal);
    printer.add('a');
    const flushing = printer.flush();
    stop.abort('SIGINT');
    await flushing;
    printer.add('b');
    await printer.flush();
    expect(taken).toEqual(['a', 'b']);
  });
});
