// A program of its own that writes numbered lines, or traces that begin with them, as fast as it can, and rotates its log in some way again and again.
import {
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { gzipSync } from 'node:zlib';

const [log = '', way = 'rename', rotations = '10', kept = '5', first = '0', more = '0'] = process.argv.slice(2);
let next = Number(first);
/** Lines that go on with each. */
const goingOn = Array.from({ length: Number(more) }, (_, n) => `    at step ${n}\n`).join('');

for (let turn = 0; turn < Number(rotations); turn++) {
  write(20 + ((turn * 37) % 100));
  rotate(way === 'mixed' ? (['rename', 'copy', 'gzip', 'late'][turn % 4] ?? '') : way);
}
write(10);
process.stdout.write(`${next}\n`);

function write(count: number): void {
  const file = openSync(log, 'a');
  for (let n = 0; n < count; n++) writeSync(file, `line ${next++} ${'x'.repeat(next % 80)}\n${goingOn}`);
  closeSync(file);
}

function rotate(how: string): void {
  shift();
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

function shift(): void {
  for (let n = Number(kept); n >= 1; n--)
    for (const ending of ['', '.gz']) {
      if (!existsSync(`${log}.${n}${ending}`)) continue;
      if (n === Number(kept)) rmSync(`${log}.${n}${ending}`);
      else renameSync(`${log}.${n}${ending}`, `${log}.${n + 1}${ending}`);
    }
}
