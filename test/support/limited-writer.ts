// A process that writes until it is killed and says how it went: node test/support/limited-writer.ts DIRECTORY
import { systemClock } from '../../src/core/clock.ts';
import { isTocsinError } from '../../src/core/errors.ts';
import { openStore } from '../../src/store/open-store.ts';
import { sampleNote } from './account-samples.ts';
import { recordStore } from './recorded-occurrences.ts';

const { occurrences } = recordStore();
const store = await openStore({ dataDir: process.argv[2] ?? '', clock: systemClock, occurrences, version: '1.0.0' });
const note = sampleNote('login_failed', { subject: 'x'.repeat(20_000) });
for (;;) {
  const outcome = await store.audit.recordAudit(note).then(
    () => 'written',
    (error) => `refused: ${isTocsinError(error) ? `${error.code} ${error.message}` : 'a raw error'}`,
  );
  process.stdout.write(`${outcome}\n`);
  await systemClock.sleep(5);
}
