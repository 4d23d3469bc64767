import { expect, test } from 'vitest';
import { captureLog } from '../../../test/support/captured-log.ts';
import { storedTrigger } from '../../../test/support/delivery-samples.ts';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { SOUND, type Trigger, type TriggerStanding } from '../../core/deliveries/trigger.ts';
import { TocsinError } from '../../core/errors.ts';
import { createMetrics } from '../../telemetry/metrics.ts';
import { createTriggerOccurrences } from '../../telemetry/occurrences/sending/triggers.ts';
import { TriggerBook } from './trigger-book.ts';

const EVENT = { source: 'ci', severity: 'error', message: 'x', metadata: {}, workloadId: null } as const;

function given() {
  const clock = new ManualClock();
  const log = captureLog();
  const saved = { revision: 1, triggers: [storedTrigger('1')] as readonly Trigger[], isBroken: false, looks: 0 };
  const standings = new Map<string, TriggerStanding>();
  const written = { triggers: [] as readonly Trigger[] };
  const store = {
    async revision() {
      saved.looks += 1;
      if (saved.isBroken) throw new TocsinError('store_unavailable', 'The disk is full.');
      return saved.revision;
    },
    loadTriggers: async () => ({ ...saved, standings: new Map(standings) }),
  };
  const figures = () => ({ enabled: 0, failing: 0, suspended: 0, broken: 0, fileFaults: 0 });
  const occurrences = createTriggerOccurrences({ logger: log.logger, metrics: createMetrics(), figures });
  const book = new TriggerBook({ store, provisioned: [written], isShared: true, clock, occurrences });
  const save = (...ids: readonly string[]): void => {
    saved.triggers = ids.map((id) => storedTrigger(id));
    saved.revision += 1;
  };
  const stand = (id: string, standing: Partial<TriggerStanding>): Promise<void> => {
    standings.set(id, { ...SOUND, ...standing });
    saved.revision += 1;
    return book.refresh();
  };
  return { clock, log, book, saved, written, save, stand };
}

test('a book refuses to plan before the triggers were read, and goes on with the last ones when they cannot be read again', async () => {
  const { book, saved, save } = given();
  saved.isBroken = true;
  await book.refresh();
  expect(() => book.plan(EVENT)).toThrow(expect.objectContaining({ code: 'store_unavailable' }));
  saved.isBroken = false;
  await book.refresh();
  expect(book.plan(EVENT)).toEqual(['1']);
  saved.isBroken = true;
  save('2');
  await book.refresh();
  expect([book.plan(EVENT), book.unread]).toEqual([['1'], 'The disk is full.']);
  saved.isBroken = false;
  await book.refresh();
  expect([book.plan(EVENT), book.unread]).toEqual([['2'], undefined]);
});

test('a book sees within a second what another instance or the file has changed, and tells of it once', async () => {
  const { clock, book, written, save } = given();
  await book.refresh();
  let told = 0;
  book.onChange(() => told++);
  const stopping = new AbortController();
  const ended = book.run(stopping.signal);
  await clock.advance(5_000);
  expect(told).toBe(0);
  save('1', '2');
  await clock.advance(1_000);
  expect([told, book.plan(EVENT)]).toEqual([1, ['1', '2']]);
  written.triggers = [storedTrigger('yaml-0123456789abcdef', { origin: 'yaml' })];
  await clock.advance(1_000);
  expect([told, book.plan(EVENT)]).toEqual([2, ['1', '2', 'yaml-0123456789abcdef']]);
  stopping.abort();
  await ended;
});

test('however many ask while a book is looking, it looks once more for all of them', async () => {
  const { book, saved, save } = given();
  const looking = book.refresh();
  await Promise.resolve();
  expect(saved.looks).toBe(1);
  save('2');
  await Promise.all([looking, ...Array.from({ length: 100 }, () => book.refresh())]);
  expect([saved.looks, book.plan(EVENT)]).toEqual([2, ['2']]);
});

test('a book knows which triggers fail, and tells nobody before that changes where events go', async () => {
  const { log, book, save, stand } = given();
  save('1', '2');
  await book.refresh();
  const snapshots: unknown[] = [];
  book.onChange(() => snapshots.push(book.current));
  const lines = log.lines().length;
  await stand('1', { failingSince: 1_000 });
  expect(book.current?.standingOf('1')).toMatchObject({ failingSince: 1_000 });
  await stand('1', {});
  expect([book.current?.standingOf('1'), snapshots, log.lines().length]).toEqual([SOUND, [], lines]);
  await stand('1', { failingSince: 1_000, suspendedAt: 2_000, suspension: 'failing' });
  expect([book.plan(EVENT), snapshots]).toEqual([['2'], [book.current]]);
  await stand('1', {});
  expect([book.plan(EVENT), snapshots.length]).toEqual([['1', '2'], 2]);
});
