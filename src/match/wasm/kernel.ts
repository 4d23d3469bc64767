// The scanner's kernel as the rest of the matcher sees it, and the choice between its two forms.
import { KERNEL_BASE64 } from './kernel.generated.ts';
import { TwinKernel } from './kernel-twin.ts';
import { CANDIDATES, MAX_CANDIDATES, PADDING, RESULT_COUNT, RESULT_RESUME, TEXT } from './layout.ts';

/** A pass over [from, end), both addresses. It stops early when its list of candidates is nearly full: layout.ts says where it tells. */
export type Pass = (from: number, end: number) => void;

export interface Kernel {
  /** Its memory. Another array, with the same content, after `ensureText` made it larger. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Makes room for so many bytes of text and the padding behind them. */
  ensureText(size: number): void;
  readonly scanStride8: Pass;
  readonly scanStride4: Pass;
  readonly scanStride2: Pass;
  readonly scanStride1: Pass;
  readonly scanShort: Pass;
  lineStartOf(at: number): number;
  lineEndOf(at: number): number;
  countNewlines(from: number, end: number): number;
}

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
    return new WasmKernel(memory, exports as unknown as Omit<Kernel, 'bytes' | 'ensureText'>);
  } catch (error) {
    // No SIMD, or no memory to be had: the twin needs neither. Anything else is a fault of ours.
    if (error instanceof WebAssembly.CompileError || error instanceof RangeError) return undefined;
    throw error;
  }
}

class WasmKernel implements Kernel {
  readonly scanStride8: Pass;
  readonly scanStride4: Pass;
  readonly scanStride2: Pass;
  readonly scanStride1: Pass;
  readonly scanShort: Pass;
  readonly lineStartOf: (at: number) => number;
  readonly lineEndOf: (at: number) => number;
  readonly countNewlines: (from: number, end: number) => number;
  bytes: Uint8Array<ArrayBuffer>;
  readonly #memory: WebAssembly.Memory;

  constructor(memory: WebAssembly.Memory, exports: Omit<Kernel, 'bytes' | 'ensureText'>) {
    this.#memory = memory;
    this.bytes = new Uint8Array(memory.buffer);
    this.scanStride8 = exports.scanStride8;
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

export type PassName = 'scanStride8' | 'scanStride4' | 'scanStride2' | 'scanStride1' | 'scanShort';

export interface PassSpan {
  readonly from: number;
  readonly end: number;
  /** Takes candidates as layout.ts describes them; the list is valid until it returns. */
  readonly take: (candidates: Uint32Array) => void;
}

/** Runs one pass to its end and hands over its candidates whenever the list fills. */
export function runPass(kernel: Kernel, pass: PassName, { from, end, take }: PassSpan): void {
  const { buffer } = kernel.bytes;
  const results = new Uint32Array(buffer, 0, 4);
  for (let next = from; next < end; next = results[RESULT_RESUME / 4] ?? end) {
    results[RESULT_COUNT / 4] = 0;
    kernel[pass](next, end);
    const count = results[RESULT_COUNT / 4] ?? 0;
    if (count > MAX_CANDIDATES) throw new Error('The kernel wrote beyond its list of candidates.');
    if (count > 0) take(new Uint32Array(buffer, CANDIDATES, 3 * count));
  }
}
