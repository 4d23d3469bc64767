import { afterEach, describe, expect, test, vi } from 'vitest';
import { TwinKernel } from './kernel-twin.ts';

/** As a process would find it at its start: what was compiled before is not known. */
async function freshly() {
  vi.resetModules();
  return await import('./create-kernel.ts');
}

const nameOf = (kernel: object): string => kernel.constructor.name;

describe('the twin', () => {
  afterEach(() => void vi.unstubAllGlobals());

  test('stands in where there is no WebAssembly at all', async () => {
    vi.stubGlobal('WebAssembly', undefined);
    const { createKernel } = await freshly();
    expect(nameOf(createKernel())).toBe(TwinKernel.name);
    expect(() => createKernel('wasm')).toThrow('no WebAssembly');
  });

  test.each([
    ['its instructions are not known', 'Module', WebAssembly.CompileError],
    ['there is no memory for it', 'Memory', RangeError],
  ])('stands in where %s', async (_, part, fault) => {
    class Refusing {
      constructor() {
        throw new fault('not to be had');
      }
    }
    vi.stubGlobal('WebAssembly', { ...partsOfWebAssembly(), [part]: Refusing });
    const { createKernel } = await freshly();
    expect(nameOf(createKernel())).toBe(TwinKernel.name);
  });

  test('does not stand in where WebAssembly is there, unless it is asked for', async () => {
    const { createKernel } = await freshly();
    expect([nameOf(createKernel()), nameOf(createKernel('twin'))]).toEqual(['WasmKernel', TwinKernel.name]);
  });
});

function partsOfWebAssembly(): Pick<typeof WebAssembly, 'Module' | 'Instance' | 'Memory' | 'CompileError'> {
  const { Module, Instance, Memory, CompileError } = WebAssembly;
  return { Module, Instance, Memory, CompileError };
}
