import { describe, expect, test } from 'vitest';
import { at } from '../../../test/support/line-batch.ts';
import { sampleOrigin } from '../../../test/support/origin-samples.ts';
import type { Happening } from '../../core/life/happening.ts';
import type { Origin } from '../../core/lines/origin.ts';
import type { LineSource } from '../../tail/line-source.ts';
import type { OriginListener, OriginSource } from '../../tail/origin-source.ts';
import { ClaimedSource } from './claimed-source.ts';
import { ContainerClaims } from './container-claims.ts';

const READER: LineSource = {
  read: () => {
    throw new Error('nobody reads here');
  },
};

/** A source of the test's own, behind its claims, and what comes through. */
function sourceOf(key: string, claims: ContainerClaims) {
  const told: string[] = [];
  let listener: OriginListener | undefined;
  const source: OriginSource = {
    key,
    run: async (_history, given) => {
      listener = given;
    },
    remember: () => `memory of ${key}`,
  };
  const claimed = new ClaimedSource(source, claims, (of) => told.push(`twin of ${of}`));
  void claimed.run(
    { memory: undefined, origins: [] },
    {
      found: (origin) => told.push(`found ${origin.containerId}`),
      gone: (origin, why) => told.push(`gone ${origin} ${why}`),
      lostWhileAway: (origin) => told.push(`lost ${origin.containerId}`),
      foundAll: () => told.push('found all'),
      memoryChanged: () => told.push('memory'),
      happened: ({ containerId }, { kind }) => told.push(`${containerId} ${kind}`),
      livesChanged: () => told.push('lives'),
    },
    new AbortController().signal,
  );
  if (listener === undefined) throw new Error('It was run.');
  const { found, ...rest } = listener;
  return { claimed, told, ...rest, found: (origin: Origin) => found(origin, READER) };
}

const [web, db] = [sampleOrigin('web'), sampleOrigin('db')];

function two(owners: Readonly<Record<string, string>> = {}) {
  const claims = new ContainerClaims(new Map(Object.entries(owners)), ['docker:a', 'docker:b']);
  return { claims, a: sourceOf('docker:a', claims), b: sourceOf('docker:b', claims) };
}

test('a container of a name that was given up is lost by whoever says so first, and by nobody else', () => {
  const { a, b } = two({ [web.key]: 'docker:former' });
  a.lostWhileAway(web);
  b.found(db);
  a.lostWhileAway(db);
  expect([a.told, b.told]).toEqual([['lost web'], ['found db']]);
});

describe('a container that is found under two names', () => {
  test('is the first one’s that finds it, and the other says once whose engine it has found', () => {
    const { claims, a, b } = two();
    a.found(web);
    a.found(web);
    b.found(web);
    b.found(web);
    expect([a.told, b.told]).toEqual([['found web', 'found web'], ['twin of docker:a']]);
    expect([claims.twinOf('docker:a'), claims.twinOf('docker:b')]).toEqual([undefined, 'docker:a']);
  });

  test('stays whose it was, whoever finds it first after a restart', () => {
    const { a, b } = two({ [web.key]: 'docker:b' });
    a.found(web);
    b.found(web);
    expect([a.told, b.told]).toEqual([['twin of docker:b'], ['found web']]);
  });

  test('is free when it belonged to a name that is not used any more', () => {
    const { a } = two({ [web.key]: 'docker:of-old' });
    a.found(web);
    expect(a.told).toEqual(['found web']);
  });

  test('makes its engine one’s whole: later ones, too, are the same one’s', () => {
    const { a, b } = two();
    a.found(web);
    b.found(web);
    b.found(db);
    a.found(db);
    expect([a.told, b.told]).toEqual([['found web', 'found db'], ['twin of docker:a']]);
  });

  test('is told to be gone by its own, and by nobody else', () => {
    const { a, b } = two({ [db.key]: 'docker:a' });
    a.found(web);
    b.found(web);
    b.gone(web.key, 'removed');
    b.lostWhileAway(db);
    a.gone(web.key, 'removed');
    a.lostWhileAway(db);
    a.gone(web.key, 'removed');
    expect(a.told.slice(1)).toEqual(['gone docker/web removed', 'lost db']);
    expect(b.told).toEqual(['twin of docker:a']);
  });
});

test('what happens to a container is told by the source that it belongs to, found or not, and by no other name of its engine', () => {
  const { a, b } = two();
  const died: Happening = { kind: 'died', at: at(1), inOrderAt: at(1), details: {} };
  a.happened(web, died);
  a.found(web);
  b.found(web);
  for (const source of [a, b]) for (const container of [web, db]) source.happened(container, died);
  expect(a.told).toEqual(['web died', 'found web', 'web died', 'db died']);
  expect(b.told).toEqual(['twin of docker:a']);
});

test('all else of a source comes through', () => {
  const { a } = two();
  a.foundAll();
  a.memoryChanged();
  expect(a.told).toEqual(['found all', 'memory']);
  expect([a.claimed.key, a.claimed.remember()]).toEqual(['docker:a', 'memory of docker:a']);
});
