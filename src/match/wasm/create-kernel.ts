// The choice between the kernel's two forms, and its WebAssembly one.

import { type Stride, WASM_COSTS } from './costs.ts';
import { KERNEL_BASE64 } from './kernel.generated.ts';
import type { Kernel } from './kernel.ts';
import { TwinKernel } from './kernel-twin.ts';
import { MOST_TEXT, PADDING, TEXT } from './layout.ts';

export type KernelForm = 'wasm' | 'twin';

const PAGE = 65536;

/** The WebAssembly form where it is to be had, else the TypeScript twin. A form that is asked for by name is given or refused. */
export function createKernel(form?: KernelForm): Kernel {
  if (form === 'twin') return new TwinKernel();
  const wasm = createWasmKernel();
  if (wasm) return wasm;
  if (form === 'wasm') throw new Error('This machine has no WebAssembly with relaxed SIMD.');
  return new TwinKernel();
}

/**
 * The kernel with room for so many bytes of text: itself, or where WebAssembly's memory cannot grow the twin with
 * all that the kernel held. When there is no memory for that either, nothing is changed and it is a RangeError.
 */
export function withRoom(kernel: Kernel, size: number): Kernel {
  if (size > MOST_TEXT) throw new RangeError(`A text has at most ${MOST_TEXT} bytes, not ${size}.`);
  if (kernel.ensureText(size)) return kernel;
  const twin = kernel instanceof TwinKernel ? undefined : new TwinKernel();
  if (!twin?.ensureText(size)) throw new RangeError(`There is no memory for ${size} bytes of text.`);
  twin.bytes.set(kernel.bytes);
  return twin;
}

let compiled: WebAssembly.Module | undefined;

function createWasmKernel(): Kernel | undefined {
  // Node has none at all under --jitless.
  if (typeof WebAssembly === 'undefined') return undefined;
  try {
    compiled ??= new WebAssembly.Module(Uint8Array.from(atob(KERNEL_BASE64), (char) => char.charCodeAt(0)));
    const memory = new WebAssembly.Memory({ initial: Math.ceil((TEXT + PADDING) / PAGE) });
    const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
    // The module is our own, built from kernel.as.ts; it exports these functions, and a test calls each of them.
    return new WasmKernel(memory, exports as unknown as Exports);
  } catch (error) {
    // No SIMD, or no memory to be had: the twin needs neither. Anything else is a fault of ours.
    if (error instanceof WebAssembly.CompileError || error instanceof RangeError) return undefined;
    throw error;
  }
}

type Exports = Omit<Kernel, 'bytes' | 'ensureText' | 'costs'>;

class WasmKernel implements Kernel {
  readonly costs = WASM_COSTS;
  readonly scanStrided: (from: number, end: number, stride: Stride) => void;
  readonly scanShort: (from: number, end: number) => void;
  readonly readLines: (dead: number) => number;
  readonly lineStartOf: (at: number) => number;
  readonly lineEndOf: (at: number) => number;
  readonly countNewlines: (from: number, end: number) => number;
  bytes: Uint8Array<ArrayBuffer>;
  readonly #memory: WebAssembly.Memory;

  constructor(memory: WebAssembly.Memory, exports: Exports) {
    this.#memory = memory;
    this.bytes = new Uint8Array(memory.buffer);
    this.scanStrided = exports.scanStrided;
    this.scanShort = exports.scanShort;
    this.readLines = exports.readLines;
    this.lineStartOf = exports.lineStartOf;
    this.lineEndOf = exports.lineEndOf;
    this.countNewlines = exports.countNewlines;
  }

  ensureText(size: number): boolean {
    const missing = TEXT + size + PADDING - this.bytes.length;
    if (missing <= 0) return true;
    try {
      this.#memory.grow(Math.ceil(missing / PAGE));
    } catch (error) {
      // A TypeError says that there can never be so many pages.
      if (error instanceof RangeError || error instanceof TypeError) return false;
      throw error;
    }
    this.bytes = new Uint8Array(this.#memory.buffer);
    return true;
  }
}
