import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { codeIn } from '../../../test/support/code-files.ts';
import { describeDatabases } from '../../../test/support/databases.ts';
import { deliver } from '../../../test/support/delivery-samples.ts';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { temporaryDirectory } from '../../../test/support/temporary-directory.ts';
import { waitUntil } from '../../../test/support/wait-until.ts';
import { derivedTriggerId } from '../../core/deliveries/trigger-id.ts';
import { TocsinError } from '../../core/errors.ts';
import { TriggerFile } from '../../triggers/provisioned/trigger-file.ts';
import { WrittenChanges } from './written-changes.ts';

const written = (enabled: boolean, url = 'http://h/') =>
  `triggers:\n  - {name: a, channel: webhook, enabled: ${enabled}, config: {url: "${url}"}}\n`;
const ID = derivedTriggerId('a');

describeDatabases('triggers of the file that are written otherwise', (create) => {
  /** A file that is followed, on a store that cannot be written while `isFull` is set. */
  async function scene({ isEnabled = true, waiting = [] }: { isEnabled?: boolean; waiting?: readonly string[] } = {}) {
    const database = await create();
    const clock = new ManualClock();
    const store = await database.open({ clock });
    const folder = temporaryDirectory();
    const write = (text: string) => writeFileSync(path.join(folder, 'tocsin.yaml'), text);
    write(written(isEnabled));
    const file = new TriggerFile({
      ...{ start: codeIn(folder).triggerFile, clock },
      occurrences: { fileRead: () => {}, fileRefused: () => {} },
    });
    const faults = { isFull: false, refused: 0 };
    const refuse = (): void => {
      if (!faults.isFull) return;
      faults.refused += 1;
      throw new TocsinError('store_unavailable', 'The disk is full.');
    };
    const changes = new WrittenChanges({
      ...{ file, clock, random: () => 0.5 },
      store: {
        deliveries: store.deliveries,
        triggers: {
          async buryWritten(burial) {
            refuse();
            await store.triggers.buryWritten(burial);
          },
          async resumeWritten(id, at) {
            refuse();
            await store.triggers.resumeWritten(id, at);
          },
        },
      },
      book: { refresh: async () => {} },
      targets: { look: async () => {} },
    });
    if (waiting.length > 0) await deliver(store, waiting, [ID]);
    await clock.advance(1);
    const stop = new AbortController();
    const ended = changes.run(stop.signal);
    onTestFinished(async () => {
      stop.abort();
      await ended;
    });
    const until = (what: string, isSo: () => boolean | Promise<boolean>) =>
      waitUntil(
        async () => {
          await clock.advance(250);
          return isSo();
        },
        { what, everyMs: 2 },
      );
    return { store, write, file, faults, until, isOpen: () => file.triggers[0]?.enabled === true };
  }

  test('are in force again only when what waited is over, however much it is and however long the store cannot say so', async () => {
    const { store, write, faults, until, isOpen } = await scene();
    await deliver(
      store,
      Array.from({ length: 1_200 }, (_, n) => `old ${n}`),
      [ID],
    );
    write(written(false));
    await until('it is closed', () => !isOpen());
    faults.isFull = true;
    write(written(true));
    await until('it was refused', () => faults.refused > 3);
    expect([isOpen(), await store.deliveries.countPending(9_999)]).toEqual([false, 1_200]);
    faults.isFull = false;
    await until('it is open', isOpen);
    expect(await store.deliveries.countPending(9_999)).toBe(0);
  });

  test('send nothing of what waited when they were disabled before this process began, and what has come since of others', async () => {
    const { store, write, until, isOpen } = await scene({ isEnabled: false, waiting: ['old'] });
    // Another instance has read already that it is open.
    if (store.kind === 'postgres') await deliver(store, ['new'], [ID]);
    write(written(true));
    await until('it is open', isOpen);
    const { items } = await store.deliveries.listDeliveries({}, { limit: 9 });
    const ends = items.map(({ state, death }) => `${state} ${death}`);
    expect(ends).toEqual([...(store.kind === 'postgres' ? ['pending null'] : []), 'dead trigger_disabled']);
  });

  test('begin afresh, as soon as the store can say so', async () => {
    const { store, write, faults, until } = await scene();
    const suspension = async () => (await store.triggers.loadTriggers()).standings.get(ID)?.suspension;
    await store.deliveries.mark([], [{ triggerId: ID, shows: 'suspended', why: 'gone', at: 5 }]);
    faults.isFull = true;
    write(written(true, 'http://other/'));
    await until('it was refused', () => faults.refused > 3);
    expect(await suspension()).toBe('gone');
    faults.isFull = false;
    await until('it is used again', async () => (await suspension()) === undefined);
  });
});
