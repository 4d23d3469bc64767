import { describe, expect, test } from 'vitest';
import { isComplete, mergeFacts, parseContainerList, parseInspection } from './container-facts.ts';

const id = 'a1'.repeat(32);
const facts = { id, name: 'web', image: 'alpine:3', labels: { team: 'ops' } };

describe('a list of containers', () => {
  test('of Docker is read', () => {
    const item = {
      Id: id,
      Names: ['/proxy/web', '/web'],
      Image: 'alpine:3',
      ImageID: 'sha256:ab',
      Created: 1_763_695_741,
      Labels: { team: 'ops' },
      State: 'running',
      Status: 'Up 3 seconds',
    };
    expect(parseContainerList([item])).toEqual([
      { ...facts, created: { seconds: 1_763_695_741, nanos: 0 }, life: 'running', words: 'Up 3 seconds' },
    ]);
  });

  test('of Podman may have a text as time, no labels, and other words', () => {
    const item = {
      Id: id,
      Names: ['web'],
      Image: 'alpine:3',
      Created: '2026-11-21T03:53:47.5Z',
      Labels: null,
      State: 'Exited',
    };
    expect(parseContainerList([item])).toEqual([
      {
        ...facts,
        labels: {},
        created: { seconds: 1_795_233_227, nanos: 500_000_000 },
        life: 'ended',
        words: undefined,
      },
    ]);
  });

  test.each([
    ['created', 'new'],
    ['configured', 'new'],
    ['running', 'running'],
    ['paused', 'running'],
    ['stopping', 'running'],
    ['restarting', 'ended'],
    ['exited', 'ended'],
    ['stopped', 'ended'],
    ['dead', 'ended'],
    ['removing', 'ended'],
    [undefined, 'ended'],
  ])('state %s: %s', (State, life) => expect(parseContainerList([{ Id: id, State }])).toMatchObject([{ life }]));

  test.each([
    '../../etc/passwd',
    'a1'.repeat(6).toUpperCase(),
    'a1a1a1a1a1a1 b',
    'a1a1a1a1a1a1\n',
    'a1',
    'a1'.repeat(33),
  ])('leaves out what has %j for an id, which could become part of a path', (Id) =>
    expect(parseContainerList([{ Id, State: 'running' }])).toEqual([]),
  );

  test('leaves out what is no container, and is none when it is no list', () => {
    expect(parseContainerList([null, 5, [], {}, { Id: '' }, { Id: 7 }])).toEqual([]);
    expect(parseContainerList({ message: 'x' })).toBeUndefined();
    expect(parseContainerList(undefined)).toBeUndefined();
  });

  test.each([undefined, 'soon', -1, 1.5, null])('a time of creation such as %j is none', (Created) => {
    expect(parseContainerList([{ Id: id, Created }])?.[0]?.created).toBeUndefined();
  });
});

describe('what an engine says of one container', () => {
  test('is read', () => {
    const body = { Id: id, Name: '/web', Image: 'sha256:ab', Config: { Image: 'alpine:3', Labels: { team: 'ops' } } };
    expect(parseInspection(body)).toEqual(facts);
    expect(parseInspection({ Id: id })).toEqual({ id, name: undefined, image: undefined, labels: {} });
    expect(parseInspection({})).toBeUndefined();
    expect(parseInspection('x')).toBeUndefined();
  });
});

describe('what is known of a container', () => {
  test('is complete with a name, labels, and an image that has a name', () => {
    expect(isComplete(facts)).toBe(true);
    for (const missing of [{ name: undefined }, { labels: undefined }, { image: undefined }, { image: 'sha256:ab' }])
      expect(isComplete({ ...facts, ...missing })).toBe(false);
  });

  test('grows, takes a new name, and keeps the image’s name over its hash', () => {
    const nothing = { id, name: undefined, image: undefined, labels: undefined };
    expect(mergeFacts(facts, nothing)).toEqual(facts);
    expect(mergeFacts(nothing, facts)).toEqual(facts);
    expect(mergeFacts(facts, { ...facts, name: 'api', image: 'sha256:ab' })).toEqual({ ...facts, name: 'api' });
    expect(mergeFacts(nothing, { ...facts, image: 'sha256:ab' }).image).toBe('sha256:ab');
  });
});
