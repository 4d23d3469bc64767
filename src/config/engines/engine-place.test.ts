import { expect, test } from 'vitest';
import { sameEngineTwice } from './engine-place.ts';

const pair = (a: string, b: string) =>
  sameEngineTwice([
    { name: 'a', url: a },
    { name: 'b', url: b },
  ]);

test.each([
  ['unix:///run/docker.sock', 'unix:///run/docker.sock'],
  ['unix:///run/docker.sock', 'unix:///run/../run//docker.sock'],
  ['tcp://nas:2375', 'tcp://NAS:2375/'],
  ['tcp://nas:2376', 'https://nas:2376'],
  ['https://nas/docker', 'https://nas:443/docker/'],
])('%s and %s are one engine', (a, b) => {
  expect(pair(a, b)).toEqual(['a', 'b']);
});

test.each([
  ['unix:///run/docker.sock', 'unix:///run/podman.sock'],
  ['tcp://nas:2375', 'tcp://nas:2376'],
  ['tcp://nas:2375', 'tcp://far:2375'],
  ['https://nas/one', 'https://nas/two'],
])('%s and %s may be two', (a, b) => {
  expect(pair(a, b)).toBeUndefined();
});
