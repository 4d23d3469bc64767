import { describe, expect, test } from 'vitest';
import { WorkQueue } from './work-queue.ts';

/** Works that begin when the queue lets them and end when the test says so. */
function given() {
  const queue = new WorkQueue({ mostAtOnce: 2, mostWaiting: 3, refusal: () => new Error('full') });
  const begun: string[] = [];
  const enders = new Map<string, () => void>();
  const add = (name: string): Promise<string> =>
    queue.run(async () => {
      begun.push(name);
      await new Promise<void>((resolve) => enders.set(name, resolve));
      return name;
    });
  const end = async (name: string): Promise<void> => {
    enders.get(name)?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { queue, begun, add, end };
}

describe('the queue of works', () => {
  test('runs a few at once and the others in the order in which they came', async () => {
    const { begun, add, end } = given();
    const works = ['a', 'b', 'c', 'd', 'e'].map(add);
    await end('nothing');
    expect(begun).toEqual(['a', 'b']);
    await end('b');
    expect(begun).toEqual(['a', 'b', 'c']);
    for (const name of ['a', 'c', 'd', 'e']) await end(name);
    expect(await Promise.all(works)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  test('turns away whoever comes when it is full, and takes again when it is not', async () => {
    const { add, end } = given();
    const works = ['a', 'b', 'c', 'd', 'e'].map(add);
    await expect(add('f')).rejects.toThrow('full');
    await end('a');
    works.push(add('g'));
    for (const name of ['b', 'c', 'd', 'e', 'g']) await end(name);
    expect(await Promise.all(works)).toEqual(['a', 'b', 'c', 'd', 'e', 'g']);
  });

  test('goes on after a work that failed', async () => {
    const { queue } = given();
    for (let i = 0; i < 10; i += 1) {
      await expect(queue.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    }
    expect(await queue.run(async () => 'fine')).toBe('fine');
  });
});
