import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../../../test/support/temporary-directory.ts';
import { Turnover } from '../generation/turnover.ts';
import { hear } from './hearing.ts';
import { Links } from './links.ts';

/** Told of what is done to a log, one thing after the other. */
function given() {
  const folder = temporaryDirectory();
  const log = path.join(folder, 'app.log');
  writeFileSync(log, 'one\n');
  const turnover = new Turnover(() => true);
  const hearing = {
    links: new Links(),
    makers: new Set<string>(),
    watchedAt: (at: string) => (at === log ? { reader: { changed: () => undefined }, turnover } : undefined),
  };
  const told = (isRenamed: boolean, before?: string): void =>
    hear({ folder, name: 'app.log', isRenamed, before, timesBefore: Number(before !== undefined) }, hearing);
  const goes = (): void => {
    rmSync(log, { recursive: true });
    told(true);
  };
  return { log, told, goes, lives: () => turnover.between({ ...turnover.first, serial: 0 }).lives };
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

test('a pipe that is put in the place of a log in one step is no generation', () => {
  const { log, told, goes, lives } = given();
  execFileSync('mkfifo', [`${log}.new`]);
  renameSync(`${log}.new`, log);
  told(true, 'app.log.new');
  goes();
  expect(lives()).toEqual([]);
});
