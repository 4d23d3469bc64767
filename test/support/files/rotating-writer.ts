// A program of its own that writes numbered lines, or traces that begin with them, as fast as it can, and rotates its log in some way again and again.
import {
  closeSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const [given = '', way = 'rename', rotations = '10', kept = '5', first = '0', more = '0'] = process.argv.slice(2);
let next = Number(first);
/** Lines that go on with each. */
const goingOn = Array.from({ length: Number(more) }, (_, n) => `    at step ${n}\n`).join('');

/** Several ways in turn. With `every`, lines are destroyed. */
const MIXED: Readonly<Record<string, readonly string[]>> = {
  mixed: ['rename', 'copy', 'gzip', 'late', 'twice'],
  linked: ['link', 'rename', 'relink', 'copy', 'link', 'late'],
  every: ['rename', 'delete', 'copy', 'link', 'gzip', 'relink', 'late', 'delete', 'twice', 'replace'],
};

for (let turn = 0; turn < Number(rotations); turn++) {
  write(20 + ((turn * 37) % 100));
  const ways = MIXED[way] ?? [way];
  rotate(ways[turn % ways.length] ?? '');
}
write(10);
process.stdout.write(`${next}\n`);

function write(count: number): void {
  const file = openSync(given, 'a');
  for (let n = 0; n < count; n++) writeSync(file, `line ${next++} ${'x'.repeat(next % 80)}\n${goingOn}`);
  closeSync(file);
}

function rotate(how: string): void {
  if (how === 'link' || how === 'relink') leadElsewhere(how);
  else if (how === 'dated') renameToMoment();
  else if (how === 'twice') {
    rotate('rename');
    // It is empty now.
    rotate('gzip');
  } else if (how === 'delete') {
    // As `rm` and a program that makes its log anew.
    rmSync(logOf());
    writeFileSync(logOf(), '');
  } else if (how === 'replace') {
    writeFileSync(`${given}.making`, `line ${next++} replaced\n`);
    renameSync(`${given}.making`, logOf());
  } else shiftTo(how);
}

/** Where nothing is made in its place whoever writes next makes it. */
function renameToMoment(): void {
  const moment = new Date().toISOString().replace(/\D/g, '');
  const log = logOf();
  renameSync(log, `${log}-${moment}${String(next).padStart(9, '0')}`);
  if (next % 2 === 0) writeFileSync(log, '');
}

/** What is written to: rotated files stand beside it. */
function logOf(): string {
  const isLink = lstatSync(given, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  return isLink ? path.resolve(path.dirname(given), readlinkSync(given)) : given;
}

function shiftTo(how: string): void {
  const log = logOf();
  shift(log);
  if (how === 'copy') {
    copyFileSync(log, `${log}.1`);
    truncateSync(log);
    return;
  }
  const old = how === 'late' ? openSync(log, 'a') : undefined;
  renameSync(log, `${log}.1`);
  // It is told of the rotation late.
  if (old !== undefined) {
    writeSync(old, `line ${next++} late\n${goingOn}`);
    closeSync(old);
  }
  writeFileSync(log, '');
  if (how !== 'gzip') return;
  writeFileSync(`${log}.1.gz`, gzipSync(readFileSync(`${log}.1`)));
  rmSync(`${log}.1`);
}

function shift(log: string): void {
  for (let n = Number(kept); n >= 1; n--)
    for (const ending of ['', '.gz']) {
      if (!existsSync(`${log}.${n}${ending}`)) continue;
      if (n === Number(kept)) rmSync(`${log}.${n}${ending}`);
      else renameSync(`${log}.${n}${ending}`, `${log}.${n + 1}${ending}`);
    }
}

/** A link to a file that is made for that; `link`: at once, as `ln -sf` does it; `relink`: there is none for a moment. */
function leadElsewhere(how: string): void {
  const folder = path.join(path.dirname(given), 'led');
  mkdirSync(folder, { recursive: true });
  const to = path.join(folder, `app-${next}.txt`);
  writeFileSync(to, '');
  if (how === 'relink') {
    rmSync(given, { force: true });
    symlinkSync(to, given);
    return;
  }
  symlinkSync(to, `${given}.leading`);
  renameSync(`${given}.leading`, given);
}
