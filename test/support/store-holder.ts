// A process that holds a data directory until it is killed: node test/support/store-holder.ts DIRECTORY
import { systemClock } from '../../src/core/clock.ts';
import { openStore } from '../../src/store/open-store.ts';
import { recordStore } from './recorded-occurrences.ts';

const { occurrences } = recordStore();
await openStore({ dataDir: process.argv[2] ?? '', clock: systemClock, occurrences, version: '1.0.0' });
process.stdout.write('open\n');
setInterval(() => {}, 60_000);
