import { EventEmitter } from 'node:events';
import type { FSWatcher, watch } from 'node:fs';
import { mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../../../../test/support/temporary-directory.ts';
import { waitUntil } from '../../../../test/support/wait-until.ts';
import { type FolderNews, FolderWatch, type FolderWatchTerms } from './folder-watch.ts';

type Told = (kind: 'rename' | 'change', name: string | null) => void;

/** Told by the test what happens. */
function given(terms: Partial<FolderWatchTerms> = {}, begins = async (_: ReadonlySet<string>) => {}) {
  const listeners = new Map<string, Told>();
  const listen = ((folder: string, _options: unknown, listener: Told) => {
    listeners.set(folder, listener);
    return Object.assign(new EventEmitter(), { close: () => listeners.delete(folder) }) as unknown as FSWatcher;
  }) as unknown as typeof watch;
  const news: FolderNews[] = [];
  const missed: (readonly string[] | 'all')[] = [];
  const folders = new FolderWatch(
    {
      heard: (one) => news.push(one),
      begins,
      missed: (these) => missed.push(these === undefined ? 'all' : [...these]),
    },
    { listen, ...terms },
  );
  return { folders, listeners, news, missed };
}

describe('the watch of folders', () => {
  test('says with each name what came or went just before it, and how often in this turn', async () => {
    const [folder, other] = [temporaryDirectory(), temporaryDirectory()];
    const { folders, listeners, news } = given();
    await folders.become(new Set([folder, other]));
    const tell = listeners.get(folder);
    for (const [kind, name] of [
      ['rename', 'new'],
      ['rename', 'new'],
      ['rename', 'a.log'],
      ['change', 'a.log'],
      ['rename', 'b.log'],
    ] as const)
      tell?.(kind, name);
    listeners.get(other)?.('rename', 'c.log');
    tell?.('rename', 'd.log');
    const madeIn = (at: string): string =>
      path.relative(path.dirname(folder), at).replace(path.basename(folder), 'here');
    const found = news.map(({ name, before, makers }) => [
      name,
      before,
      makers.map((one) => [madeIn(one.at), one.times]),
    ]);
    expect(found).toEqual([
      ['new', undefined, []],
      ['new', 'new', [['here/new', 1]]],
      ['a.log', 'new', [['here/new', 2]]],
      ['a.log', 'a.log', [['here/a.log', 1]]],
      ['b.log', undefined, []],
      ['c.log', undefined, [['here/b.log', 1]]],
      [
        'd.log',
        'b.log',
        [
          ['here/b.log', 1],
          [`${path.basename(other)}/c.log`, 1],
        ],
      ],
    ]);
  });

  test('says of what came and went in another folder with nothing in between that it did so twice, however long that took', async () => {
    const [folder, other] = [temporaryDirectory(), temporaryDirectory()];
    const { folders, listeners, news } = given();
    await folders.become(new Set([folder, other]));
    for (const [where, name] of [
      [other, 'new'],
      [other, 'new'],
      [folder, 'a.log'],
    ] as const) {
      listeners.get(where)?.('rename', name);
      await new Promise((resolve) => setImmediate(resolve));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(news.at(-1)?.makers).toEqual([{ at: path.join(other, 'new'), times: 2 }]);
  });

  test('says that all may have missed something where as much was told at once as can wait', async () => {
    const folder = temporaryDirectory();
    const { folders, listeners, missed } = given({ mostQueued: 3 });
    await folders.become(new Set([folder]));
    expect(missed).toEqual([[folder]]);
    const tell = listeners.get(folder);
    tell?.('change', 'a');
    tell?.('change', 'b');
    await new Promise((resolve) => setImmediate(resolve));
    expect(missed).toHaveLength(1);
    for (const name of ['a', 'b', 'c']) tell?.('change', name);
    await waitUntil(() => missed.length === 2, { what: 'it is told' });
    expect(missed[1]).toBe('all');
  });

  test('counts a folder as one of which all is told when it is known what has become of it before', async () => {
    const folder = temporaryDirectory();
    const heard: [readonly string[], boolean, number][] = [];
    const scene = given({}, async (these) => {
      heard.push([[...these], scene.folders.hears(folder), scene.listeners.size]);
    });
    await scene.folders.become(new Set([folder]));
    expect(heard).toEqual([[[folder], false, 1]]);
    expect(scene.folders.hears(folder)).toBe(true);
  });

  test('listens anew to a folder that was made anew, and says that something may have been missed', async () => {
    const folder = path.join(temporaryDirectory(), 'logs');
    mkdirSync(folder);
    const { folders, listeners, missed } = given();
    await folders.become(new Set([folder]));
    const first = listeners.get(folder);
    renameSync(folder, `${folder}-old`);
    mkdirSync(folder);
    expect(await folders.become(new Set([folder]))).toBe(true);
    expect(listeners.get(folder)).not.toBe(first);
    expect(missed).toEqual([[folder], [folder]]);
  });

  test.each([
    ['NFS', 0x6969],
    ['SMB', 0xfe534d42],
    ['FUSE', 0x65735546],
    ['9p', 0x01021997],
  ])('looks at a folder of another machine instead of listening to it: %s', async (_, number) => {
    const [far, near] = [temporaryDirectory(), temporaryDirectory()];
    const { folders, listeners } = given({ fileSystemOf: async (folder) => (folder === far ? number : 0xef53) });
    expect(await folders.become(new Set([near]))).toBe(true);
    expect(folders.hasUnwatched).toBe(false);
    await folders.become(new Set([near, far]));
    expect([...listeners.keys()]).toEqual([near]);
    expect([folders.hasUnwatched, folders.hears(far), folders.hears(near)]).toEqual([true, false, true]);
  });

  test('looks at a folder instead where nobody tells of it', async () => {
    const folder = temporaryDirectory();
    const { folders } = given({
      listen: (() => {
        throw Object.assign(new Error('too many'), { code: 'ENOSPC' });
      }) as unknown as typeof watch,
    });
    expect(await folders.become(new Set([folder]))).toBe(false);
    expect([folders.hasUnwatched, folders.hears(folder)]).toEqual([true, false]);
  });
});
