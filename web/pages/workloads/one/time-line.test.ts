import { describe, expect, test } from 'vitest';
import type { Container } from '../../../api/shapes.ts';
import { timeLineOf } from './time-line.ts';

const at = (minute: number): string => new Date(Date.UTC(2026, 10, 26, 12, minute)).toISOString();
const NOW = Date.parse(at(40));

function container(part: Partial<Container>): Container {
  return { found_at: at(0), gone_at: null, gaps: [], ...part } as Container;
}

describe('the time line of a container', () => {
  test('begins when it was found and ends now, or when it went', () => {
    expect(timeLineOf(container({}), NOW)).toEqual({ from: Date.parse(at(0)), to: NOW, gaps: [] });
    expect(timeLineOf(container({ gone_at: at(10) }), NOW).to).toBe(Date.parse(at(10)));
  });

  test('has each gap at its place', () => {
    const gaps = [{ reason: 'rotated' as const, from: at(10), to: at(20) }];
    expect(timeLineOf(container({ gaps }), NOW).gaps).toEqual([{ from: 0.25, to: 0.5 }]);
  });

  test('takes an end that nobody knows for an end of the line', () => {
    const gaps = [
      { reason: 'missed_short_lived' as const, from: null, to: at(10) },
      { reason: 'removed_while_away' as const, from: at(30), to: null },
    ];
    expect(timeLineOf(container({ gaps }), NOW).gaps).toEqual([
      { from: 0, to: 0.25 },
      { from: 0.75, to: 1 },
    ]);
  });

  test('begins with a gap that was before it was found', () => {
    const gaps = [{ reason: 'rotated' as const, from: at(0), to: at(10) }];
    const line = timeLineOf(container({ found_at: at(20), gaps }), NOW);
    expect([line.from, line.gaps]).toEqual([Date.parse(at(0)), [{ from: 0, to: 0.25 }]]);
  });

  test('shows a gap of no length, and one at the very end', () => {
    const gaps = [
      { reason: 'rotated' as const, from: at(20), to: at(20) },
      { reason: 'end_unproven' as const, from: at(40), to: null },
    ];
    for (const { from, to } of timeLineOf(container({ gaps }), NOW).gaps) {
      expect(to - from).toBeGreaterThan(0.005);
      expect(to).toBeLessThanOrEqual(1 + 1e-9);
    }
  });

  test('of a container that was just found has a length all the same', () => {
    const { from, to } = timeLineOf(container({}), Date.parse(at(0)));
    expect(to).toBeGreaterThan(from);
  });
});
