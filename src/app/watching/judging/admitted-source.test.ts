import { expect, test } from 'vitest';
import { sampleOrigin } from '../../../../test/support/origin-samples.ts';
import { type Origin, originName } from '../../../core/lines/origin.ts';
import type { LineSource } from '../../../tail/line-source.ts';
import type { OriginListener, OriginSource } from '../../../tail/origin-source.ts';
import { type AdmitOrigin, AdmittedSource } from './admitted-source.ts';

const READER: LineSource = {
  read: () => {
    throw new Error('nobody reads here');
  },
};
const [web, db] = [sampleOrigin('web'), sampleOrigin('db')];

/** A source of the test's own behind its admissions, and what comes through. */
async function admittedBy(admit: AdmitOrigin, whenKnown = async () => {}) {
  const told: string[] = [];
  let listener: OriginListener | undefined;
  const source: OriginSource = {
    key: 'docker:a',
    run: async (_history, given) => {
      listener = given;
    },
    remember: () => 'its memory',
  };
  const admitted = new AdmittedSource(source, admit, whenKnown);
  void admitted.run(
    { memory: undefined, origins: [] },
    {
      found: ({ containerName }) => told.push(`found ${containerName}`),
      gone: (key, why) => told.push(`gone ${key} ${why}`),
      lostWhileAway: ({ containerId }) => told.push(`lost ${containerId}`),
      foundAll: () => told.push('found all'),
      memoryChanged: () => told.push('memory'),
      happened: ({ containerId }, { kind }) => told.push(`${containerId} ${kind}`),
      livesChanged: () => told.push('lives'),
    },
    new AbortController().signal,
  );
  await whenKnown();
  await new Promise(setImmediate);
  if (listener === undefined) throw new Error('It was run.');
  const { found, ...rest } = listener;
  return { admitted, told, ...rest, found: (origin: Origin) => found(origin, READER) };
}

test('a container without rules of its own is told of at once', async () => {
  const { admitted, told, found, gone, lostWhileAway, memoryChanged } = await admittedBy(() => undefined);
  found(web);
  gone(web.key, 'removed');
  lostWhileAway(db);
  memoryChanged();
  expect(told).toEqual(['found web', `gone ${web.key} removed`, `lost ${db.containerId}`, 'memory']);
  expect([admitted.key, admitted.remember()]).toEqual(['docker:a', 'its memory']);
});

test('one with rules is told of when they are in force, and whatever comes of it meanwhile after that, in order', async () => {
  const gates = new Map<string, PromiseWithResolvers<void>>();
  const { told, found, gone } = await admittedBy((origin) => {
    const gate = Promise.withResolvers<void>();
    gates.set(originName(origin), gate);
    return origin.containerName === 'db' ? undefined : gate.promise;
  });
  found(web);
  found(db);
  found({ ...web, containerName: 'renamed' });
  gone(web.key, 'removed');
  gates.get('renamed')?.resolve();
  await new Promise(setImmediate);
  expect(told).toEqual(['found db']);
  gates.get('web')?.resolve();
  await new Promise(setImmediate);
  expect(told).toEqual(['found db', 'found web', 'found renamed', `gone ${web.key} removed`]);
  found(db);
  gone(db.key, 'excluded');
  expect(told.slice(4)).toEqual(['found db', `gone ${db.key} excluded`]);
});

test('all are found when those are told of whose rules come into force', async () => {
  const gate = Promise.withResolvers<void>();
  const { told, found, foundAll } = await admittedBy(({ containerName }) =>
    containerName === 'db' ? undefined : gate.promise,
  );
  found(web);
  found(db);
  foundAll();
  await new Promise(setImmediate);
  expect(told).toEqual(['found db']);
  gate.resolve();
  await new Promise(setImmediate);
  expect(told).toEqual(['found db', 'found web', 'found all']);
});

test('nothing is found before the rules were read, and nothing at all when nobody wants it any more', async () => {
  const runs: string[] = [];
  const source: OriginSource = {
    key: 'docker:a',
    run: async () => {
      runs.push('run');
    },
    remember: () => undefined,
  };
  const listener = {
    found: () => {},
    gone: () => {},
    lostWhileAway: () => {},
    foundAll: () => {},
    memoryChanged: () => {},
    happened: () => {},
    livesChanged: () => {},
  };
  const known = Promise.withResolvers<void>();
  const admitted = new AdmittedSource(
    source,
    () => undefined,
    () => known.promise,
  );
  const [wanted, unwanted] = [new AbortController(), new AbortController()];
  const ended = [wanted, unwanted].map(({ signal }) =>
    admitted.run({ memory: undefined, origins: [] }, listener, signal),
  );
  unwanted.abort();
  await new Promise(setImmediate);
  expect(runs).toEqual([]);
  known.resolve();
  await Promise.all(ended);
  expect(runs).toEqual(['run']);
});
