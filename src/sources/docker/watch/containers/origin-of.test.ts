import { expect, test } from 'vitest';
import { isSameOrigin, originOf } from './origin-of.ts';

const id = 'a1'.repeat(32);
const facts = { id, name: 'web', image: 'alpine:3', labels: { team: 'ops' } };

test('an origin is known by its container alone: another name or engine does not change its key', () => {
  const origin = originOf(facts, 'nas');
  expect(origin).toMatchObject({ key: `docker/${id}`, source: 'docker:nas', host: 'nas', containerName: 'web' });
  expect(originOf({ ...facts, name: 'api' }, 'other').key).toBe(origin.key);
});

test('what nobody knows is not made up', () => {
  const nothing = { id, name: undefined, image: undefined, labels: undefined };
  const name = id.slice(0, 12);
  expect(originOf(nothing, 'nas')).toMatchObject({
    containerName: name,
    image: '',
    labels: {},
    workload: { kind: 'container', name },
  });
});

test('two descriptions are the same when name, image and labels are', () => {
  const origin = originOf(facts, 'nas');
  expect(isSameOrigin(origin, originOf({ ...facts, labels: { team: 'ops' } }, 'nas'))).toBe(true);
  for (const other of [
    { name: 'api' },
    { image: 'alpine:4' },
    { labels: {} },
    { labels: { team: 'dev' } },
    { labels: { team: 'ops', a: '' } },
  ])
    expect(isSameOrigin(origin, originOf({ ...facts, ...other }, 'nas'))).toBe(false);
});
