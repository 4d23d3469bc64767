import { describe, expect, test } from 'vitest';
import { composeProjectOf, containerName, shortId, workloadOf } from './workload-of.ts';

const docker = { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'web' };
const podman = { 'io.podman.compose.project': 'shop', 'io.podman.compose.service': 'web' };

describe('the workload of a container', () => {
  test.each([
    ['compose', docker, { kind: 'compose', name: 'shop/web' }],
    ['podman-compose', podman, { kind: 'compose', name: 'shop/web' }],
    [
      'podman-compose under two names',
      { 'io.podman.compose.project': 'shop', 'com.docker.compose.service': 'web' },
      { kind: 'compose', name: 'shop/web' },
    ],
    ['swarm', { 'com.docker.swarm.service.name': 'shop_web' }, { kind: 'swarm', name: 'shop_web' }],
    ['half of compose', { 'com.docker.compose.project': 'shop' }, { kind: 'container', name: 'web-1' }],
    ['empty compose', { ...docker, 'com.docker.compose.service': '' }, { kind: 'container', name: 'web-1' }],
    ['none', {}, { kind: 'container', name: 'web-1' }],
  ] as const)('by labels of %s', (_, labels, expected) => expect(workloadOf('web-1', labels)).toEqual(expected));

  test('outlives its containers: another with the same labels is of the same workload', () => {
    expect(workloadOf('shop-web-1', docker)).toEqual(workloadOf('shop-web-2', docker));
  });

  test('belongs to the project of either compose', () => {
    expect([docker, podman, {}].map(composeProjectOf)).toEqual(['shop', 'shop', undefined]);
  });
});

describe('the name of a container', () => {
  test.each([
    [['/web'], 'web'],
    [['web'], 'web'],
    [['/proxy/web', '/web'], 'web'],
    [['/proxy/web'], undefined],
    [[''], undefined],
    [[], undefined],
  ])('of %j is %j', (names, expected) => expect(containerName(names)).toBe(expected));

  test('is the beginning of its id where it has none', () => {
    expect(shortId('0123456789abcdef')).toBe('0123456789ab');
  });
});
