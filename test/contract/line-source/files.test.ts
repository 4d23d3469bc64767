import { appendFileSync, copyFileSync, existsSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe } from 'vitest';
import { systemClock } from '../../../src/core/clock.ts';
import type { FormatName } from '../../../src/core/files/file-format.ts';
import { formatOf } from '../../../src/sources/file/formats/format-of.ts';
import { Turnover } from '../../../src/sources/file/generation/turnover.ts';
import { FileBatch } from '../../../src/sources/file/lines/file-batch.ts';
import { Descriptors } from '../../../src/sources/file/opened/descriptors.ts';
import { FileReader } from '../../../src/sources/file/reading/file-reader.ts';
import { ReadRoom } from '../../../src/sources/file/reading/read-room.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { lineSourceContract } from './line-source.contract.ts';

const TIME = '2026-01-31T12:00:00.000000000Z';

const WRITTEN: Partial<Record<FormatName, (text: string, stream: string) => string>> = {
  'docker-json': (text, stream) => `${JSON.stringify({ log: `${text}\n`, stream, time: TIME })}\n`,
  cri: (text, stream) => `${TIME} ${stream} F ${text}\n`,
};

/** What happens to the log before each line that is written. */
const ROTATED: Readonly<Record<string, (log: string, turn: number) => void>> = {
  'that stays where it is': () => undefined,
  'that is renamed all the time': (log, turn) => {
    if (existsSync(log)) renameSync(log, `${log}.${9_000 - turn}`);
  },
  'that is copied and cut all the time': (log, turn) => {
    if (!existsSync(log)) return;
    copyFileSync(log, `${log}.${9_000 - turn}`);
    truncateSync(log);
  },
};

const CASES = Object.entries(WRITTEN).flatMap(([format, written]) =>
  Object.entries(ROTATED).map(([how, rotate]) => ({ format: format as FormatName, how, written, rotate })),
);

describe.each(CASES)('a file of the format $format $how', ({ format, written, rotate }) => {
  lineSourceContract(async () => {
    const log = path.join(temporaryDirectory(), 'app.log');
    writeFileSync(log, '');
    const source = new FileReader({
      ...{ path: log, startAt: 'beginning', format: formatOf({ format, message: 'message' }), clock: systemClock },
      ...{ batch: new FileBatch(), room: new ReadRoom(), descriptors: new Descriptors() },
      turnover: new Turnover(() => true),
    });
    let [next, turn] = [0, 0];
    return {
      source,
      write(pairs) {
        for (let n = 0; n < pairs; n++, next++) {
          // What was rotated away before anybody read it is not read.
          if (source.files.length > 0) rotate(log, turn++);
          appendFileSync(log, written(`line ${next}`, 'stdout') + written(`error ${next}`, 'stderr'));
        }
      },
      settle: () => settled(source),
    };
  });
});

/** Whatever it does next begins by asking the file system for something. */
async function settled(source: FileReader): Promise<void> {
  for (let round = 0; round < 20; round++) {
    source.changed();
    for (let still = 0; still < 20; still++) {
      if (process.getActiveResourcesInfo().some((one) => one.endsWith('Req') || one.startsWith('FSReq'))) still = 0;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
