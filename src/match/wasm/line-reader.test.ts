import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryPattern, arbitraryText } from '../../../test/support/arbitrary-pattern.ts';
import { kernelText } from '../../../test/support/kernel-text.ts';
import { programOf } from '../../../test/support/programs.ts';
import { CombinedDfa } from '../automaton/combined-dfa.ts';
import { compileRule } from '../compile-rule.ts';
import { LineRows } from '../every-line/table/line-rows.ts';
import { divideTable } from '../every-line/table/region.ts';
import { PARTS, Streams } from '../every-line/table/streams.ts';
import { createKernel } from './create-kernel.ts';
import { EVENT_SIZE, EVENTS, EVENTS_SIZE, NO_ROW, TEXT } from './layout.ts';

const [wasm, twin] = [createKernel('wasm'), createKernel('twin')];
const [region] = divideTable([1]);
const compiles = (pattern: string): boolean => compileRule({ pattern }).ok;

/** Reads the text by a table that lacks nothing any more, having been given at each stop what it lacked. */
function learned(patterns: readonly string[], text: Uint8Array): LineRows | undefined {
  const rows = new LineRows(new CombinedDfa(patterns.map(programOf)));
  const { kernel, from, end } = kernelText(wasm, text);
  if (!region || !rows.fits) return undefined;
  rows.use(kernel.bytes, region);
  const streams = new Streams(kernel);
  streams.begin(kernel, { from, end, row: rows.start });
  for (let stopped = kernel.readLines(rows.dead); stopped > 0; stopped = kernel.readLines(rows.dead)) {
    const part = stopped - 1;
    // What cannot be told by a row is left out: there the loop would stop for ever.
    if (!rows.learn(streams.rowOf(part), kernel.bytes[streams.at(part)] ?? 0)) return undefined;
  }
  return rows;
}

test('the loop over every line and its twin come to the same rows by the same events', () => {
  let events = 0;
  const property = fc.property(
    fc.array(arbitraryPattern.filter(compiles), { minLength: 1, maxLength: 6 }),
    fc.array(arbitraryText, { minLength: 1, maxLength: 4 }).map((texts) => Buffer.concat(texts)),
    (patterns, text) => {
      const rows = learned(patterns, text);
      if (rows === undefined) return;
      twin.ensureText(text.length);
      twin.bytes.set(wasm.bytes.subarray(0, TEXT + text.length + 64));
      const [first, second] = [wasm, twin].map((kernel) => {
        const { from, end } = kernelText(kernel, text);
        const streams = new Streams(kernel);
        streams.begin(kernel, { from, end, row: rows.start });
        expect(kernel.readLines(rows.dead)).toBe(0);
        return PARTS.map((part) => {
          const size = EVENT_SIZE * streams.eventsOf(part);
          events += streams.eventsOf(part);
          const list = kernel.bytes.slice(EVENTS + EVENTS_SIZE * part, EVENTS + EVENTS_SIZE * part + size);
          return { at: streams.at(part), end: streams.endOf(part), row: streams.rowOf(part), list };
        });
      });
      expect(second).toEqual(first);
      expect(first?.every(({ at, end, row }) => at === end && row !== NO_ROW)).toBe(true);
    },
  );
  fc.assert(property, { numRuns: 150, seed: 8 });
  expect(events).toBeGreaterThan(1000);
});
