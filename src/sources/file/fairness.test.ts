// A long backlog of some files keeps no other one waiting.
import { appendFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../../test/support/temporary-directory.ts';
import { waitUntil } from '../../../test/support/wait-until.ts';
import { systemClock } from '../../core/clock.ts';
import { plainFormat } from './formats/plain-format.ts';
import { Turnover } from './generation/turnover.ts';
import { FileBatch } from './lines/file-batch.ts';
import { Descriptors } from './opened/descriptors.ts';
import { FileReader } from './reading/file-reader.ts';
import { ReadRoom } from './reading/read-room.ts';

const BACKLOGS = 8;
const EACH_BYTES = 16 * 1024 * 1024;
/** Less than the rest of those whose turn it is: it is not waited for. */
const MOST_BYTES = 36 * 1024 * 1024;

test('a line that comes is read before much more of the backlog of others, whose progress shows meanwhile', async () => {
  const folder = temporaryDirectory(tmpdir());
  const shared = { batch: new FileBatch(), room: new ReadRoom(), descriptors: new Descriptors() };
  const open = (name: string): FileReader =>
    new FileReader({
      path: path.join(folder, name),
      startAt: 'beginning',
      format: plainFormat,
      clock: systemClock,
      ...shared,
      turnover: new Turnover(() => true),
    });
  const live = open('live.log');
  writeFileSync(path.join(folder, 'live.log'), '');
  let [passed, writtenAt, seenAt] = [0, 0, 0];
  let isFollowed = false;
  const read = (reader: FileReader, lines: (bytes: number) => void) =>
    reader.read({
      position: undefined,
      wanted: { stdout: true, stderr: true },
      sink: {
        lines: (batch) => lines(batch.length),
        state: (state) => {
          if (reader === live && state === 'following') isFollowed = true;
        },
        gap: () => {},
        reconnected: () => {},
        known: () => {},
        failed: () => {},
      },
    });
  const readings = [read(live, () => (seenAt ||= passed))];
  await waitUntil(() => isFollowed, { what: 'the live one is followed' });
  const line = `${'x'.repeat(99)}\n`;
  const backlogs: FileReader[] = [];
  for (let n = 0; n < BACKLOGS; n++) {
    writeFileSync(path.join(folder, `${n}.log`), line.repeat(EACH_BYTES / 100));
    backlogs.push(open(`${n}.log`));
  }
  const isHalfway = (): boolean => {
    const [{ progress } = {}] = backlogs;
    return progress !== undefined && progress.at > 0 && progress.at < progress.size;
  };
  let showsProgress = false;
  for (const backlog of backlogs)
    readings.push(
      read(backlog, (bytes) => {
        passed += bytes;
        showsProgress ||= isHalfway();
        if (writtenAt > 0 || passed < EACH_BYTES) return;
        writtenAt = passed;
        appendFileSync(path.join(folder, 'live.log'), 'live\n');
        live.changed();
      }),
    );
  await waitUntil(() => seenAt > 0, { what: 'the line is seen', limitMs: 60_000 });
  expect(seenAt - writtenAt).toBeLessThan(MOST_BYTES);
  expect(showsProgress).toBe(true);
  await Promise.all(readings.map((one) => one.stop()));
});
