import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../../../test/support/temporary-directory.ts';
import { type LivesBetween, Turnover } from '../generation/turnover.ts';
import { hear } from './hearing.ts';
import { Links } from './links.ts';

const withLines = ({ lives = [] }: Partial<LivesBetween> = {}) => lives.filter(({ isEmpty }) => !isEmpty);

/** Told of what is done to a log, one thing after the other. */
function given() {
  const folder = temporaryDirectory();
  const log = path.join(folder, 'app.log');
  writeFileSync(log, 'one\n');
  const turnover = new Turnover(() => true);
  const hearing = {
    links: new Links(),
    makers: new Set<string>(),
    named: new Set<string>(),
    watchedAt: (at: string) => (at === log ? { reader: { changed: () => undefined }, turnover } : undefined),
    isReadByName: () => false,
  };
  const told = (isRenamed: boolean, before?: string): void =>
    hear({ folder, name: 'app.log', isRenamed, before, makers: before === undefined ? [] : [madeAt(before)] }, hearing);
  const madeAt = (name: string, times = 1) => ({ at: path.join(folder, name), times });
  const toldOf = (name: string, isRenamed = true, before?: string): void =>
    hear({ folder, name, isRenamed, before, makers: [] }, hearing);
  const goes = (): void => {
    rmSync(log, { recursive: true });
    told(true);
  };
  const isCertain = (): boolean => turnover.between({ ...turnover.first, serial: 0 }).isCertain;
  return {
    log,
    hearing,
    told,
    toldOf,
    goes,
    isCertain,
    lives: () => withLines(turnover.between({ ...turnover.first, serial: 0 })),
    first: () => turnover.between(turnover.first).lives[0],
  };
}

test.each<[string, (log: string) => void, boolean]>([
  ['a pipe', (log) => execFileSync('mkfifo', [log]), false],
  ['a folder', (log) => mkdirSync(log), false],
  ['a link to a device', (log) => symlinkSync('/dev/null', log), false],
  ['a file', (log) => writeFileSync(log, ''), true],
  ['a link to a file', (log) => symlinkSync(import.meta.filename, log), true],
])('what is told of %s in the place of a log makes it a generation where it is a file', (_, make, isOne) => {
  const { log, told, goes, lives } = given();
  goes();
  make(log);
  told(true);
  told(false);
  goes();
  expect(lives().length).toBe(Number(isOne));
});

test('what a link leads to is listened to from the moment on at which it leads there, long before anybody looks', () => {
  const { log, told, toldOf, goes, lives } = given();
  const [one, other] = ['one.txt', 'other.txt'].map((name) => path.join(path.dirname(log), name)) as [string, string];
  goes();
  for (const target of [one, other]) {
    writeFileSync(target, 'a\n');
    toldOf(path.basename(target));
    symlinkSync(target, `${log}.new`);
    renameSync(`${log}.new`, log);
    told(true, 'app.log.new');
    // It is deleted and made anew, twice.
    for (let n = 0; n < 2; n++) {
      rmSync(target);
      toldOf(path.basename(target));
      writeFileSync(target, 'b\n');
      toldOf(path.basename(target));
      toldOf(path.basename(target), false);
    }
  }
  // What the first led to at last went with it.
  expect(lives().length).toBe(5);
  writeFileSync(`${log}.new`, 'no link\n');
  renameSync(`${log}.new`, log);
  told(true, 'app.log.new');
  rmSync(other);
  toldOf('other.txt');
  expect(lives().length).toBe(6);
});

test('a log that is renamed right behind another file that goes, and is made anew before that is told, was not replaced', () => {
  const { log, told, toldOf, goes, lives, first } = given();
  renameSync(log, `${log}.1`);
  writeFileSync(log, 'two\n');
  told(true, 'other.log');
  toldOf('app.log.1', true, 'app.log');
  told(true, 'app.log.1');
  told(false);
  expect([lives(), first()?.isMoved]).toEqual([[], true]);
  goes();
  expect(lives().length).toBe(1);
});

test('what happened to the file of a link is told of it, although the link leads elsewhere by then', () => {
  const { log, told, toldOf, goes, lives } = given();
  const target = path.join(path.dirname(log), 'one.txt');
  goes();
  writeFileSync(target, 'a\n');
  symlinkSync(target, log);
  told(true);
  rmSync(log);
  symlinkSync(import.meta.filename, log);
  // It was deleted and made anew, written to, and then the link was, one step after the other.
  toldOf('one.txt');
  toldOf('one.txt');
  toldOf('one.txt', false);
  told(true);
  told(true);
  expect(lives().length).toBe(2);
});

test('a link that is gone when its coming is told was a generation', () => {
  const { log, told, goes, lives } = given();
  goes();
  symlinkSync(import.meta.filename, log);
  rmSync(log);
  told(true);
  told(true);
  expect(lives().length).toBe(1);
});

test.each([
  ['was made and renamed just before', [2, 2], 1],
  ['was seen to be made for it, although it is gone by now,', [2, 1], 1],
  ['went for reasons of its own', [1, 1], 0],
])(
  'what comes in the place of a log as something in another folder %s is known by that',
  (_, [first, second], lost) => {
    const { log, hearing, lives } = given();
    const [folder, name] = [path.dirname(log), path.basename(log)];
    for (const times of [first, second]) {
      const makers = [{ at: '/made/elsewhere', times: times ?? 0 }];
      hear({ folder, name, isRenamed: true, before: undefined, makers }, hearing);
      rmSync(log, { force: true });
    }
    expect(lives().length).toBe(lost);
  },
);

test('what happens to the file of a link right behind the leading of it elsewhere is no replacement', () => {
  const { log, hearing, lives } = given();
  const target = path.join(path.dirname(log), 'led', 'one.txt');
  mkdirSync(path.dirname(target));
  writeFileSync(target, 'a\n');
  hearing.links.add(log, target);
  const makers = [{ at: log, times: 2 }];
  const folder = path.dirname(target);
  for (let n = 0; n < 2; n++) {
    const news = { folder, name: 'one.txt', isRenamed: true, before: undefined, makers };
    hear(news, hearing);
  }
  expect(lives()).toEqual([]);
});

test('a pipe that is put in the place of a log in one step is no generation', () => {
  const { log, told, goes, lives } = given();
  execFileSync('mkfifo', [`${log}.new`]);
  renameSync(`${log}.new`, log);
  told(true, 'app.log.new');
  goes();
  expect(lives()).toEqual([]);
});

test('what happens to a file is told to each link that leads to it, and to none where it is watched by its own name', () => {
  const folder = temporaryDirectory();
  const [one, other, target] = ['one.log', 'other.log', 'target.txt'].map((name) => path.join(folder, name)) as [
    string,
    string,
    string,
  ];
  const links = new Links();
  const turnovers = new Map([one, other].map((at) => [at, new Turnover(() => true)]));
  const watchedAt = (at: string) => {
    const turnover = turnovers.get(at);
    return turnover && { reader: { changed: () => undefined }, turnover };
  };
  for (const at of [one, other]) links.add(at, target);
  writeFileSync(target, 'a\n');
  const goes = (): void => {
    rmSync(target);
    const news = { folder, name: 'target.txt', isRenamed: true, before: undefined, makers: [] };
    hear(news, { links, makers: new Set(), named: new Set(), watchedAt });
  };
  const lives = (at: string): number | undefined =>
    withLines(turnovers.get(at)?.between({ serial: -1, missed: 0, isHeard: true, isThere: true })).length;
  goes();
  expect([one, other].map(lives)).toEqual([1, 1]);
  writeFileSync(target, 'b\n');
  turnovers.set(target, new Turnover(() => true));
  goes();
  expect([one, other, target].map(lives)).toEqual([1, 1, 1]);
});

test('a link that is led to what is read under its own name is no generation', () => {
  const { log, hearing, told, goes, lives } = given();
  goes();
  symlinkSync(import.meta.filename, log);
  hearing.isReadByName = () => true;
  told(true);
  goes();
  expect(lives().length).toBe(0);
});

test('what happens to the file of a link that is led elsewhere again before that was told may have been missed', () => {
  const { log, told, goes, isCertain } = given();
  const [one, other] = ['one.txt', 'other.txt'].map((name) => path.join(path.dirname(log), name)) as [string, string];
  const leadTo = (target: string): void => {
    writeFileSync(target, 'a\n');
    symlinkSync(target, `${log}.new`);
    renameSync(`${log}.new`, log);
  };
  goes();
  leadTo(one);
  told(true, 'app.log.new');
  expect(isCertain()).toBe(true);
  leadTo(one);
  leadTo(other);
  for (let n = 0; n < 2; n++) told(true, 'app.log.new');
  expect(isCertain()).toBe(false);
});
