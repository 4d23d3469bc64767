import { expect, test } from 'vitest';
import { systemClock } from '../../../core/clock.ts';
import { fileOrigin } from '../file-origin.ts';
import { plainFormat } from '../formats/plain-format.ts';
import { FileBatch } from '../lines/file-batch.ts';
import { Descriptors } from '../opened/descriptors.ts';
import { FileReader } from '../reading/file-reader.ts';
import { ReadRoom } from '../reading/read-room.ts';
import { FileRoster } from './file-roster.ts';

test('of thousands of files that are known from before few are told of in a turn of the event loop', async () => {
  const names = Array.from({ length: 1_000 }, (_, n) => `/nowhere/${n}.log`);
  const clock = systemClock;
  const shared = { clock, format: plainFormat, batch: new FileBatch(), room: new ReadRoom() };
  const descriptors = new Descriptors();
  const told: number[] = [];
  let turn = 0;
  const nothing = () => undefined;
  const roster = new FileRoster({
    machine: 'here',
    watched: [{ pattern: '/nowhere/*.log', format: 'plain', message: 'message' }],
    clock,
    createReader: ({ watched: _, ...file }) => new FileReader({ ...shared, descriptors, ...file }),
    listener: {
      found: () => {
        told[turn] = (told[turn] ?? 0) + 1;
        if (told[turn] === 1) setImmediate(() => turn++);
      },
      ...{ gone: nothing, lostWhileAway: nothing, foundAll: nothing, memoryChanged: nothing },
      ...{ happened: nothing, livesChanged: nothing },
    },
    history: {
      memory: undefined,
      origins: names.map((path) => ({
        origin: fileOrigin({ machine: 'here', path }),
        position: undefined,
        gone: false,
      })),
    },
    memory: undefined,
    hears: () => true,
  });
  await roster.sees([]);
  expect([told.reduce((sum, one) => sum + one), Math.max(...told)]).toEqual([1_000, 100]);
});
