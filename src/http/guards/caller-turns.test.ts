import { expect, test } from 'vitest';
import { CallerTurns, type Turn } from './caller-turns.ts';

/** Which of them may go on by now. */
async function running(turns: Readonly<Record<string, Turn>>): Promise<string> {
  const come = new Set<string>();
  for (const [name, { hasCome }] of Object.entries(turns)) void hasCome.then(() => come.add(name));
  await new Promise(setImmediate);
  return [...come].join(' ');
}

test('so many requests of a caller go on at once, the others in their order, and nobody waits for another caller', async () => {
  const turns = new CallerTurns({ mostAtOnce: 2 });
  const all = { a: turns.begin('ada'), b: turns.begin('ada'), c: turns.begin('ada'), d: turns.begin('ada') };
  const bob = turns.begin('bob');
  expect(await running({ ...all, bob })).toBe('a b bob');
  all.b.end();
  all.b.end();
  expect(await running(all)).toBe('a b c');
  all.a.end();
  all.c.end();
  expect(await running(all)).toBe('a b c d');
});

test('a request that is over before its turn takes none', async () => {
  const turns = new CallerTurns({ mostAtOnce: 1 });
  const all = { a: turns.begin('ada'), b: turns.begin('ada'), c: turns.begin('ada') };
  all.b.end();
  expect(await running(all)).toBe('a b');
  all.a.end();
  expect(await running(all)).toBe('a b c');
});

test('where too many wait the next one is refused, until one is over', () => {
  const turns = new CallerTurns({ mostAtOnce: 1, mostWaiting: 1 });
  const [first] = [turns.begin('ada'), turns.begin('ada')];
  expect(() => turns.begin('ada')).toThrow(
    expect.objectContaining({ code: 'too_many_requests', retryAfterSeconds: 5 }),
  );
  turns.begin('bob');
  first?.end();
  turns.begin('ada');
});
