import { describe, expect, test } from 'vitest';
import { joinedTexts } from '../../test/support/joined-texts.ts';
import { at, lineBatch } from '../../test/support/line-batch.ts';
import { ManualClock } from '../../test/support/manual-clock.ts';
import { AS_TRACES } from '../core/joining/joining.ts';
import { applyPositionChange } from '../core/lines/position-change.ts';
import type { SavedPosition } from '../core/lines/reading.ts';
import { JoinedReading, WAITS_MS } from './joined-reading.ts';
import type { ReadingOptions } from './reading.ts';

/** A source that hands over what it is told to, and counts how far it is. */
function reading({ position, joins = true }: { readonly position?: SavedPosition; readonly joins?: boolean } = {}) {
  const [clock, told] = [new ManualClock(), [] as string[]];
  let inner: ReadingOptions | undefined;
  let [count, saved] = [0, 0];
  const sink: ReadingOptions['sink'] = {
    lines: (batch) => told.push(...joinedTexts(batch)),
    gap: ({ reason }) => told.push(`gap ${reason}`),
    state: (state) => told.push(`is ${state}`),
    reconnected: () => undefined,
    known: () => undefined,
    failed: () => undefined,
  };
  const joined = new JoinedReading(
    { position, wanted: { stdout: true, stderr: true }, sink },
    {
      ...{ joining: joins ? AS_TRACES : undefined, clock },
      begin: (options) => {
        inner = options;
        count = saved = Number(options.position?.head ?? 0);
        return {
          takePosition: () => {
            if (saved === count) return undefined;
            saved = count;
            return { head: String(count), appended: new Uint8Array(0), appendedFrom: 0, keepFrom: 0 };
          },
          ...{ want: () => undefined, pause: () => undefined, resume: () => undefined, stop: async () => undefined },
        };
      },
    },
  );
  return {
    ...{ clock, told, joined },
    came: (...texts: string[]) => {
      count += texts.length;
      inner?.sink.lines(lineBatch(texts.map((text) => ({ text, at: at(0) }))));
    },
    source: () => inner?.sink,
    startedAt: () => inner?.position?.head,
  };
}

const positionOf = ({ joined }: ReturnType<typeof reading>, before?: SavedPosition): SavedPosition => {
  const change = joined.takePosition();
  if (change === undefined) throw new Error('Nothing has changed.');
  return applyPositionChange(before, change);
};

describe('what may go on', () => {
  test('is handed over when nothing has come for a second', async () => {
    const { clock, came, told } = reading();
    came('x', ' y');
    await clock.advance(WAITS_MS - 1);
    came(' z');
    await clock.advance(WAITS_MS - 1);
    expect(told).toEqual([]);
    await clock.advance(1);
    expect(told).toEqual(['x\n y\n z']);
  });

  test('waits for what came while the process stood still', async () => {
    const { clock, came, told } = reading();
    came('x');
    await clock.advance(0);
    clock.freeze(60_000);
    await clock.advance(0);
    came(' y');
    await clock.advance(WAITS_MS);
    expect(told).toEqual(['x\n y']);
  });

  test('waits while nothing may be handed over', async () => {
    const { clock, came, told, joined } = reading();
    came('x');
    joined.pause();
    await clock.advance(2 * WAITS_MS);
    expect(told).toEqual([]);
    joined.resume();
    await clock.advance(0);
    expect(told).toEqual(['x']);
  });

  test('is handed over before a gap, and before it is said that nothing more is there', () => {
    const { came, told, source } = reading();
    came('x');
    source()?.gap({ reason: 'rotated', from: undefined, to: undefined });
    came('y');
    source()?.state('following');
    source()?.state('gone');
    expect(told).toEqual(['x', 'gap rotated', 'is following', 'y', 'is gone']);
  });

  test('is not handed over any more when it has been stopped', async () => {
    const { clock, came, told, joined } = reading();
    came('x');
    await joined.stop();
    await clock.advance(2 * WAITS_MS);
    expect(told).toEqual([]);
  });
});

describe('the position', () => {
  test('has what is held, so that the next reading goes on with it', async () => {
    const before = reading();
    before.came('x', ' y');
    const position = positionOf(before);
    const after = reading({ position });
    expect([after.startedAt(), after.told]).toEqual(['2', []]);
    after.came(' z', 'next');
    expect(after.told).toEqual(['x\n y\n z']);
  });

  test('is that of the source where nothing is held, also when nothing came since', async () => {
    const given = reading();
    given.came('x');
    const position = positionOf(given);
    await given.clock.advance(WAITS_MS);
    expect(positionOf(given, position).head).toBe('1');
    expect(given.joined.takePosition()).toBeUndefined();
  });

  test('from before it was switched off has its lines handed over first, and nothing is joined', () => {
    const before = reading();
    before.came('x');
    const after = reading({ position: positionOf(before), joins: false });
    after.came(' y', ' z');
    expect(after.told).toEqual(['x', ' y', ' z']);
  });

  test('with what is held is handed over in time where nothing more comes', async () => {
    const before = reading();
    before.came('x');
    const after = reading({ position: positionOf(before) });
    await after.clock.advance(WAITS_MS);
    expect(after.told).toEqual(['x']);
  });
});
