// The choice between the kernel's two forms, and its WebAssembly one.
import type { PassCosts } from '../prefilter/plan.ts';
import { KERNEL_BASE64 } from './kernel.generated.ts';
import type { Kernel, Pass } from './kernel.ts';
import { TwinKernel } from './kernel-twin.ts';
import { PADDING, TEXT } from './layout.ts';

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

let compiled: WebAssembly.Module | undefined;

function createWasmKernel(): Kernel | undefined {
  try {
    compiled ??= new WebAssembly.Module(Uint8Array.from(atob(KERNEL_BASE64), (char) => char.charCodeAt(0)));
    const memory = new WebAssembly.Memory({ initial: Math.ceil((TEXT + PADDING) / PAGE) });
    const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
    // The module is our own, built from kernel.as.ts; it exports these functions, and a test calls each of them.
    return new WasmKernel(memory, exports as unknown as Omit<Kernel, 'bytes' | 'ensureText' | 'costs'>);
  } catch (error) {
    // No SIMD, or no memory to be had: the twin needs neither. Anything else is a fault of ours.
    if (error instanceof WebAssembly.CompileError || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Measured. */
const WASM_COSTS: PassCosts = { strided: { 1: 0.8, 2: 0.42, 4: 0.21, 5: 0.17, 6: 0.145, 8: 0.11 }, short: 0.22 };

class WasmKernel implements Kernel {
  readonly costs = WASM_COSTS;
  readonly scanStride8: Pass;
  readonly scanStride6: Pass;
  readonly scanStride5: Pass;
  readonly scanStride4: Pass;
  readonly scanStride2: Pass;
  readonly scanStride1: Pass;
  readonly scanShort: Pass;
  readonly lineStartOf: (at: number) => number;
  readonly lineEndOf: (at: number) => number;
  readonly countNewlines: (from: number, end: number) => number;
  bytes: Uint8Array<ArrayBuffer>;
  readonly #memory: WebAssembly.Memory;

  constructor(memory: WebAssembly.Memory, exports: Omit<Kernel, 'bytes' | 'ensureText' | 'costs'>) {
    this.#memory = memory;
    this.bytes = new Uint8Array(memory.buffer);
    this.scanStride8 = exports.scanStride8;
    this.scanStride6 = exports.scanStride6;
    this.scanStride5 = exports.scanStride5;
    this.scanStride4 = exports.scanStride4;
    this.scanStride2 = exports.scanStride2;
    this.scanStride1 = exports.scanStride1;
    this.scanShort = exports.scanShort;
    this.lineStartOf = exports.lineStartOf;
    this.lineEndOf = exports.lineEndOf;
    this.countNewlines = exports.countNewlines;
  }

  ensureText(size: number): void {
    const missing = TEXT + size + PADDING - this.bytes.length;
    if (missing <= 0) return;
    this.#memory.grow(Math.ceil(missing / PAGE));
    this.bytes = new Uint8Array(this.#memory.buffer);
  }
}
