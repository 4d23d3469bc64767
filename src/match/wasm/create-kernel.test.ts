import { afterEach, describe, expect, test, vi } from 'vitest';
import { foundHits } from '../../../test/support/found-hits.ts';
import { compileRule } from '../compile-rule.ts';
import type { Matcher } from '../matcher.ts';
import { createRuleSet } from '../rule-set.ts';
import { TwinKernel } from './kernel-twin.ts';
import { MOST_TEXT } from './layout.ts';

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

describe('memory that cannot grow', () => {
  afterEach(() => void vi.unstubAllGlobals());

  /** A matcher whose WebAssembly has a megabyte for text and not a page more. */
  async function matcherWithLittle(patterns: readonly string[]): Promise<Matcher> {
    class Little extends WebAssembly.Memory {
      constructor(descriptor: ConstructorParameters<typeof WebAssembly.Memory>[0]) {
        super({ ...descriptor, maximum: descriptor.initial + 16 });
      }
    }
    vi.stubGlobal('WebAssembly', { ...partsOfWebAssembly(), Memory: Little });
    vi.resetModules();
    const [{ Matcher }, { createRuleSet }] = await Promise.all([import('../matcher.ts'), import('../rule-set.ts')]);
    const rules = patterns.flatMap((pattern) => {
      const result = compileRule({ pattern });
      return result.ok ? [result.rule] : [];
    });
    return new Matcher({ rules: createRuleSet(rules) });
  }

  const CALM = 'a calm line of text\n';

  function match(matcher: Matcher, text: string): string[] {
    const bytes = Buffer.from(text);
    matcher.reserve(bytes.length).set(bytes);
    return foundHits(matcher, { length: bytes.length }).map(({ start, rule }) => `${start} ${rule}`);
  }

  test('lets the twin go on, with the text that was there, and no hit is lost', async () => {
    const matcher = await matcherWithLittle(['refused to serve', '[0-9]$', 'xyz']);
    const trouble = 'refused to serve\nnumber 7\nxyz\n';
    const hitsBehind = (calm: string): string[] => [
      `${calm.length} 0`,
      `${calm.length + 17} 1`,
      `${calm.length + 26} 2`,
    ];
    const [short, long] = [CALM.repeat(1000), CALM.repeat(100_000)];
    expect(match(matcher, short + trouble)).toEqual(hitsBehind(short));
    const before = matcher.reserve(10);
    before.set(Buffer.from('written'), 3);
    const larger = matcher.reserve(long.length + trouble.length);
    expect(Buffer.from(larger.subarray(3, 10)).toString()).toBe('written');
    expect(match(matcher, long + trouble)).toEqual(hitsBehind(long));
    expect(match(matcher, short + trouble)).toEqual(hitsBehind(short));
    matcher.use(createRuleSet([]));
    expect(match(matcher, trouble)).toEqual([]);
  });

  test('is said in words where nothing has so much, and all stays as it was', async () => {
    const matcher = await matcherWithLittle(['refused']);
    class Scarce extends Uint8Array<ArrayBuffer> {
      constructor(...given: [never]) {
        if (typeof given[0] === 'number' && given[0] > MOST_TEXT / 2)
          throw new RangeError('Array buffer allocation failed');
        super(...given);
      }
    }
    for (let again = 0; again < 2; again++) {
      vi.stubGlobal('Uint8Array', Scarce);
      expect(() => matcher.reserve(MOST_TEXT)).toThrow(`no memory for ${MOST_TEXT} bytes`);
      vi.stubGlobal('Uint8Array', Object.getPrototypeOf(Scarce));
      for (const size of [MOST_TEXT + 1, 2 ** 33])
        expect(() => matcher.reserve(size)).toThrow(`at most ${MOST_TEXT} bytes`);
      expect(match(matcher, `${CALM}refused\n`)).toEqual([`${CALM.length} 0`]);
      // The first time it is WebAssembly that lacks the memory, the second time the twin.
      match(matcher, CALM.repeat(100_000));
    }
  });
});

function partsOfWebAssembly(): Pick<typeof WebAssembly, 'Module' | 'Instance' | 'Memory' | 'CompileError'> {
  const { Module, Instance, Memory, CompileError } = WebAssembly;
  return { Module, Instance, Memory, CompileError };
}
