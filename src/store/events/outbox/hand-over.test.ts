import { expect, test } from 'vitest';
import { sampleEvent } from '../../../../test/support/event-samples.ts';
import { HandOver } from './hand-over.ts';

const event = { ...sampleEvent('a'), id: '7', heldBack: 0, lastSeen: null, createdAt: 1_000 };

/** Places for deliveries through triggers, and what becomes of them. */
function given() {
  const told: string[] = [];
  const handOver = new HandOver({
    reserve: (triggerId) => ({
      take: ({ id }) => void told.push(`${triggerId} has ${id}`),
      free: () => void told.push(`${triggerId} is free`),
    }),
  });
  handOver.reserve([['1'], ['1', '2', '3'], ['3']]);
  const kept = ['1', '2', '3', '4'].map((triggerId) => handOver.keeps({ event, at: 1 }, triggerId));
  expect(kept).toEqual([true, true, true, false]);
  return { handOver, told };
}

test('a place for which nothing was stored is given back with the commit, and the others have what was stored', () => {
  const { handOver, told } = given();
  handOver.storedAs([
    { id: 70, event_id: 7, trigger_id: '1', claim: 0 },
    { id: 71, event_id: 7, trigger_id: '3', claim: 0 },
    { id: 72, event_id: 7, trigger_id: '3', claim: 0 },
  ]);
  handOver.durable();
  // The events before and behind it were there already.
  expect(told).toEqual(['1 has 70', '3 has 71', '1 is free', '3 is free', '2 is free']);
});

test('all places are given back where nothing was stored, each once', () => {
  const { handOver, told } = given();
  handOver.refused();
  handOver.refused();
  expect(told).toEqual(['1 is free', '3 is free', '1 is free', '2 is free', '3 is free']);
});
