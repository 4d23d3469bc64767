// Several paths that are watched lead to one file: by links, by a second name, or one after the other.
import { appendFile, copyFile, link, mkdir, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { FilesScene } from '../../../test/support/files/files-scene.ts';
import { hurriedClock } from '../../../test/support/files/hurried-clock.ts';
import { temporaryDirectory } from '../../../test/support/temporary-directory.ts';

/** Logs of a folder, among them links to what lies beside it. */
async function given(...links: readonly string[]) {
  const folder = temporaryDirectory();
  const at = (name: string): string => path.join(folder, name);
  // What happens beside is told from the beginning on.
  const scene = new FilesScene([at('*.log'), at('beside/*.log')], { clock: hurriedClock(20) });
  const leadTo = async (name: string, to: string): Promise<void> => {
    await symlink(at(to), at(`${name}.new`));
    await rename(at(`${name}.new`), at(name));
  };
  const read: string[] = [];
  /** Writes a line, and waits until it is read once under this name, with all that were before. */
  const reads = async (name: string, text: string, to = name): Promise<void> => {
    read.push(`${name} ${text}`);
    await appendFile(at(to), `${text}\n`);
    await scene.hasRead(...read);
  };
  await mkdir(at('beside'));
  await scene.run();
  for (const name of links) {
    await writeFile(at(`beside/${name}.txt`), '');
    await leadTo(name, `beside/${name}.txt`);
    await reads(name, 'first', `beside/${name}.txt`);
  }
  return { at, scene, leadTo, reads };
}

describe('a link that is watched', () => {
  test('and is led to what is watched by its own name rests, and says by which; led elsewhere it is read again', async () => {
    const { at, scene, leadTo, reads } = await given('current.log');
    await reads('app.log', 'one');
    await leadTo('current.log', 'app.log');
    await scene.stands('current.log', 'idle');
    expect(scene.notes.get('current.log')).toContain(`read as ${at('app.log')}`);
    await reads('app.log', 'two');
    await writeFile(at('beside/other.txt'), '');
    await leadTo('current.log', 'beside/other.txt');
    await reads('current.log', 'elsewhere', 'beside/other.txt');
    await reads('app.log', 'three');
    await leadTo('current.log', 'app.log');
    await scene.stands('current.log', 'idle');
    await reads('app.log', 'four');
    await leadTo('current.log', 'beside/current.log.txt');
    await reads('current.log', 'back', 'beside/current.log.txt');
    expect(scene.gaps).toEqual([]);
  });

  test('and rests does so in the next run, and is read on when it was led elsewhere meanwhile', async () => {
    const { at, scene, leadTo, reads } = await given('current.log');
    await reads('app.log', 'one');
    await leadTo('current.log', 'app.log');
    await scene.stands('current.log', 'idle');
    await scene.stop();
    await scene.run();
    await reads('app.log', 'two');
    await scene.stop();
    await writeFile(at('beside/other.txt'), '');
    await leadTo('current.log', 'beside/other.txt');
    await scene.run();
    await reads('current.log', 'three', 'beside/other.txt');
    await reads('app.log', 'four');
  });

  test('and follows the newest of several logs, each of which is made as it is led there, is read under none of them', async () => {
    const { scene, leadTo, reads } = await given('current.log');
    for (const name of ['a.log', 'b.log', 'c.log', 'd.log']) {
      await leadTo('current.log', name);
      await reads(name, `of ${name}`);
    }
    expect(scene.gaps).toEqual([]);
  });

  test('and leads to a log that is rotated rests, and nothing is missing', async () => {
    const { at, scene, leadTo, reads } = await given('current.log');
    await reads('app.log', 'one');
    await leadTo('current.log', 'app.log');
    await scene.stands('current.log', 'idle');
    for (const line of ['two', 'three']) {
      await rename(at('app.log'), at(`app.log.${line}`));
      await reads('app.log', line);
    }
    await leadTo('current.log', 'beside/current.log.txt');
    await reads('current.log', 'back', 'beside/current.log.txt');
    expect(scene.gaps).toEqual([]);
  });

  test('is read beside another to the same file by one of them, and by the other when that is led away', async () => {
    const { at, scene, leadTo, reads } = await given('x.log', 'y.log');
    await leadTo('y.log', 'beside/x.log.txt');
    await scene.stands('y.log', 'idle');
    await reads('x.log', 'one', 'beside/x.log.txt');
    await writeFile(at('beside/other.txt'), '');
    await leadTo('x.log', 'beside/other.txt');
    await reads('x.log', 'two', 'beside/other.txt');
    await scene.stands('y.log', 'following');
    await reads('y.log', 'three', 'beside/x.log.txt');
    await reads('x.log', 'four', 'beside/other.txt');
    expect(scene.gaps).toEqual([]);
  });
});

test.each(['copied and cut', 'cut'])(
  'a file to which two links lead and that is %s is read by the same one',
  async (how) => {
    const { at, scene, leadTo, reads } = await given('x.log', 'y.log');
    await leadTo('y.log', 'beside/x.log.txt');
    await scene.stands('y.log', 'idle');
    if (how !== 'cut') await copyFile(at('beside/x.log.txt'), at('beside/x.log.txt.1'));
    await truncate(at('beside/x.log.txt'));
    await reads('x.log', 'what came behind that', 'beside/x.log.txt');
    await leadTo('y.log', 'beside/y.log.txt');
    await reads('y.log', 'its own', 'beside/y.log.txt');
    await leadTo('y.log', 'beside/x.log.txt');
    await scene.stands('y.log', 'idle');
    await reads('x.log', 'more', 'beside/x.log.txt');
  },
);

describe('a log', () => {
  test('in whose place another one is put by a second name rests, and goes on where that one ended when it is deleted', async () => {
    const { at, scene, reads } = await given();
    await reads('a.log', 'one');
    await reads('b.log', 'two');
    await link(at('a.log'), at('b.log.new'));
    await rename(at('b.log.new'), at('b.log'));
    await scene.stands('b.log', 'idle');
    await reads('a.log', 'three', 'b.log');
    await rm(at('a.log'));
    await scene.stands('a.log', 'gone');
    await scene.stands('b.log', 'following');
    await reads('b.log', 'four');
    expect(scene.gaps).toEqual([]);
  });

  test('that has a second name is read on under that when the first is deleted, also in the next run', async () => {
    const { at, scene, reads } = await given();
    await reads('a.log', 'one');
    await link(at('a.log'), at('b.log'));
    await reads('a.log', 'two', 'b.log');
    await rm(at('a.log'));
    await scene.stands('a.log', 'gone');
    await scene.stop();
    await scene.run();
    await reads('b.log', 'three');
    expect(scene.gaps).toEqual([]);
  });

  test('that is renamed again and again to names that the pattern fits is read once, and so is what is written to them', async () => {
    const { at, scene, reads } = await given();
    const names = Array.from({ length: 12 }, (_, n) => `done_${n}.log`);
    for (const name of names) {
      await reads('a.log', `before ${name}`);
      await rename(at('a.log'), at(name));
    }
    await reads('a.log', 'last');
    await scene.stop();
    await scene.run();
    for (const name of [names[0], names[10]] as const) await reads(name ?? '', 'behind');
    expect(scene.gaps).toEqual([]);
  });
});
