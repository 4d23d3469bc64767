import { describe, expect, test } from 'vitest';
import { parseEvent } from './container-event.ts';

const id = 'a1'.repeat(32);
const at = { seconds: 1_763_695_741, nanos: 381_447_849 };
const stamp = { time: 1_763_695_741, timeNano: '@' };

/** JSON of an event whose `timeNano` is exact, as engines write it. */
const json = (event: object): string =>
  JSON.stringify({ ...stamp, ...event }).replace('"timeNano":"@"', '"timeNano":1763695741381447849');

const docker = (Action: string, attributes: object = {}) =>
  json({
    status: Action,
    id,
    from: 'alpine:3',
    Type: 'container',
    Action,
    Actor: { ID: id, Attributes: { image: 'alpine:3', name: 'web', team: 'ops', ...attributes } },
    scope: 'local',
  });

const NESTED = '['.repeat(100_000) + ']'.repeat(100_000);

const facts = { id, name: 'web', image: 'alpine:3', labels: { team: 'ops' } };

describe('an event', () => {
  test.each([
    ['create', 'created'],
    ['start', 'started'],
    ['die', 'died'],
    ['died', 'died'],
    ['cleanup', 'cleaned'],
    ['destroy', 'removed'],
    ['remove', 'removed'],
    ['rename', 'renamed'],
    ['update', 'other'],
    ['pause', 'other'],
    ['unpause', 'other'],
    ['restart', 'other'],
    ['kill', 'other'],
    ['oom', 'other'],
    ['init', 'other'],
    ['exec_start: /bin/sh -c true', 'other'],
    ['health_status: unhealthy', 'other'],
    ['constructor', 'other'],
  ] as const)('%s means that the container was %s', (word, action) => {
    expect(parseEvent(docker(word))).toMatchObject({ about: 'container', event: { action, at, facts } });
  });

  test('brings the labels without what the engine puts among them', () => {
    const text = docker('die', { exitCode: '0', oldName: '/a', signal: '15', execID: 'x', containerExitCode: '0' });
    expect(parseEvent(text)).toMatchObject({ event: { facts: { labels: { team: 'ops' } } } });
  });

  test('of an old engine has an id and an image, and what is missing is not made up', () => {
    const text = json({ status: 'start', id, from: 'alpine:3' });
    const known = { id, name: undefined, image: 'alpine:3', labels: undefined };
    const life = { is: 'started' };
    expect(parseEvent(text)).toEqual({ about: 'container', event: { action: 'started', at, facts: known, life } });
  });

  test('of Podman is understood', () => {
    const Attributes = { containerExitCode: '0', image: 'localhost/wr:latest', name: 'web', team: 'ops' };
    const text = json({
      status: 'died',
      id,
      from: '',
      Type: 'container',
      Action: 'died',
      Actor: { ID: id, Attributes },
    });
    expect(parseEvent(text)).toEqual({
      about: 'container',
      event: {
        action: 'died',
        at,
        facts: { ...facts, image: 'localhost/wr:latest' },
        life: { is: 'died', exitCode: 0 },
      },
    });
  });

  test('without nanoseconds has whole seconds', () => {
    const text = JSON.stringify({ Type: 'container', Action: 'start', Actor: { ID: id }, time: 5 });
    expect(parseEvent(text)).toMatchObject({ event: { at: { seconds: 5, nanos: 0 } } });
  });

  test('takes its time from the event and from no label', () => {
    const text = docker('start', { note: '"timeNano":1000000000' });
    expect(parseEvent(text)).toMatchObject({ event: { at } });
  });

  test.each([
    ['a network', json({ Type: 'network', Action: 'connect', Actor: { ID: id } })],
    ['a pod', json({ Type: 'pod', Action: 'start', Actor: { ID: id } })],
    ['an image, from an old engine', json({ status: 'pull', id: 'alpine:3' })],
    ['no container in particular', json({ Type: 'container', Action: 'prune', Actor: { ID: '', Attributes: {} } })],
  ])('about %s is about something else', (_, text) => expect(parseEvent(text)).toEqual({ about: 'elsewhere' }));

  test.each([
    ['no JSON', '<html>'],
    ['cut off', docker('start').slice(0, -1)],
    ['a list', '[]'],
    ['null', 'null'],
    ['without an action', json({ Type: 'container', Actor: { ID: id } })],
    ['without a time', JSON.stringify({ Type: 'container', Action: 'start', id })],
    ['with a time that is none', JSON.stringify({ Type: 'container', Action: 'start', id, time: 'now' })],
    ['with a time of lists that are nested without end', `{"Type":"container","Action":"start","time":${NESTED}}`],
  ])('that is %s is unreadable', (_, text) => expect(parseEvent(text)).toEqual({ about: 'unreadable' }));

  test('with attributes that are no texts keeps those that are', () => {
    expect(parseEvent(docker('start', { a: 1, b: null, c: 'x' }))).toMatchObject({
      event: { facts: { labels: { team: 'ops', c: 'x' } } },
    });
  });
});
