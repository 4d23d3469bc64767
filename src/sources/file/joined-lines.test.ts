import { appendFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { FileScene } from '../../../test/support/files/file-scene.ts';
import { temporaryDirectory } from '../../../test/support/temporary-directory.ts';
import { waitUntil } from '../../../test/support/wait-until.ts';
import { AS_TRACES } from '../../core/joining/joining.ts';

const trace = (n: number): string => `E ${n}\n\tat a\n\tat b\n`;
const shown = (n: number): string => `E ${n}\ufffd\tat a\ufffd\tat b`;

test('a reading that ends anywhere in a trace is gone on with by the next, each trace once and whole', async () => {
  const log = path.join(temporaryDirectory(), 'app.log');
  const scene = new FileScene(log, { joining: AS_TRACES });
  await writeFile(log, '');
  const text = Array.from({ length: 6 }, (_, n) => trace(n)).join('');
  // At ends of lines, within lines, and between two traces.
  for (let at = 0; at < text.length; at += 7) {
    scene.begin();
    await appendFile(log, text.slice(at, at + 7));
    const size = Math.min(at + 7, text.length);
    await waitUntil(
      () => {
        scene.reader.changed();
        return scene.reader.progress?.at === text.slice(0, size).lastIndexOf('\n') + 1;
      },
      { what: () => `it is read up to ${size}` },
    );
    scene.save();
    await scene.stop();
  }
  scene.begin();
  await scene.hasRead(6);
  expect([scene.texts, scene.gaps]).toEqual([Array.from({ length: 6 }, (_, n) => shown(n)), []]);
});

test('what is held when joining is switched off comes first, and once', async () => {
  const log = path.join(temporaryDirectory(), 'app.log');
  const scene = new FileScene(log, { joining: AS_TRACES });
  await writeFile(log, 'E 0\n\tat a\n');
  scene.begin();
  await waitUntil(() => scene.reader.progress?.at === 10, { what: 'it is read' });
  scene.save();
  await scene.stop();
  await appendFile(log, '\tat b\n');
  scene.begin(undefined, { joining: undefined });
  await scene.hasRead(2);
  expect(scene.texts).toEqual(['E 0\ufffd\tat a', '\tat b']);
});

test('a trace whose end stands behind a rotation is one', async () => {
  const log = path.join(temporaryDirectory(), 'app.log');
  const scene = new FileScene(log, { joining: AS_TRACES });
  await writeFile(log, 'E 0\n\tat a\n');
  scene.begin();
  await waitUntil(() => (scene.reader.progress?.at ?? 0) > 0, { what: 'it is read' });
  await rename(log, `${log}.1`);
  await writeFile(log, `\tat b\n${trace(1)}`);
  await scene.hasRead(2);
  expect(scene.texts).toEqual([shown(0), shown(1)]);
  expect(new Set(scene.identities).size).toBe(2);
});
