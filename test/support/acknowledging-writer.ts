// A process that writes as fast as it can and names each write once it is committed: node test/support/acknowledging-writer.ts DIRECTORY NAME
// The names are NAME:1, NAME:2, …; several writes are under way at any time, as in a server.
import { writeSync } from 'node:fs';
import { systemClock } from '../../src/core/clock.ts';
import { openStore } from '../../src/store/open-store.ts';
import { sampleNote } from './account-samples.ts';
import { recordStore } from './recorded-occurrences.ts';

const [dataDir = '', name = ''] = process.argv.slice(2);
const { occurrences } = recordStore();
const store = await openStore({ dataDir, clock: systemClock, occurrences, version: '1.0.0' });
let next = 0;

async function writeOn(): Promise<never> {
  for (;;) {
    next += 1;
    const subject = `${name}:${next}`;
    await store.audit.recordAudit(sampleNote('login_failed', { subject }));
    writeSync(1, `${subject}\n`);
  }
}

await Promise.all([writeOn(), writeOn(), writeOn(), writeOn()]);
