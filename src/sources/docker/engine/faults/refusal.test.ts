import { describe, expect, test } from 'vitest';
import { refusalFault } from './refusal.ts';

const HAPROXY = '<html><body><h1>403 Forbidden</h1>\nRequest forbidden by administrative rules.\n</body></html>\n';

describe('an answer with an error status', () => {
  test.each([
    ['/v1.41/events?since=1', 'GET /events', 'EVENTS=1'],
    ['/events', 'GET /events', 'EVENTS=1'],
    ['/v1.41/containers/json?all=1', 'GET /containers/json', 'CONTAINERS=1'],
    [`/v1.41/containers/${'4c'.repeat(32)}/logs?follow=1`, 'GET /containers/{id}/logs', 'CONTAINERS=1'],
    ['/v1.41/info', 'GET /info', 'INFO=1'],
    ['/_ping', 'GET /_ping', 'PING=1'],
    ['/version', 'GET /version', 'VERSION=1'],
  ])('of a proxy that forbids %s names the endpoint and the variable to set', (path, endpoint, variable) => {
    const { kind, status, message, words } = refusal({ path, status: 403, body: HAPROXY });
    expect([kind, status, message]).toEqual(['refused', 403, undefined]);
    expect(words).toContain(`forbids ${endpoint}.`);
    expect(words).toContain(`set ${variable} for it`);
  });

  test.each([
    ['the sentence of Docker', '{"message":"No such container: nope"}\n', 'No such container: nope'],
    ['the sentence of Podman', '{"cause":"no such container","message":"","response":404}', 'no such container'],
    ['plain text', 'no such thing\n', 'no such thing'],
    ['control characters taken out', '{"message":"a\\u001b[31m\\nb\\u0000c"}', 'a [31m b c'],
  ])('gives %s', (...[, body, message]) => {
    const fault = refusal({ path: '/info', status: 404, body });
    expect(fault).toMatchObject({ kind: 'refused', status: 404, message });
    expect(fault.words).toBe(`The engine answers GET /info with 404: ${message}.`);
  });

  test.each(['', '  \n', '<html>page</html>'])('has no sentence in %j', (body) => {
    const { words, message } = refusal({ path: '/info', status: 500, body });
    expect([words, message]).toEqual(['The engine answers GET /info with 500.', undefined]);
  });

  test.each(['{"message":""}', '{"message":7}', '[]', 'null'])(
    'is told as it is when it is JSON without one: %j',
    (body) => {
      expect(refusal({ path: '/info', status: 500, body }).message).toBe(body);
    },
  );

  test('keeps no more of a sentence than anybody reads', () => {
    expect(refusal({ path: '/info', status: 500, body: 'x'.repeat(10_000) }).message?.length).toBe(500);
  });

  test.each([
    [301, '', 'not_an_engine', /sends us elsewhere \(301\)/],
    [401, '', 'refused', /login/],
    [502, '', 'refused', /cannot reach the engine itself/],
    [503, '<html>', 'refused', /socket mount/],
    [400, 'Client sent an HTTP request to an HTTPS server.\n', 'tls', /speaks TLS/],
    [400, '{"message":"bad parameter"}', 'refused', /400: bad parameter\./],
    [500, '{"message":"it ended."}', 'refused', /500: it ended\.$/],
  ])('with status %i and %j says what to do', (...[status, body, kind, words]) => {
    expect(refusal({ path: '/info', status, body })).toMatchObject({ kind, words: expect.stringMatching(words) });
  });
});

const refusal = (given: { path: string; status: number; body: string }) =>
  refusalFault({ place: 'proxy:2375', ...given });
