import { expect, test } from 'vitest';
import type { ContainerSeen } from '../containers/container-facts.ts';
import { byImportance, MOST_CONTAINERS } from './by-importance.ts';

const seen = (id: string, life: ContainerSeen['life']): ContainerSeen => ({
  ...{ id, life, name: id, image: 'image', labels: {} },
  ...{ created: undefined, words: undefined },
});

test('as many as can be looked at are all looked at, in the order of the list', () => {
  const all = [seen('a', 'ended'), seen('b', 'running')];
  expect(byImportance(all)).toEqual([all, []]);
});

test('of more than can be looked at, those are left out that have ended', () => {
  const ended = Array.from({ length: MOST_CONTAINERS }, (_, nth) => seen(`ended ${nth}`, 'ended'));
  const [looked, beyond] = byImportance([...ended, seen('runs', 'running'), seen('new', 'new')]);
  expect(looked.length).toBe(MOST_CONTAINERS);
  expect(looked.slice(0, 2).map(({ id }) => id)).toEqual(['runs', 'new']);
  expect(beyond.map(({ id }) => id)).toEqual([`ended ${MOST_CONTAINERS - 2}`, `ended ${MOST_CONTAINERS - 1}`]);
});
